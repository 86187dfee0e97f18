// Sessions of your own: typed columns, an index, a converter, nested JSON, a named table, and a database for each mode.
using Agno.Storage;
using Agno.Storage.Sqlite;
using CustomSession;

string directory = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), "agno-custom-session");
await using SqliteStorage teams = SqliteStorage.Open(Path.Combine(directory, "teams.db"));
await using SqliteStorage agents = SqliteStorage.Open(Path.Combine(directory, "agents.db"));
Console.WriteLine($"Databases: teams.db and agents.db in {directory}");

ISessionStore<SupportSession> cases = teams.Sessions<SupportSession>();
await cases.CreateAsync();
await cases.UpsertAsync(new SupportSession
{
    SessionId = "case-7",
    UserId = "ada",
    TeamId = "support",
    Priority = Priority.Urgent,
    DueAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(1)),
    Refund = new Money(12.50m),
    Memory = new SupportMemory([new Message("user", "The parcel is empty.", DateTimeOffset.UnixEpoch)]),
    ExtraData = new Dictionary<string, string> { ["channel"] = "mail" },
});

// What comes back is typed all the way down.
SupportSession stored = await cases.ReadAsync("case-7", userId: "ada") ?? throw new InvalidOperationException("case-7 is gone.");
Console.WriteLine($"{stored.SessionId}: {stored.Priority}, due {stored.DueAt:u}, refund {stored.Refund}, by {stored.ExtraData.Value!["channel"]}");
foreach (Message message in stored.Memory!.Messages)
    Console.WriteLine($"  {message.Role}: {message.Content}");

// Records bring `with` along.
stored = await cases.UpsertAsync(stored with { Priority = Priority.Normal, Memory = stored.Memory with { Summary = "Sent again" } });
Console.WriteLine($"{stored.SessionId}: {stored.Priority}, {stored.Memory!.Summary}");

// The same record in another table: an archive beside the open cases.
ISessionStore<SupportSession> archive = teams.Sessions<SupportSession>("support_archive");
await archive.CreateAsync();
await archive.ImportAsync(stored); // as it is, times included
await cases.DeleteAsync(stored.SessionId);
await foreach (string id in archive.ListIdsAsync(new SessionFilter { EntityId = "support" }))
    Console.WriteLine($"{id} moved from {cases.TableName} to {archive.TableName}");

ISessionStore<VisitorSession> visitors = agents.Sessions<VisitorSession>();
await visitors.CreateAsync();
await visitors.UpsertAsync(new VisitorSession { SessionId = "visitor-1", AgentId = "guide", Language = "pt-BR", Pages = [new Uri("https://example.org/prices")] });
await foreach (VisitorSession visitor in visitors.ListAsync())
    Console.WriteLine($"{visitor.SessionId} reads {visitor.Language}, last page {visitor.Pages[^1]}");
