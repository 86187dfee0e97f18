using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>Runs that Agno's own migration from 2 to 3 left in the sessions' rows: every call sees those that reading the session shows.</summary>
public sealed class SessionRowRunTests : IDisposable
{
    private const string First = """{"run_id": "r1", "agent_id": "a", "content": "secret"}""";
    private const string Second = """{"agent_id": "a",  "run_id": "r2", "n": 1.50, "content": "\u00e9"}""";
    private const string Third = """{"run_id": "r3", "parent_run_id": "r2", "content": "three"}""";

    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly SqliteStorage _storage;
    private readonly SqliteSessionStore<AgentSessionV3> _store;

    public SessionRowRunTests()
    {
        _connection.Open();
        using (SqliteStorage storage = SqliteStorage.OpenConnection(_connection))
        {
            SqliteSessionStore<AgentSessionV3> store = storage.Sessions<AgentSessionV3>("t");
            store.Upsert(new() { SessionId = "s", UserId = "ada", AgentId = "a" });
            store.Upsert(new() { SessionId = "other", AgentId = "a", Runs = [new(Run("own", "kept"))] });
        }
        _connection.Execute("ALTER TABLE t ADD COLUMN runs JSON");
        _storage = SqliteStorage.OpenConnection(_connection);
        _store = _storage.Sessions<AgentSessionV3>("t");
        SetList($"[{First}, {Second}, {Third}]");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _storage.Dispose();
        _connection.Dispose();
    }

    [Fact]
    public async Task StreamsGiveThemInTheOrderThatReadingGives()
    {
        _store.ImportRun("s", new("r2", new(Run("r2", "newer"))) { RunType = "agent", CreatedAt = 1, RunIndex = 0 });
        _store.AppendRun("s", (JsonNode)Run("r4", "four"));
        string[] expected = ["r1 secret", "r2 newer", "r3 three", "r4 four"];

        Assert.Equal(expected, _store.Read("s")!.Runs.Select(run => Describe(run.Value!)));
        Assert.Equal(expected, _store.ReadRuns<JsonNode>("s").Select(Describe));
        Assert.Equal(expected, await _store.ReadRunsAsync<JsonObject>("s", cancellationToken: Token).Select(run => Describe(run)).ToListAsync(Token));
        Assert.Equal([expected[1], expected[3]], _store.ReadRuns<RunRow>("s").Select(row => Describe(row.Data.Value!)));
        Assert.Equal(expected[1..3], _store.ReadRuns<JsonNode>("s", new() { After = "r1", Limit = 2 }).Select(Describe));
        Assert.Equal(expected[3..], _store.ReadRuns<JsonNode>("s", new() { After = "r3" }).Select(Describe));
        Assert.Equal(expected, _store.ForUser("ada").ReadRunsAsync<JsonNode>("s", cancellationToken: Token).ToBlockingEnumerable(Token).Select(Describe));
        Assert.Empty(_store.ReadRuns<JsonNode>("s", new() { UserId = "bob" }));
        Assert.Throws<ArgumentException>(() => _store.ReadRuns<JsonNode>("s", new() { After = "none" }).Count());
        Assert.Equal(["own kept"], _store.ReadRuns<JsonNode>("other").Select(Describe));
    }

    [Theory]
    [InlineData("r1", $"[{Second}, {Third}]")]
    [InlineData("r2", $"[{First}, {Third}]")]
    [InlineData("r3", $"[{First}, {Second}]")]
    public void ADeleteLeavesTheOthersByteForByte(string runId, string left)
    {
        long version = UpdatedAt();
        Assert.True(_store.DeleteRun("s", runId));
        Assert.Equal(left, List());
        Assert.True(UpdatedAt() > version);
        Assert.False(_store.DeleteRun("s", runId));

        foreach (int depth in (int[])[1, 2])
        {
            SetList(Nest($"[{First}, {Second}, {Third}]", depth));
            Assert.True(_store.DeleteRun("s", runId));
            Assert.Equal(Nest(left, depth), List());
        }
    }

    [Theory]
    [InlineData("[{\"run_id\":\"r1\"}]", "[]")]
    [InlineData(" [ {\"run_id\":\"r1\"} , 7,null , {\"run_id\":\"r1\",\"again\":true},{\"run_id\":\"x\"} ] ", " [ 7,null,{\"run_id\":\"x\"} ] ")]
    [InlineData("[{\"run_id\":\"a\"},{\"run_id\":\"r1\"},{\"run_id\":", "[{\"run_id\":\"a\"},{\"run_id\":")]
    [InlineData("[{\"run_id\":\"a\"}]", null)]
    [InlineData("{\"run_id\":\"r1\"}", null)]
    [InlineData("null", null)]
    [InlineData("", null)]
    public void ADeleteTakesListsOfAnyForm(string list, string? left)
    {
        SetList(list);
        Assert.Equal(left is not null, _store.DeleteRun("s", "r1"));
        Assert.Equal(left ?? list, List());
    }

    [Fact]
    public async Task ADeleteTakesARunFromBothPlacesInOneTransaction()
    {
        _store.ImportRun("s", new("r1", new(Run("r1", "newer"))) { RunType = "agent", CreatedAt = 1 });
        Assert.False(_store.DeleteRun("s", "r1", "bob"));
        Assert.False(await _store.ForUser("bob").DeleteRunAsync("s", "r1", cancellationToken: Token));
        await using (SqliteStorageTransaction transaction = await _storage.BeginAsync(Token))
            Assert.True(await transaction.Sessions<AgentSessionV3>("t").DeleteRunAsync("s", "r1", cancellationToken: Token));
        Assert.Equal(["r1", "r2", "r3"], Ids());

        Assert.True(await _store.ForUser("ada").DeleteRunAsync("s", "r1", cancellationToken: Token));

        Assert.Equal(["r2", "r3"], Ids());
        Assert.Equal($"[{Second}, {Third}]", List());
        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM t_runs WHERE run_id = 'r1'"));
    }

    [Fact]
    public void AnUpdateIsStoredAndCounts()
    {
        Assert.True(_store.UpdateRun("s", (JsonNode)Run("r2", "changed")));
        Assert.True(_store.UpdateRun("s", (JsonNode)Run("r2", "changed again")));
        Assert.False(_store.UpdateRun("s", (JsonNode)Run("none", "no")));
        Assert.False(_store.UpdateRun("other", (JsonNode)Run("r1", "no")));

        Assert.Equal(["r1 secret", "r2 changed again", "r3 three"], _store.Read("s")!.Runs.Select(run => Describe(run.Value!)));
        Assert.Equal($"[{First}, {Second}, {Third}]", List());
        Assert.Throws<SessionConflictException<AgentSessionV3>>(() => _store.AppendRun("s", (JsonNode)Run("r1", "again")));
        Assert.Throws<SessionConflictException<AgentSessionV3>>(() => _store.AppendRun("s", (JsonNode)Run("r2", "again")));
        Assert.Equal(["r1", "r2", "r3"], Ids());
    }

    [Fact]
    public void AnUpdateOfTheSessionMeetsADeletedRunAsDeleted()
    {
        bool isDeleted = false;
        _store.Update("s", session =>
        {
            if (!isDeleted)
                isDeleted = _store.DeleteRun("s", "r1");
            session.AgentId = "b";
            return session;
        });
        Assert.True(isDeleted);
        Assert.Equal(["r2", "r3"], Ids());
    }

    private static JsonObject Run(string id, string content) => new() { ["run_id"] = id, ["agent_id"] = "a", ["content"] = content };

    private static string Describe(JsonNode run) => $"{run["run_id"]} {run["content"]}";

    private static string Nest(string text, int depth) => depth == 0 ? text : Nest($"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"", depth - 1);

    private IEnumerable<string> Ids() => _store.Read("s")!.Runs.Select(run => $"{run.Value!["run_id"]}");

    private string? List() => _connection.Scalar("SELECT runs FROM t WHERE session_id = 's'") as string;

    private long UpdatedAt() => (long)_connection.Scalar("SELECT updated_at FROM t WHERE session_id = 's'")!;

    private void SetList(string list)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "UPDATE t SET runs = $list, updated_at = 1 WHERE session_id = 's'";
        command.Parameters.AddWithValue("$list", list);
        command.ExecuteNonQuery();
    }
}
