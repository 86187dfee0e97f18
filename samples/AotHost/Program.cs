// Opens a database, stores a session of our own and a built-in one, and reads both back. Publish it with NativeAOT:
//   dotnet publish samples/AotHost
using System.Text.Json.Nodes;
using Agno.Storage;
using Agno.Storage.Sqlite;
using AotHost;

await using var storage = SqliteStorage.Open(args is [var path, ..] ? path : "aot-sessions.db");

var orders = storage.Sessions<OrderSession>();
await orders.CreateAsync();
await orders.UpsertAsync(new OrderSession
{
    SessionId = "order-7",
    UserId = "user-123",
    Total = 19.90m,
    Conversation = new Conversation([new Message("user", "Where is my order?"), new Message("assistant", "On its way.")]),
});
OrderSession order = (await orders.ReadAsync("order-7", userId: "user-123"))!;
Console.WriteLine($"custom: {order.SessionId} of {order.Total}, {order.Conversation!.Messages[^1].Content}");

var agents = storage.Sessions<AgentSession>();
await agents.CreateAsync();
await agents.UpsertAsync(new AgentSession { SessionId = "session-001", AgentId = "support", Memory = new JsonObject { ["runs"] = new JsonArray() } });
AgentSession agent = (await agents.ReadAsync("session-001"))!;
Console.WriteLine($"built-in: {agent.SessionId} of {agent.AgentId}, {agent.Memory.Value}");
