using System.Text;
using System.Text.Json.Nodes;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>Files of Go Agno, older Pythons, other encodings and tables that a host extended: read and written as they are.</summary>
public sealed class ForeignFileTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();
    private readonly string _file;

    public ForeignFileTests() => _file = _scratch.PathOf("foreign.db");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Go_sessions_of_every_mode_are_read()
    {
        ForeignFiles.CreateGo(_file);
        await using SqliteStorage storage = SqliteStorage.Open(_file);

        AgentSession agent = (await storage.Sessions<AgentSession>("agents").ReadAsync("go-1", "user-1", Cancelled))!;
        Assert.Equal("ação", (string?)agent.Memory.Value!["runs"]![0]!["content"]);
        Assert.Equal("", agent.TeamSessionId);
        Assert.Null(agent.ExtraData.Value);
        Assert.Equal((1700000001, 1700000002), (agent.CreatedAt, agent.UpdatedAt));

        TeamSession team = (await storage.Sessions<TeamSession>("teams").ReadAsync("go-1", cancellationToken: Cancelled))!;
        Assert.Equal(("", "team-1", "<>&"), (team.UserId, team.TeamId, (string?)team.TeamData.Value!["z"]));

        WorkflowSession workflow = (await storage.Sessions<WorkflowSession>("workflows").ReadAsync("go-1", cancellationToken: Cancelled))!;
        Assert.Equal(("flow-1", "x"), (workflow.WorkflowId, (string?)workflow.SessionData.Value!["s"]));

        WorkflowV2Session steps = (await storage.Sessions<WorkflowV2Session>("steps").ReadAsync("go-1", cancellationToken: Cancelled))!;
        Assert.Equal(("flow-1", ""), (steps.WorkflowId, steps.WorkflowName));
        Assert.Equal("done", (string?)steps.Runs.Value!["run-1"]!["status"]);
    }

    [Fact]
    public async Task Go_sessions_are_listed_newest_first_and_an_empty_user_is_a_user()
    {
        ForeignFiles.CreateGo(_file);
        await using SqliteStorage storage = SqliteStorage.Open(_file);
        ISessionStore<AgentSession> store = storage.Sessions<AgentSession>("agents");

        Assert.Equal(["go-2", "go-1"], await store.ListIdsAsync(cancellationToken: Cancelled).ToListAsync(Cancelled));
        Assert.Equal(["go-2"], await store.ListIdsAsync(new() { UserId = "" }, Cancelled).ToListAsync(Cancelled));
        Assert.Equal(["go-1"], await store.ListIdsAsync(new() { EntityId = "agent-1" }, Cancelled).ToListAsync(Cancelled));
    }

    [Fact]
    public async Task Read_then_upsert_of_Go_sessions_changes_updated_at_only()
    {
        ForeignFiles.CreateGo(_file);
        var before = RawTable.Read(_file, "steps");
        await using (SqliteStorage storage = SqliteStorage.Open(_file))
        {
            ISessionStore<WorkflowV2Session> store = storage.Sessions<WorkflowV2Session>("steps");
            await store.CreateAsync(Cancelled);
            await store.UpsertAsync((await store.ReadAsync("go-1", cancellationToken: Cancelled))!, Cancelled);
        }
        var after = RawTable.Read(_file, "steps");
        Assert.NotEqual(before["go-1"]["updated_at"], after["go-1"]["updated_at"]);
        before["go-1"]["updated_at"] = after["go-1"]["updated_at"];
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task A_session_without_the_ids_that_Go_demands_is_refused_and_one_with_them_is_stored()
    {
        ForeignFiles.CreateGo(_file);
        await using SqliteStorage storage = SqliteStorage.Open(_file);
        ISessionStore<AgentSession> store = storage.Sessions<AgentSession>("agents");

        StorageException refused = await Assert.ThrowsAsync<StorageException>(
            () => store.UpsertAsync(new AgentSession { SessionId = "new" }, Cancelled).AsTask());
        Assert.Contains("agents", refused.Message);
        Assert.Contains("user_id", refused.Message);
        Assert.Null(await store.ReadAsync("new", cancellationToken: Cancelled));

        await store.UpsertAsync(new AgentSession { SessionId = "new", UserId = "", AgentId = "" }, Cancelled);
        Assert.NotNull(await store.ReadAsync("new", "", Cancelled));
    }

    [Fact]
    public async Task A_table_without_team_session_id_is_read_as_it_is()
    {
        ForeignFiles.CreateLegacyAgent(_file);
        await using SqliteStorage storage = SqliteStorage.OpenConnectionString($"Data Source={_file};Mode=ReadOnly");
        ISessionStore<AgentSession> store = storage.Sessions<AgentSession>();

        AgentSession session = (await store.ReadAsync("old-1", cancellationToken: Cancelled))!;

        Assert.Null(session.TeamSessionId);
        Assert.Equal("café", (string?)session.AgentData.Value!["name"]);
        Assert.Equal(["old-2", "old-1"], await store.ListAsync(cancellationToken: Cancelled).Select(s => s.SessionId).ToListAsync(Cancelled));
        Assert.Equal(["team_session_id"], (await store.CompareSchemaAsync(Cancelled))!.MissingColumns.Select(column => column.Name));
    }

    [Fact]
    public async Task CreateAsync_adds_team_session_id_and_keeps_every_value()
    {
        ForeignFiles.CreateLegacyAgent(_file);
        var before = RawTable.Read(_file, "agent_sessions");
        await using (SqliteStorage storage = SqliteStorage.Open(_file))
        {
            ISessionStore<AgentSession> store = storage.Sessions<AgentSession>();
            await store.CreateAsync(Cancelled);
            Assert.True((await store.CompareSchemaAsync(Cancelled))!.IsCompatible);
        }
        var after = RawTable.Read(_file, "agent_sessions");
        foreach (var row in before.Values)
            row.Add("team_session_id", "null ");
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task Columns_that_nobody_knows_keep_their_values_and_get_their_defaults()
    {
        ForeignFiles.CreateWithUnknownColumns(_file);
        var before = RawTable.Read(_file, "agent_sessions");
        await using (SqliteStorage storage = SqliteStorage.Open(_file))
        {
            ISessionStore<AgentSession> store = storage.Sessions<AgentSession>();
            Assert.Equal(["tenant", "odd \"name\""], (await store.CompareSchemaAsync(Cancelled))!.UnknownColumns);
            AgentSession session = (await store.ReadAsync("a", cancellationToken: Cancelled))!;
            session.Memory = new JsonObject { ["k"] = 2 };
            await store.UpsertAsync(session, Cancelled);
            await store.UpsertAsync(new AgentSession { SessionId = "b" }, Cancelled);
        }
        var after = RawTable.Read(_file, "agent_sessions");
        Assert.Equal(before["a"]["tenant"], after["a"]["tenant"]);
        Assert.Equal("blob 00FF", after["a"]["odd \"name\""]);
        Assert.Equal($"text {Convert.ToHexString("""{"k":2}"""u8)}", after["a"]["memory"]);
        Assert.Equal($"text {Convert.ToHexString("none"u8)}", after["b"]["tenant"]);
    }

    [Fact]
    public async Task Text_in_Utf16_is_read_found_and_written_back()
    {
        ForeignFiles.CreateUtf16(_file);
        var before = RawTable.Read(_file, "agent_sessions");
        await using (SqliteStorage storage = SqliteStorage.Open(_file))
        {
            ISessionStore<AgentSession> store = storage.Sessions<AgentSession>();
            AgentSession session = (await store.ReadAsync("сессия-😀", "ünal", Cancelled))!;
            Assert.Equal("日本語 😀", (string?)session.Memory.Value!["text"]);
            Assert.Equal(2.5, (double?)session.ExtraData.Value);
            await store.ImportAsync(session, Cancelled);
            Assert.Equal(["сессия-😀"], await store.ListIdsAsync(new() { UserId = "ünal" }, Cancelled).ToListAsync(Cancelled));
        }
        Assert.Equal(before, RawTable.Read(_file, "agent_sessions"));
    }

    [Fact]
    public async Task Session_ids_keep_their_nul_characters()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_file);
        ISessionStore<AgentSession> store = storage.Sessions<AgentSession>();
        await store.UpsertAsync(new AgentSession { SessionId = "a\0b" }, Cancelled);
        Assert.NotNull(await store.ReadAsync("a\0b", cancellationToken: Cancelled));
        Assert.Null(await store.ReadAsync("a", cancellationToken: Cancelled));
        Assert.Equal(Encoding.UTF8.GetBytes("a\0b"), Convert.FromHexString(RawTable.Scalar(_file, "SELECT hex(session_id) FROM agent_sessions")));
    }
}
