using System.Text.Json.Nodes;
using Agno.Storage.Conformance;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>Forks in tables that have more than the record declares.</summary>
public sealed class ForkTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly SqliteStorage _storage;

    public ForkTests()
    {
        _connection.Open();
        _storage = SqliteStorage.OpenConnection(_connection);
    }

    private SqliteSessionStore<TurnSession> Turns => _storage.Sessions<TurnSession>();

    public void Dispose()
    {
        _storage.Dispose();
        _connection.Dispose();
    }

    [Theory]
    [InlineData(", length INTEGER GENERATED ALWAYS AS (length(session_id)) VIRTUAL", "")]
    [InlineData(", length INTEGER NOT NULL GENERATED ALWAYS AS (length(session_id)) STORED", "")]
    [InlineData(", length INTEGER AS (length(session_id)) STORED, id TEXT AS (session_id) UNIQUE", "")]
    [InlineData(", length INTEGER GENERATED ALWAYS AS (length(session_id)), note TEXT DEFAULT 'none'", "STRICT")]
    [InlineData(", length INTEGER GENERATED ALWAYS AS (length(session_id)), \"odd \"\"name\" TEXT", "WITHOUT ROWID")]
    [InlineData(", length INTEGER GENERATED ALWAYS AS (length(session_id)), slug TEXT UNIQUE", "")]
    public async Task ATableWithColumnsOfItsOwnIsForked(string columns, string options)
    {
        CreateTable(columns, options);
        Turns.Upsert(new() { SessionId = "s", Turns = [new("a", "first", null)] });
        if (columns.Contains("slug", StringComparison.Ordinal))
            _connection.Execute("UPDATE turn_sessions SET slug = 'of s alone'");

        Assert.Single(Turns.Fork("s")!.Turns);
        TurnSession fork = (await Turns.ForkAsync("s", cancellationToken: TestContext.Current.CancellationToken))!;

        Assert.Equal(36L, _connection.Scalar($"SELECT length FROM turn_sessions WHERE session_id = '{fork.SessionId}'"));
        Assert.Equal(3, Turns.Count());
    }

    [Fact]
    public void ColumnsThatTheRecordDoesNotDeclareComeAlong()
    {
        CreateTable(", note TEXT, amount REAL, data BLOB", "");
        Turns.Upsert(new() { SessionId = "s", UserId = "ada" });
        _connection.Execute("UPDATE turn_sessions SET note = 'kept', amount = 1.5, data = x'00ff'");

        TurnSession fork = Turns.Fork("s")!;

        Assert.Equal("ada", fork.UserId);
        Assert.Equal(1L, _connection.Scalar($"SELECT count(*) FROM turn_sessions WHERE session_id = '{fork.SessionId}' AND note = 'kept' AND amount = 1.5 AND data = x'00ff'"));
    }

    [Fact]
    public void AKeyOfTheTablesOwnIsGivenAnew()
    {
        string sql = TableSql().Replace("NOT NULL PRIMARY KEY", "NOT NULL UNIQUE", StringComparison.Ordinal);
        _connection.Execute($"DROP TABLE turn_sessions; {sql[..sql.LastIndexOf(')')]}, id INTEGER PRIMARY KEY AUTOINCREMENT)");
        Turns.Upsert(new() { SessionId = "s" });

        TurnSession fork = Turns.Fork("s")!;

        Assert.Equal(2L, _connection.Scalar($"SELECT id FROM turn_sessions WHERE session_id = '{fork.SessionId}'"));
    }

    [Fact]
    public void AgnosOwnTableMayHaveColumnsOfTheUsersOwn()
    {
        SqliteSessionStore<AgentSessionV3> store = _storage.Sessions<AgentSessionV3>();
        store.Upsert(new() { SessionId = "s", SessionData = new JsonObject { ["name"] = "chat" }, Runs = [new(new JsonObject { ["run_id"] = "a", ["agent_id"] = "x" })] });
        _connection.Execute("ALTER TABLE agno_sessions ADD COLUMN name TEXT GENERATED ALWAYS AS (json_extract(json_extract(session_data, '$'), '$.name')) VIRTUAL");

        AgentSessionV3 fork = store.Fork("s")!;

        Assert.Equal("chat", _connection.Scalar($"SELECT name FROM agno_sessions WHERE session_id = '{fork.SessionId}'"));
        Assert.Single(fork.Runs);
    }

    [Fact]
    public void TriggersRunForAForkAsForAnySession()
    {
        CreateTable(", note TEXT", "");
        Turns.Upsert(new() { SessionId = "s", Turns = [new("a", "first", null)] });
        _connection.Execute("CREATE TABLE log (session_id TEXT); CREATE TRIGGER logs AFTER INSERT ON turn_sessions BEGIN INSERT INTO log VALUES (new.session_id), ('and more'); END");

        TurnSession fork = Turns.Fork("s")!;

        Assert.Single(fork.Turns);
        Assert.Equal(fork.SessionId, _connection.Scalar("SELECT session_id FROM log"));
    }

    [Theory]
    [InlineData("RAISE(IGNORE)", "trigger")]
    [InlineData("RAISE(ABORT, 'no forks here')", "no forks here")]
    public void ATriggerThatRefusesAForkLeavesNothingOfIt(string refusal, string reason)
    {
        CreateTable("", "");
        Turns.Upsert(new() { SessionId = "s", Turns = [new("a", "first", null)] });
        _connection.Execute($"CREATE TRIGGER refuses BEFORE INSERT ON turn_sessions BEGIN SELECT {refusal}; END");

        var exception = Assert.ThrowsAny<StorageException>(() => Turns.Fork("s"));

        Assert.Contains(reason, exception.Message);
        Assert.Equal(("turn_sessions", "s"), (exception.Table, exception.SessionId));
        Assert.Equal(["s"], Turns.ListIds());
        Assert.Equal(1L, _connection.Scalar("SELECT count(*) FROM turn_sessions_runs"));
    }

    private string TableSql()
    {
        Turns.Create();
        return (string)_connection.Scalar("SELECT sql FROM sqlite_master WHERE name = 'turn_sessions'")!;
    }

    private void CreateTable(string columns, string options)
    {
        string sql = TableSql();
        _connection.Execute($"DROP TABLE turn_sessions; {sql[..sql.LastIndexOf(')')]}{columns}) {options}");
    }
}
