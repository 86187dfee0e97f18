// The four built-in sessions, saved, read, listed, updated and deleted in a real SQLite file.
using System.Text.Json.Nodes;
using Agno.Storage;
using Agno.Storage.Sqlite;

// The file is in the working directory, or where the first argument says.
string path = Path.GetFullPath(args.Length > 0 ? args[0] : "agents.db");
Console.WriteLine($"Sessions are stored in {path}");

// One storage is one database. Its file and directory are created; it is thread-safe, so one serves a whole application.
await using SqliteStorage storage = SqliteStorage.Open(path);

await AgentsAsync(storage.Sessions<AgentSession>());
await TeamsAsync(storage.Sessions<TeamSession>());
await WorkflowsAsync(storage.Sessions<WorkflowSession>());
await StepWorkflowsAsync(storage.Sessions<WorkflowV2Session>());

Console.WriteLine();
Console.WriteLine($"{Path.GetFileName(path)} stays. Python Agno 1.x can open it, and so can the sqlite3 shell. Run this again: times of creation are kept.");

// An agent remembers a conversation.
static async Task AgentsAsync(ISessionStore<AgentSession> sessions)
{
    Title("Agent sessions", sessions.TableName);
    await sessions.CreateAsync(); // the table and its indexes, where they are missing

    await sessions.UpsertAsync(new AgentSession
    {
        SessionId = "chat-1",
        UserId = "ada",
        AgentId = "concierge",
        Memory = new JsonObject { ["messages"] = new JsonArray(Message("user", "Is the harbour open on Sunday?")) },
    });
    AgentSession saved = await sessions.UpsertAsync(new AgentSession { SessionId = "chat-2", UserId = "grace", AgentId = "concierge" });
    Step("saved", $"chat-1 and chat-2, at {Time(saved.UpdatedAt)}");

    // With a user given, only that user's session is found.
    AgentSession chat = await sessions.ReadAsync("chat-1", userId: "ada") ?? throw new InvalidOperationException("chat-1 is gone.");
    Step("read", $"chat-1: {chat.Memory.Value!.ToJsonString()}");
    Step("read", $"chat-1 as grace: {(await sessions.ReadAsync("chat-1", userId: "grace") is null ? "not hers" : "found")}");

    await foreach (AgentSession session in sessions.ListAsync(new() { UserId = "ada", Limit = 20 }))
        Step("listed", $"{session.SessionId} of {session.UserId}, created {Time(session.CreatedAt)}");

    chat.SessionData = new JsonObject { ["session_name"] = "Opening hours" };
    chat = await sessions.UpsertAsync(chat);
    Step("updated", $"chat-1 is now called {chat.SessionData.Value!["session_name"]}");

    Step("deleted", $"chat-2: {await sessions.DeleteAsync("chat-2", userId: "grace")}");
}

// A team shares one memory; its sessions can be listed by team.
static async Task TeamsAsync(ISessionStore<TeamSession> sessions)
{
    Title("Team sessions", sessions.TableName);
    await sessions.CreateAsync();

    await sessions.UpsertAsync(new TeamSession { SessionId = "review-1", UserId = "ada", TeamId = "editors", TeamData = new JsonObject { ["members"] = 3 } });
    await sessions.UpsertAsync(new TeamSession { SessionId = "review-2", UserId = "ada", TeamId = "translators" });
    Step("saved", "review-1 and review-2");

    TeamSession review = await sessions.ReadAsync("review-1") ?? throw new InvalidOperationException("review-1 is gone.");
    Step("read", $"review-1 of {review.TeamId}: {review.TeamData.Value!.ToJsonString()}");

    await foreach (string id in sessions.ListIdsAsync(new() { EntityId = "editors" }))
        Step("listed", $"{id} of team editors");

    review.Memory = new JsonObject { ["summary"] = "Two chapters left" };
    await sessions.UpsertAsync(review);
    Step("updated", $"review-1 remembers: {review.Memory.Value!.ToJsonString()}");

    Step("deleted", $"review-2: {await sessions.DeleteAsync("review-2")}");
}

// A class-based workflow keeps its state.
static async Task WorkflowsAsync(ISessionStore<WorkflowSession> sessions)
{
    Title("Workflow sessions", sessions.TableName);
    await sessions.CreateAsync();

    await sessions.UpsertAsync(new WorkflowSession { SessionId = "import-1", WorkflowId = "import", SessionData = new JsonObject { ["done"] = 40 } });
    await sessions.UpsertAsync(new WorkflowSession { SessionId = "import-2", WorkflowId = "import" });
    Step("saved", "import-1 and import-2");

    WorkflowSession import = await sessions.ReadAsync("import-1") ?? throw new InvalidOperationException("import-1 is gone.");
    Step("read", $"import-1: {import.SessionData.Value!.ToJsonString()}");

    // Lists are newest first, so a limit gives the recent ones.
    await foreach (WorkflowSession session in sessions.ListAsync(new() { Limit = 5 }))
        Step("listed", $"{session.SessionId} of workflow {session.WorkflowId}");

    import.SessionData = new JsonObject { ["done"] = 100 };
    await sessions.UpsertAsync(import);
    Step("updated", $"import-1: {import.SessionData.Value!.ToJsonString()}");

    Step("deleted", $"import-2: {await sessions.DeleteAsync("import-2")}");
}

// A step-based workflow also has a name and its runs.
static async Task StepWorkflowsAsync(ISessionStore<WorkflowV2Session> sessions)
{
    Title("Step-based workflow sessions", sessions.TableName);
    await sessions.CreateAsync();

    await sessions.UpsertAsync(new WorkflowV2Session
    {
        SessionId = "report-1",
        WorkflowId = "report",
        WorkflowName = "Weekly report",
        Runs = new JsonArray(new JsonObject { ["run_id"] = "run-1", ["status"] = "COMPLETED" }),
    });
    await sessions.UpsertAsync(new WorkflowV2Session { SessionId = "report-2", WorkflowId = "report", WorkflowName = "Weekly report" });
    Step("saved", "report-1 and report-2");

    WorkflowV2Session report = await sessions.ReadAsync("report-1") ?? throw new InvalidOperationException("report-1 is gone.");
    JsonArray runs = report.Runs.Value!.AsArray();
    Step("read", $"report-1, {report.WorkflowName}: {runs.Count} run");

    await foreach (WorkflowV2Session session in sessions.ListAsync(new() { EntityId = "report" }))
        Step("listed", $"{session.SessionId}, {(session.Runs.IsNull ? "never run" : "has run")}");

    runs.Add((JsonNode)new JsonObject { ["run_id"] = "run-2", ["status"] = "RUNNING" });
    report.Runs = runs;
    await sessions.UpsertAsync(report);
    Step("updated", $"report-1: {runs.Count} runs");

    Step("deleted", $"report-2: {await sessions.DeleteAsync("report-2")}");
}

static JsonObject Message(string role, string content) => new() { ["role"] = role, ["content"] = content };

static void Title(string title, string table)
{
    Console.WriteLine();
    Console.WriteLine($"{title} (table {table})");
}

static void Step(string what, string result) => Console.WriteLine($"  {what,-9}{result}");

static string Time(long? unixSeconds) => unixSeconds is { } seconds ? $"{DateTimeOffset.FromUnixTimeSeconds(seconds):HH:mm:ss} UTC" : "unknown";
