// Keeps the messages of a conversation, tool calls and all, and goes on with it when it is run again:
//   dotnet run --project samples/ChatMessages
using Agno.Storage;
using Agno.Storage.Sqlite;
using ChatMessages;
using Microsoft.Extensions.AI;

await using var storage = SqliteStorage.Open(args is [var path, ..] ? path : "chats.db");
ISessionStore<ChatSession> chats = storage.Sessions<ChatSession>();
await chats.CreateAsync();

ChatSession chat = await chats.ReadAsync("chat-1", userId: "ada") ?? new ChatSession { SessionId = "chat-1", UserId = "ada" };

// What a chat client would add in a turn: the question, the thought and the tool call, its result, the answer and what it cost.
string call = $"call-{chat.Messages.Count}";
ChatMessage[] turn =
[
    new ChatMessage(ChatRole.User, "Will it rain in Oslo?"),
    new ChatMessage(ChatRole.Assistant, [new TextReasoningContent("The weather tool knows.")]),
    new ChatMessage(ChatRole.Assistant, [new FunctionCallContent(call, "weather", new Dictionary<string, object?> { ["city"] = "Oslo", ["days"] = 2 })]),
    new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call, "rain, then sun")]),
    new ChatMessage(ChatRole.Assistant, [new TextContent("Today, not tomorrow."), new UsageContent(new UsageDetails { TotalTokenCount = 42 })]),
];
chat.Messages.AddRange(turn);
await chats.UpsertAsync(chat);

chat = (await chats.ReadAsync("chat-1", userId: "ada"))!;
Console.WriteLine($"{chat.Messages.Count} messages");
foreach (ChatMessage message in chat.Messages)
    foreach (AIContent content in message.Contents)
        Console.WriteLine($"{message.Role} {Describe(content)}");

static string Describe(AIContent content) => content switch
{
    TextReasoningContent thought => $"thinks: {thought.Text}",
    TextContent text => $"says: {text.Text}",
    FunctionCallContent call => $"calls {call.Name}({string.Join(", ", (call.Arguments ?? new Dictionary<string, object?>()).Select(argument => $"{argument.Key}: {argument.Value}"))})",
    FunctionResultContent result => $"gets: {result.Result}",
    UsageContent usage => $"used {usage.Details.TotalTokenCount} tokens",
    _ => content.GetType().Name,
};
