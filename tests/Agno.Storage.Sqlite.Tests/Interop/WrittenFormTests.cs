using System.Text.Json.Nodes;
using System.Text.Json;
using Agno.Storage.Records;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>What this library writes has the form that Python Agno 1.x reads: its columns, times in seconds, JSON as text.</summary>
public sealed class WrittenFormTests : IDisposable
{
    private static readonly string[] Common = ["session_id", "user_id", "memory", "session_data", "extra_data", "created_at", "updated_at"];

    private readonly TemporaryDirectory _scratch = new();
    private readonly string _file;

    public WrittenFormTests() => _file = _scratch.PathOf("written.db");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public Task Agent_tables_have_Pythons_columns() =>
        HasColumnsAsync<AgentSession>("agent_sessions", "agent_id", "agent_data", "team_session_id");

    [Fact]
    public Task Team_tables_have_Pythons_columns() =>
        HasColumnsAsync<TeamSession>("team_sessions", "team_id", "team_data", "team_session_id");

    [Fact]
    public Task Workflow_tables_have_Pythons_columns() =>
        HasColumnsAsync<WorkflowSession>("workflow_sessions", "workflow_id", "workflow_data");

    [Fact]
    public Task Step_workflow_tables_have_Pythons_columns() =>
        HasColumnsAsync<WorkflowV2Session>("workflow_v2_sessions", "workflow_id", "workflow_name", "workflow_data", "runs");

    [Fact]
    public async Task Values_are_stored_as_Python_stores_them()
    {
        await using (SqliteStorage storage = SqliteStorage.Open(_file))
        {
            ISessionStore<AgentSession> store = storage.Sessions<AgentSession>();
            await store.UpsertAsync(
                new AgentSession
                {
                    SessionId = "s",
                    UserId = "1e5",
                    CreatedAt = 1700000000,
                    Memory = new JsonObject { ["text"] = "日本 \"q\" \u0001", ["n"] = 1.5, ["list"] = new JsonArray(1, null, true) },
                    AgentData = JsonValue.Create(27),
                },
                Cancelled);
        }

        Dictionary<string, string> row = RawTable.Read(_file, "agent_sessions")["s"];
        Assert.Equal($"text {Convert.ToHexString("1e5"u8)}", row["user_id"]);
        Assert.Equal("integer", row["created_at"].Split(' ')[0]);
        Assert.Equal("integer", row["updated_at"].Split(' ')[0]);
        Assert.Equal("null ", row["session_data"]);
        Assert.Equal($"text {Convert.ToHexString("27"u8)}", row["agent_data"]);
        string memory = RawTable.Scalar(_file, "SELECT memory FROM agent_sessions");
        Assert.Equal("日本 \"q\" \u0001", JsonDocument.Parse(memory).RootElement.GetProperty("text").GetString());
        Assert.Equal("1700000000", RawTable.Scalar(_file, "SELECT created_at FROM agent_sessions"));
    }

    [Fact]
    public async Task Rows_that_another_program_inserts_without_times_get_them()
    {
        await using (SqliteStorage storage = SqliteStorage.Open(_file))
            await storage.Sessions<AgentSession>().CreateAsync(Cancelled);

        RawTable.Execute(_file, "INSERT INTO agent_sessions (session_id) VALUES ('bare')");

        Assert.Equal("integer integer", RawTable.Scalar(_file, "SELECT typeof(created_at) || ' ' || typeof(updated_at) FROM agent_sessions"));
    }

    private async Task HasColumnsAsync<TSession>(string table, params string[] ofMode)
        where TSession : class, ISessionRecord<TSession>
    {
        await using (SqliteStorage storage = SqliteStorage.Open(_file))
            await storage.Sessions<TSession>().CreateAsync(Cancelled);

        Assert.Equal(Common.Concat(ofMode).Order(StringComparer.Ordinal), RawTable.Columns(_file, table).Order(StringComparer.Ordinal));
        Assert.Equal("1", RawTable.Scalar(_file, $"SELECT count(*) FROM pragma_table_info('{table}') WHERE pk AND name = 'session_id'"));
    }
}
