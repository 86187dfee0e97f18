using System.Text.Json;
using System.Text.Json.Serialization;
using Agno.Storage.Sqlite;
using Microsoft.Extensions.AI;

namespace Agno.Storage.Aot.Tests.Cases;

/// <summary>The messages of Microsoft.Extensions.AI, by its own options.</summary>
internal static class ChatCases
{
    private static List<ChatMessage> Messages =>
    [
        new(ChatRole.System, "Answer briefly."),
        new(ChatRole.User, [new TextContent("What is in this picture, na\u00efve one?"), new DataContent(new byte[] { 1, 2, 255 }, "image/png")]) { AuthorName = "ada", MessageId = "m-1" },
        new(ChatRole.Assistant,
        [
            new TextReasoningContent("I should ask the tool."),
            new FunctionCallContent("call-1", "look", new Dictionary<string, object?>
            {
                ["depth"] = 2,
                ["options"] = JsonElement.Parse("""{"languages":["en",null],"nested":{"exact":true}}"""),
            }),
        ]),
        new(ChatRole.Tool, [new FunctionResultContent("call-1", JsonElement.Parse("""{"found":["boat"]}"""))]),
        new(ChatRole.Assistant, [new TextContent("A boat."), new UsageContent(new UsageDetails { InputTokenCount = 12, OutputTokenCount = 3, TotalTokenCount = 15 })]),
    ];

    public static async Task Messages_come_back_as_they_were()
    {
        await using var storage = SqliteStorage.OpenInMemory();
        ISessionStore<ChatSession> sessions = storage.Sessions<ChatSession>();
        await sessions.UpsertAsync(new ChatSession { SessionId = "s", Messages = Messages });

        ChatSession read = (await sessions.ReadAsync("s"))!;
        Same(read.Messages);
        // What was read can be stored again, and a turn be added.
        read.Messages.Add(new ChatMessage(ChatRole.User, "Thanks."));
        await sessions.UpsertAsync(read);
        read = (await sessions.ReadAsync("s"))!;
        Expect.Equal("Thanks.", read.Messages.Last().Text);
        Same([.. read.Messages.SkipLast(1)]);
    }

    public static async Task Messages_in_a_lazy_column_come_back_as_they_were()
    {
        await using var storage = SqliteStorage.OpenInMemory();
        ISessionStore<ChatSession> sessions = storage.Sessions<ChatSession>();
        await sessions.UpsertAsync(new ChatSession { SessionId = "s", Archive = new(Messages) });

        await sessions.UpsertAsync((await sessions.ReadAsync("s"))!);
        Same([.. (await sessions.ReadAsync("s"))!.Archive.Value!]);
    }

    public static async Task Messages_in_a_run_come_back_as_they_were()
    {
        await using var storage = SqliteStorage.OpenInMemory();
        ISessionStore<ChatSession> sessions = storage.Sessions<ChatSession>();
        await sessions.UpsertAsync(new ChatSession { SessionId = "s", Runs = [new("r-1") { Messages = Messages }] });
        await sessions.AppendRunAsync("s", new ChatRun("r-2") { Messages = [new(ChatRole.User, "Again.")] });

        List<ChatRun> runs = (await sessions.ReadAsync("s"))!.Runs;
        Same([.. runs[0].Messages]);
        Expect.Equal("Again.", runs[1].Messages.Single().Text);
    }

    public static async Task Options_of_the_record_hold_for_all_of_its_json()
    {
        await using var storage = SqliteStorage.OpenInMemory();
        ISessionStore<WholeChatSession> sessions = storage.Sessions<WholeChatSession>();
        await sessions.UpsertAsync(new WholeChatSession { SessionId = "s", Messages = Messages, Options = new() { ModelId = "small", Temperature = 0.5f } });

        WholeChatSession read = (await sessions.ReadAsync("s"))!;
        Same(read.Messages!);
        Expect.Equal(("small", 0.5f), (read.Options!.ModelId!, read.Options.Temperature!.Value));
    }

    public static async Task The_sessions_of_a_query_have_their_messages()
    {
        await using var storage = SqliteStorage.OpenInMemory();
        ISessionStore<ChatSession> sessions = storage.Sessions<ChatSession>();
        await sessions.UpsertAsync(new ChatSession { SessionId = "s", Topic = "boats", Messages = Messages });

        Same((await sessions.About("boats").SingleAsync()).Messages);
    }

    // By what the messages say in JSON, and by the types of what they hold.
    private static void Same(IList<ChatMessage> actual)
    {
        Expect.Sequence(Types(Messages), Types(actual));
        Expect.Equal(Text(Messages), Text(actual));
        var call = (FunctionCallContent)actual[2].Contents[1];
        Expect.Equal("en", ((JsonElement)call.Arguments!["options"]!).GetProperty("languages")[0].GetString());
        Expect.Sequence<byte>([1, 2, 255], ((DataContent)actual[1].Contents[1]).Data.ToArray());
        Expect.Equal(15L, ((UsageContent)actual[4].Contents[1]).Details.TotalTokenCount);
    }

    private static IEnumerable<string> Types(IList<ChatMessage> messages) => messages.SelectMany(message => message.Contents).Select(content => content.GetType().Name);

    private static string Text(IList<ChatMessage> messages) => JsonSerializer.Serialize(messages, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IList<ChatMessage>)));
}

/// <summary>A conversation in a column, in one that is parsed when it is asked for, and in runs.</summary>
[SessionRecord(StorageMode.Agent, Table = "chat_sessions")]
public sealed partial record ChatSession
{
    [SessionIndex]
    public string? Topic { get; set; }

    [SessionJson(typeof(AIJsonUtilities), nameof(AIJsonUtilities.DefaultOptions))]
    public List<ChatMessage> Messages { get; set; } = [];

    [SessionJson(typeof(AIJsonUtilities), nameof(AIJsonUtilities.DefaultOptions))]
    public JsonColumn<IReadOnlyList<ChatMessage>> Archive { get; set; }

    [SessionRuns]
    public List<ChatRun> Runs { get; set; } = [];
}

public sealed record ChatRun([property: JsonPropertyName("run_id")] string Id)
{
    [SessionJson(typeof(AIJsonUtilities), nameof(AIJsonUtilities.DefaultOptions))]
    public ICollection<ChatMessage> Messages { get; init; } = [];
}

/// <summary>Names its options once.</summary>
[SessionRecord(StorageMode.Agent, Table = "whole_chat_sessions")]
[SessionJson(typeof(AIJsonUtilities), nameof(AIJsonUtilities.DefaultOptions))]
public sealed partial class WholeChatSession
{
    public IList<ChatMessage>? Messages { get; set; }

    public ChatOptions? Options { get; set; }
}

internal static partial class ChatQueries
{
    [SessionQuery]
    public static partial IAsyncEnumerable<ChatSession> About(this ISessionStore<ChatSession> sessions, string topic);
}
