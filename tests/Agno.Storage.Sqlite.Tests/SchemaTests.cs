using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>Tables that differ from the record.</summary>
public sealed class SchemaTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public SchemaTests() => _connection.Open();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void MissingColumnsAreListedReadAsNullAndAddedByTheFirstWrite()
    {
        _connection.Execute("CREATE TABLE strict_sessions (session_id TEXT PRIMARY KEY, user_id TEXT, memory TEXT, session_data TEXT, extra_data TEXT, created_at INTEGER, updated_at INTEGER, workflow_id TEXT, workflow_data TEXT, level INTEGER NOT NULL, note TEXT)");
        _connection.Execute("INSERT INTO strict_sessions (session_id, level, note, memory) VALUES ('s', 4, 'kept', '{\"a\": 1}')");
        using SqliteStorage storage = SqliteStorage.OpenConnection(_connection);
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();

        var diff = store.CompareSchema()!;
        Assert.Equal(["label", "token", "plan"], diff.MissingColumns.Select(column => column.Name));
        Assert.Equal(["note"], diff.UnknownColumns);
        Assert.False(diff.IsCompatible);
        Assert.Equal(4, store.Read("s")!.Level);
        Assert.Single(store.List(new() { Limit = 5 }));
        Assert.False(store.CompareSchema()!.IsCompatible);
        Assert.Null(store.GetSchemaVersion());

        store.Upsert(new() { SessionId = "s", Level = 5, Label = "new" });

        Assert.True(store.CompareSchema()!.IsCompatible);
        Assert.Equal("new", store.Read("s")!.Label);
        Assert.Equal("kept", _connection.Scalar("SELECT note FROM strict_sessions"));
        Assert.Equal("{\"a\": 1}", _connection.Scalar("SELECT memory FROM strict_sessions"));
        Assert.Equal(3, store.GetSchemaVersion());
        Assert.Equal("idx_strict_sessions_label", _connection.Scalar("SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE '%label'"));
    }

    [Fact]
    public void CreatingUpgradesATableThatExistsAndMakesItsIndexes()
    {
        _connection.Execute("CREATE TABLE strict_sessions (session_id TEXT PRIMARY KEY, level INTEGER NOT NULL, note TEXT)");
        using SqliteStorage storage = SqliteStorage.OpenConnection(_connection);
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();

        store.Create();

        Assert.True(store.CompareSchema()!.IsCompatible);
        Assert.Equal(["note"], store.CompareSchema()!.UnknownColumns);
        Assert.Equal("idx_strict_sessions_label", _connection.Scalar("SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE '%label'"));
    }

    [Fact]
    public void WithoutAutomaticUpgradeAWriteIsRefusedUntilItIsAskedFor()
    {
        _connection.Execute("CREATE TABLE agent_sessions (session_id TEXT PRIMARY KEY, user_id TEXT, memory TEXT, session_data TEXT, extra_data TEXT, created_at INTEGER, updated_at INTEGER, agent_id TEXT, agent_data TEXT)");
        using SqliteStorage storage = SqliteStorage.OpenConnection(_connection, new() { AutoUpgrade = false });
        SqliteSessionStore<AgentSession> store = storage.Sessions<AgentSession>();

        foreach (Action refused in (Action[])[store.Create, () => store.Upsert(new() { SessionId = "s" })])
        {
            var exception = Assert.Throws<SchemaException>(refused);
            Assert.Contains("team_session_id", exception.Message);
            Assert.Equal("team_session_id", Assert.Single(exception.Diff!.MissingColumns).Name);
        }
        Assert.Empty(store.ListIds());

        store.UpgradeSchema();
        store.Upsert(new() { SessionId = "s" });
        Assert.NotNull(store.Read("s"));
    }

    [Fact]
    public void WithoutAutomaticCreationAWriteNeedsTheTable()
    {
        using SqliteStorage storage = SqliteStorage.OpenConnection(_connection, new() { AutoCreate = false });
        SqliteSessionStore<AgentSession> store = storage.Sessions<AgentSession>();

        Assert.Contains("does not exist", Assert.ThrowsAny<StorageException>(() => store.Upsert(new() { SessionId = "s" })).Message);
        Assert.ThrowsAny<StorageException>(store.UpgradeSchema);
        Assert.False(store.Exists());
        store.Create();
        store.Upsert(new() { SessionId = "s" });
        Assert.NotNull(store.Read("s"));
    }

    [Theory]
    [InlineData("session_id TEXT, level INTEGER", "session_id is neither the primary key nor unique")]
    [InlineData("session_id TEXT PRIMARY KEY, level TEXT", "level is declared TEXT")]
    [InlineData("session_id TEXT PRIMARY KEY, level INTEGER, label INTEGER", "label is declared INTEGER")]
    [InlineData("session_id TEXT PRIMARY KEY, level INTEGER, owner TEXT NOT NULL", "owner is NOT NULL without a default")]
    public void ATableThatCannotHoldTheRecordIsRefusedAndNotTouched(string columns, string reason)
    {
        _connection.Execute($"CREATE TABLE strict_sessions ({columns})");
        object? before = _connection.Scalar("SELECT sql FROM sqlite_master");
        using SqliteStorage storage = SqliteStorage.OpenConnection(_connection);
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();

        foreach (Action refused in (Action[])[store.Create, store.UpgradeSchema, () => store.Upsert(new() { SessionId = "s" })])
            Assert.Contains(reason, Assert.Throws<SchemaException>(refused).Message);
        Assert.Equal(before, _connection.Scalar("SELECT sql FROM sqlite_master"));
    }

    [Fact]
    public void ARequiredColumnCannotBeAddedAndSaysWhatToDo()
    {
        _connection.Execute("CREATE TABLE strict_sessions (session_id TEXT PRIMARY KEY, created_at INTEGER)");
        using SqliteStorage storage = SqliteStorage.OpenConnection(_connection);
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();

        var exception = Assert.Throws<SchemaException>(store.Create);

        Assert.Contains("'level'", exception.Message);
        Assert.Contains("nullable", exception.Message);
        Assert.Equal(2L, _connection.Scalar("SELECT count(*) FROM pragma_table_info('strict_sessions')"));
        Assert.Throws<SchemaException>(() => store.Read("s"));
    }

    [Fact]
    public void ATableOfANewerVersionIsRefusedByNameAndNumber()
    {
        using SqliteStorage storage = SqliteStorage.OpenConnection(_connection);
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        store.Create();
        _connection.Execute("UPDATE agno_storage_versions SET version = 4");

        using SqliteStorage later = SqliteStorage.OpenConnection(_connection);
        SqliteSessionStore<StrictSession> refused = later.Sessions<StrictSession>();
        foreach (Action action in (Action[])[refused.Create, () => refused.Read("s"), () => refused.List().Count(), () => refused.Upsert(new() { SessionId = "s" }), () => refused.Delete("s"), () => refused.PlanUpgrade(), refused.UpgradeSchema])
        {
            var exception = Assert.Throws<SchemaException>(action);
            Assert.Contains("strict_sessions", exception.Message);
            Assert.Contains("version 4", exception.Message);
            Assert.Contains("version 3", exception.Message);
        }
    }

    [Fact]
    public void ATableThatAnotherConnectionDropsAndMakesAgainIsFound()
    {
        using SqliteStorage storage = SqliteStorage.OpenConnection(_connection);
        SqliteSessionStore<AgentSession> store = storage.Sessions<AgentSession>();
        store.Upsert(new() { SessionId = "s" });
        Assert.NotNull(store.Read("s"));

        _connection.Execute("DROP TABLE agent_sessions");
        Assert.Null(store.Read("s"));
        Assert.Empty(store.List());
        Assert.False(store.Delete("s"));

        store.Upsert(new() { SessionId = "t" });
        Assert.Equal(["t"], store.ListIds());

        _connection.Execute("DROP TABLE agent_sessions");
        store.Upsert(new() { SessionId = "u" });
        Assert.Equal(["u"], store.ListIds());
    }

    [Fact]
    public void ListsOfAUserUseTheIndex()
    {
        using SqliteStorage storage = SqliteStorage.OpenConnection(_connection);
        storage.Sessions<AgentSession>().Create();
        string plan = Plan(
            "SELECT session_id FROM agent_sessions WHERE user_id = 'x' ORDER BY created_at DESC, session_id LIMIT 5");
        Assert.Contains("COVERING INDEX idx_agent_sessions_user_id", plan);
        Assert.DoesNotContain("TEMP B-TREE", plan);
    }

    private string Plan(string query)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + query;
        using SqliteDataReader reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
            lines.Add(reader.GetString(3));
        return string.Join("\n", lines);
    }
}
