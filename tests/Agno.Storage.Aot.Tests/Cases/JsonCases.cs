using System.Text.Json;
using System.Text.Json.Serialization;
using Agno.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Aot.Tests.Cases;

/// <summary>JSON members whose code reaches past what C# allows, or leaves it to System.Text.Json.</summary>
internal static class JsonCases
{
    public static async Task Initializers_of_generic_types_hold_for_what_is_missing()
    {
        KeptSession read = await ReadAsync("memory", """{"Item":5}""");
        Expect.Equal((5, 0, "default"), (read.Memory!.Item, read.Memory.Items.Count, read.Memory.Kind));
    }

    public static async Task Private_accessors_are_read_and_written()
    {
        KeptSession read = await ReadAsync("account", """{"Owner":"ada","Secret":"s3","Balance":7}""");
        Expect.Equal(("ada", "s3", 7L), (read.Account!.Owner!, read.Account.Reveal(), read.Account.Balance));
        Expect.Equal("""{"Owner":"ada","Secret":"s3","Balance":7}""", await StoredAsync(read, "account"));
    }

    public static async Task A_former_name_is_read_and_the_present_one_is_stored()
    {
        KeptSession read = await ReadAsync("note", """{"title":"old"}""");
        Expect.Equal("old", read.Note!.Subject);
        Expect.Equal("""{"Subject":"old"}""", await StoredAsync(read, "note"));
    }

    public static async Task The_options_of_a_context_hold_in_every_column()
    {
        var session = new PolicySession
        {
            SessionId = "s",
            Memory = new() { MyName = "a", Day = DayOfWeek.Friday },
            AgentData = new() { [DayOfWeek.Monday] = new() { MyName = "b" } },
            Unlisted = new("c", Shade.Dark, [new() { MyName = "d" }]) { Note = "e" },
        };
        const string Columns = "memory || ' ' || agent_data || ' ' || unlisted";
        Expect.Equal(
            """{"myName":"a","day":"Friday"} {"Monday":{"myName":"b","day":"Sunday"}} {"yourName":"c","shade":"Dark","docs":[{"myName":"d","day":"Sunday"}],"note":"e"}""",
            await StoredAsync(session, Columns));
        await using var storage = SqliteStorage.OpenInMemory();
        ISessionStore<PolicySession> sessions = storage.Sessions<PolicySession>();
        await sessions.UpsertAsync(session);
        Expect.Equal(("c", "d", "e"), await sessions.ReadAsync("s") is { Unlisted: { } unlisted } ? (unlisted.YourName, unlisted.Docs[0].MyName!, unlisted.Note!) : default);
    }

    public static async Task A_listed_type_is_the_contexts() =>
        Expect.Equal("""{"MyName":"a","Day":5}""", await StoredAsync(new ListedSession { SessionId = "s", Memory = new() { MyName = "a", Day = DayOfWeek.Friday } }, "memory"));

    public static async Task Free_form_state_is_stored_as_often_as_it_is_read()
    {
        await using var storage = SqliteStorage.OpenInMemory();
        ISessionStore<ListedSession> sessions = storage.Sessions<ListedSession>();
        await sessions.UpsertAsync(new ListedSession { SessionId = "s", State = new() { ["name"] = "ada", ["age"] = 36, ["born"] = new DateOnly(1815, 12, 10), ["none"] = null } });
        for (int i = 0; i < 2; i++)
        {
            ListedSession read = (await sessions.ReadAsync("s"))!;
            Expect.Equal(("ada", 36), (((JsonElement)read.State!["name"]!).GetString()!, ((JsonElement)read.State["age"]!).GetInt32()));
            await sessions.UpsertAsync(read);
        }
        ArgumentException error = await Expect.ThrowsAsync<ArgumentException>(() => sessions.UpsertAsync(new ListedSession { SessionId = "s", State = new() { ["list"] = new List<Guid>() } }).AsTask());
        Expect.Equal(true, error.Message.Contains("'s'") && error.Message.Contains("listed_sessions"));
    }

    public static Task The_options_of_a_caller_hold()
    {
        var web = new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = KeptSession.JsonTypeInfoResolver };
        var typeInfo = (System.Text.Json.Serialization.Metadata.JsonTypeInfo<KeptSession>)web.GetTypeInfo(typeof(KeptSession));
        KeptSession read = JsonSerializer.Deserialize("""{"sessionId":"1","MEMORY":{"item":"5"},"account":{"owner":"ada"},"amount":12}""", typeInfo)!;
        Expect.Equal(("1", 5, "default", "ada", 12L), (read.SessionId, read.Memory!.Item, read.Memory.Kind, read.Account!.Owner!, read.Amount.Cents));
        string text = JsonSerializer.Serialize(read, typeInfo);
        Expect.Equal(true, text.StartsWith("""{"memory":{"item":5,"items":[],"kind":"default"},"account":{"owner":"ada",""", StringComparison.Ordinal));
        Expect.Equal(true, text.Contains("\"amount\":12,", StringComparison.Ordinal));
        return Task.CompletedTask;
    }

    public static async Task Options_that_lack_the_type_are_named_with_the_session()
    {
        await using var storage = SqliteStorage.OpenInMemory();
        ArgumentException error = await Expect.ThrowsAsync<ArgumentException>(() => storage.Sessions<PoorSession>().UpsertAsync(new PoorSession { SessionId = "s-1", Account = new() { Secret = "a" } }).AsTask());
        Expect.Equal(true, error.Message.Contains("'s-1'") && error.Message.Contains("PoorSession.Options") && error.Message.Contains("KeptAccount"));
    }

    private static async Task<KeptSession> ReadAsync(string column, string stored)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        await using var storage = SqliteStorage.OpenConnection(connection);
        await storage.Sessions<KeptSession>().UpsertAsync(new KeptSession { SessionId = "s" });
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"UPDATE kept_sessions SET {column} = @stored";
        command.Parameters.AddWithValue("@stored", stored);
        command.ExecuteNonQuery();
        return (await storage.Sessions<KeptSession>().ReadAsync("s"))!;
    }

    private static async Task<string> StoredAsync<TSession>(TSession session, string columns)
        where TSession : class, Records.ISessionRecord<TSession>
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        await using var storage = SqliteStorage.OpenConnection(connection);
        ISessionStore<TSession> sessions = storage.Sessions<TSession>();
        await sessions.UpsertAsync(session);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT {columns} FROM {sessions.TableName}";
        return (string)command.ExecuteScalar()!;
    }
}

[SessionRecord(StorageMode.Agent, Table = "kept_sessions")]
public sealed partial class KeptSession
{
    public KeptBox<int>? Memory { get; set; }

    public KeptAccount? Account { get; set; }

    public KeptNote? Note { get; set; }

    [SessionColumn(Converter = typeof(MoneyConverter))]
    public Money Amount { get; set; }
}

public class KeptBox<T>
    where T : struct
{
    public T? Item { get; init; }

    public List<T> Items { get; init; } = [];

    public string Kind { get; init; } = "default";
}

public sealed class KeptAccount
{
    [JsonInclude]
    public string? Owner { get; private set; }

    [JsonInclude]
    public string? Secret { private get; set; }

    [JsonInclude]
    public long Balance { get; private init; }

    public string Reveal() => Secret!;
}

public sealed class KeptNote
{
    [FormerName("title")]
    public string? Subject { get; set; }
}

/// <summary>All of its JSON is in its context's spelling, whether that lists a type or not.</summary>
[SessionRecord(StorageMode.Agent, Table = "policy_sessions", JsonContext = typeof(PolicyContext))]
public sealed partial class PolicySession
{
    public Doc? Memory { get; set; }

    public Dictionary<DayOfWeek, Doc>? AgentData { get; set; }

    public Unlisted? Unlisted { get; set; }
}

public sealed class Doc
{
    public string? MyName { get; set; }

    public DayOfWeek Day { get; set; }
}

public sealed record Unlisted(string YourName, Shade Shade, List<Doc> Docs)
{
    public string? Note { get; init; }
}

public enum Shade
{
    Light,
    Dark,
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Doc))]
[JsonSerializable(typeof(Dictionary<DayOfWeek, Doc>))]
public sealed partial class PolicyContext : JsonSerializerContext;

[SessionRecord(StorageMode.Agent, Table = "listed_sessions", JsonContext = typeof(ListedContext))]
public sealed partial class ListedSession
{
    public Doc? Memory { get; set; }

    public Dictionary<string, object?>? State { get; set; }
}

[JsonSerializable(typeof(Doc))]
[JsonSerializable(typeof(Dictionary<string, object>))]
public sealed partial class ListedContext : JsonSerializerContext;

/// <summary>Its options have no resolver for the member's type.</summary>
[SessionRecord(StorageMode.Agent, Table = "poor_sessions")]
public sealed partial class PoorSession
{
    internal static JsonSerializerOptions Options { get; } = new() { TypeInfoResolver = ListedContext.Default };

    [SessionJson(typeof(PoorSession), nameof(Options))]
    public KeptAccount? Account { get; set; }
}
