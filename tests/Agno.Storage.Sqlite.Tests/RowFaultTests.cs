using Agno.Storage.Conformance;
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
    [InlineData("token = 'no guid'", "token", "'no guid' is not a GUID")]
    [InlineData("label = x'00ff'", "label", "a blob, not text")]
    [InlineData("label = CAST(x'ff' AS TEXT)", "label", "not valid UTF-8")]
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
    public void AnIdThatTheTableComparesWithoutRegardToCaseIsUpdated()
    {
        _connection.Execute("CREATE TABLE turn_sessions (session_id TEXT PRIMARY KEY COLLATE NOCASE, user_id TEXT, team_id TEXT, team_session_id TEXT, version INTEGER NOT NULL DEFAULT 1, created_at INTEGER, updated_at INTEGER, memory TEXT, session_data TEXT, extra_data TEXT, team_data TEXT)");
        SqliteSessionStore<TurnSession> store = _storage.Sessions<TurnSession>();
        store.Upsert(new() { SessionId = "Ticket-1", Turns = { new("a", "first", null) } });

        TurnSession? updated = store.Update("TICKET-1", session =>
        {
            session.Turns[0] = session.Turns[0] with { Content = "changed" };
            session.Turns.Add(new("b", "second", null));
            return session;
        });

        Assert.Equal(("Ticket-1", 2), (updated!.SessionId, updated.Version));
        Assert.Equal(["a changed", "b second"], store.Read("ticket-1")!.Turns.Select(run => $"{run.Id} {run.Content}"));
        Assert.Throws<InvalidOperationException>(() => store.Update("TICKET-1", session => session with { SessionId = "TICKET-1" }));
    }

    [Theory]
    [InlineData("INSERT", "new")]
    [InlineData("UPDATE", "s1")]
    public async Task AWriteThatATriggerIgnoresIsNamedAsThat(string operation, string id)
    {
        _connection.Execute($"CREATE TRIGGER ignoring BEFORE {operation} ON strict_sessions BEGIN SELECT RAISE(IGNORE); END");
        var writes = new List<Action> { () => _store.Upsert(Session()), () => _store.Import(Session()), () => _store.UpsertMany([Session()]) };
        if (operation == "INSERT")
            writes.Add(() => _store.Insert(Session()));
        else
            writes.AddRange([() => _store.Replace(Session()), () => _store.Update(id, session => session)]);

        foreach (Action write in writes)
        {
            var exception = Assert.Throws<StorageException>(write);
            Assert.Equal(("strict_sessions", id), (exception.Table, exception.SessionId));
            Assert.Contains("trigger", exception.Message);
        }
        var asynchronous = await Assert.ThrowsAsync<StorageException>(async () => await _store.UpsertAsync(Session(), TestContext.Current.CancellationToken));
        Assert.Contains("trigger", asynchronous.Message);

        SqliteSessionStore<AgentSessionV2> others = _storage.Sessions<AgentSessionV2>();
        others.Upsert(new() { SessionId = "s", UserId = "ada" });
        Assert.Throws<SessionOwnershipException>(() => others.Upsert(new() { SessionId = "s", UserId = "bob" }));
        _connection.Execute($"CREATE TRIGGER ignoring_too BEFORE {operation} ON {others.TableName} BEGIN SELECT RAISE(IGNORE); END");
        Assert.Contains("trigger", Assert.Throws<StorageException>(() => others.Upsert(new() { SessionId = operation == "INSERT" ? "new" : "s", UserId = "ada" })).Message);

        StrictSession Session() => new() { SessionId = id, Level = 2 };
    }

    [Fact]
    public void ATimeThatIsStoredAsNullStaysNull()
    {
        _connection.Execute("UPDATE strict_sessions SET created_at = NULL, updated_at = NULL");
        Assert.Null(_store.Upsert(new() { SessionId = "s1", Level = 2 }).CreatedAt);
        Assert.Null(_store.Replace(new() { SessionId = "s1", Level = 3, CreatedAt = 9 })!.CreatedAt);
        Assert.Equal((null, null), (_store.Update("s2", session => session, touch: false) is { } kept ? (kept.CreatedAt, kept.UpdatedAt) : default));
        Assert.Null(_store.Read("s1")!.CreatedAt);
        Assert.Equal(1L, _connection.Scalar("SELECT count(*) FROM strict_sessions WHERE created_at IS NULL AND updated_at IS NULL AND session_id = 's2'"));

        SqliteSessionStore<TimedSession> timed = _storage.Sessions<TimedSession>();
        timed.Import(new() { SessionId = "t" });
        Assert.Null(timed.Upsert(new() { SessionId = "t" }).CreatedAt);
    }

    [Fact]
    public void ATimeThatIsStoredAsNullLeavesAMemberThatCannotBeNullAsItIs()
    {
        _connection.Execute("CREATE TABLE second_sessions (session_id TEXT PRIMARY KEY, created_at INTEGER, updated_at INTEGER); INSERT INTO second_sessions (session_id) VALUES ('s')");
        SqliteSessionStore<SecondSession> sessions = _storage.Sessions<SecondSession>();

        Assert.Equal(9, sessions.Upsert(new() { SessionId = "s", CreatedAt = 9 }).CreatedAt);
        Assert.Equal(1L, _connection.Scalar("SELECT count(*) FROM second_sessions WHERE created_at IS NULL"));
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
