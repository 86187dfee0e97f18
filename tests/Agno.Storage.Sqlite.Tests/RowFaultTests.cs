using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>Stored values that do not fit the record, and sessions that do not fit the table.</summary>
public sealed class RowFaultTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly SqliteStorage _storage;
    private readonly SqliteSessionStore<StrictSession> _store;

    public RowFaultTests()
    {
        _connection.Open();
        _storage = SqliteStorage.OpenConnection(_connection);
        _store = _storage.Sessions<StrictSession>();
        for (int i = 0; i < 3; i++)
            _store.Upsert(new() { SessionId = $"s{i}", CreatedAt = i, Level = 1, Plan = new() { Goal = "ship" } });
    }

    public void Dispose()
    {
        _storage.Dispose();
        _connection.Dispose();
    }

    [Theory]
    [InlineData("level = 300", "level", "300 is out of the range")]
    [InlineData("level = -1", "level", "-1 is out of the range")]
    [InlineData("level = 1.5", "level", "a real number, not an integer")]
    [InlineData("level = 'high'", "level", "text, not an integer")]
    [InlineData("token = 'no guid'", "token", "'no guid' is no GUID")]
    [InlineData("label = x'00ff'", "label", "a blob, not text")]
    [InlineData("label = CAST(x'ff' AS TEXT)", "label", "no valid UTF-8")]
    [InlineData("workflow_id = x'00'", "workflow_id", "a blob, not text")]
    [InlineData("created_at = 'yesterday'", "created_at", "text, not an integer")]
    public void AValueThatDoesNotFitNamesTableSessionAndColumn(string assignment, string column, string reason)
    {
        _connection.Execute($"UPDATE strict_sessions SET {assignment} WHERE session_id = 's1'");

        var exception = Assert.ThrowsAny<StorageException>(() => _store.Read("s1"));

        Assert.Equal(("strict_sessions", "s1", column), (exception.Table, exception.SessionId, exception.Column));
        Assert.Contains(reason, exception.Message);
        Assert.NotNull(_store.Read("s0"));
    }

    [Theory]
    [InlineData("{\"Goal\":", 8)]
    [InlineData("{\"Goal\":5}", 8)]
    [InlineData("{\"Goal\":\"x\",}", 12)]
    [InlineData("{\"Goal\":\"x\"} x", 13)]
    [InlineData("[]", 0)]
    public void MalformedJsonInAnEagerMemberNamesTheByte(string json, int offset)
    {
        _connection.Execute($"UPDATE strict_sessions SET plan = '{json}' WHERE session_id = 's1'");

        var exception = Assert.ThrowsAny<StorageException>(() => _store.Read("s1"));

        Assert.Equal(("strict_sessions", "s1", "plan", offset), (exception.Table, exception.SessionId, exception.Column, exception.ByteOffset));
        Assert.Contains($"byte {offset}", exception.Message);
    }

    [Fact]
    public void JsonThatLacksARequiredMemberSaysWhich()
    {
        _connection.Execute("UPDATE strict_sessions SET plan = '{}' WHERE session_id = 's1'");
        Assert.Contains("Goal", Assert.ThrowsAny<StorageException>(() => _store.Read("s1")).Message);
    }

    [Fact]
    public void JsonNestedDeeperThanTheLimitIsRefused()
    {
        string deep = string.Concat(Enumerable.Repeat("{\"Goal\":\"x\",\"Steps\":[", 300)) + string.Concat(Enumerable.Repeat("]}", 300));
        _connection.Execute($"UPDATE strict_sessions SET plan = '{deep}' WHERE session_id = 's1'");
        Assert.Contains("deeper than 512", Assert.ThrowsAny<StorageException>(() => _store.Read("s1")).Message);
    }

    [Fact]
    public void AGraphThatContainsItselfIsRefusedAndNothingIsStored()
    {
        var plan = new StrictPlan { Goal = "loop" };
        plan.Steps.Add(plan);

        var exception = Assert.Throws<ArgumentException>(() => _store.Upsert(new() { SessionId = "s1", Level = 9, Plan = plan }));

        Assert.Contains("contain itself", exception.Message);
        Assert.Contains("s1", exception.Message);
        Assert.Equal(1, _store.Read("s1")!.Level);
    }

    [Fact]
    public void ALoneSurrogateInAScalarIsRefused()
    {
        var exception = Assert.Throws<ArgumentException>(() => _store.Upsert(new() { SessionId = "s1", Label = "\udc00" }));
        Assert.Contains("lone surrogate", exception.Message);
        Assert.Null(_store.Read("s1")!.Label);
    }

    [Fact]
    public void ATableThatRequiresWhatTheSessionLacksRefusesItAndNamesTheColumn()
    {
        _connection.Execute("CREATE TABLE go_sessions (session_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, memory TEXT, session_data TEXT, extra_data TEXT, created_at INTEGER, updated_at INTEGER, agent_id TEXT NOT NULL, agent_data TEXT, team_session_id TEXT)");
        SqliteSessionStore<AgentSession> store = _storage.Sessions<AgentSession>("go_sessions");
        store.Upsert(new() { SessionId = "s", UserId = "ada", AgentId = "helper" });

        var exception = Assert.ThrowsAny<StorageException>(() => store.Upsert(new() { SessionId = "s", AgentId = "other" }));

        Assert.Equal(("go_sessions", "s", "user_id"), (exception.Table, exception.SessionId, exception.Column));
        Assert.Contains("NOT NULL", exception.Message);
        Assert.Equal("helper", store.Read("s")!.AgentId);
    }

    [Fact]
    public void OneBadRowOfAListFailsThereAndNotBefore()
    {
        _connection.Execute("UPDATE strict_sessions SET level = 300 WHERE session_id = 's1'");
        using IEnumerator<StrictSession> list = _store.List().GetEnumerator();
        Assert.True(list.MoveNext());
        Assert.Equal("s2", list.Current.SessionId);
        Assert.Equal("s1", Assert.ThrowsAny<StorageException>(() => list.MoveNext()).SessionId);
        Assert.Equal(3, _store.ListIds().Count());
    }
}
