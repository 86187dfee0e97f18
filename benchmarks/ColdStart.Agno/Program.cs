// Opens a database, creates the table, stores a session and reads it back, with this library. ColdStart.Mds does the same by hand.
using Agno.Storage;
using Agno.Storage.Sqlite;

using var storage = SqliteStorage.Open(args[0]);
var sessions = storage.Sessions<OrderSession>();
sessions.Create();
sessions.Upsert(new OrderSession
{
    SessionId = "order-7",
    UserId = "user-123",
    AgentId = "support",
    Total = 1990,
    Memory = new Conversation([new Message("user", "Where is my order?"), new Message("assistant", "On its way.")]),
});
OrderSession order = sessions.Read("order-7")!;
Console.WriteLine($"{order.SessionId} {order.Total} {order.Memory!.Messages[^1].Content}");

[SessionRecord(StorageMode.Agent, Table = "order_sessions")]
internal sealed partial record OrderSession
{
    [SessionIndex]
    public long Total { get; set; }

    public Conversation? Memory { get; set; }
}

internal sealed record Conversation(IReadOnlyList<Message> Messages);

internal sealed record Message(string Role, string Content);
