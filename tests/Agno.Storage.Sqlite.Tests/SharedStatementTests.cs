using Agno.Storage.Conformance;
using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>Statements of one text are prepared once for all stores of a connection: an error says what the call at hand did, and where.</summary>
public sealed class SharedStatementTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SqliteStorage _storage;
    private readonly SqliteConnection _other;

    public SharedStatementTests()
    {
        string path = _directory.PathOf("shared.db");
        _storage = SqliteStorage.Open(path, new() { BusyTimeout = TimeSpan.Zero });
        foreach (string table in (string[])["first", "second"])
        {
            _storage.Sessions<AgentSessionV3>(table).Create();
            _storage.Sessions<AgentSessionV3>(table).Upsert(new() { SessionId = "s" });
            _storage.Sessions<AgentSessionV3>(table).AppendRun("s", new System.Text.Json.Nodes.JsonObject { ["run_id"] = table });
        }
        _storage.Begin().Dispose();
        _other = new($"Data Source={path};Pooling=False");
        _other.Open();
        _other.Execute("BEGIN IMMEDIATE");
    }

    private SqliteSessionStore<AgentSessionV3> Store => _storage.Sessions<AgentSessionV3>("second");

    public void Dispose()
    {
        _other.Dispose();
        _storage.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void ABusyDatabaseIsSaidOfTheCallThatMetIt()
    {
        AssertSays("Beginning a transaction failed", () => _storage.Begin().Dispose());
        AssertSays("Deleting from table 'second' failed", () => Store.Delete("s"));
        AssertSays("Deleting from table 'second' failed", () => Store.DeleteRun("s", "second"));
        AssertSays("Deleting from table 'second' failed", () => Store.DeleteMany(new()));
        AssertSays("Writing to table 'second' failed", () => Store.Upsert(new() { SessionId = "s" }));
        AssertSays("Writing to table 'second' failed", () => Store.Fork("s"));
        AssertSays("Writing to table 'second' failed", () => Store.UpsertMany([new() { SessionId = "s" }]));
        AssertSays("Writing to table 'second' failed", () => Store.AppendRun("s", new System.Text.Json.Nodes.JsonObject { ["run_id"] = "r" }));
        AssertSays("Beginning a transaction failed", () => _storage.Begin().Dispose());
    }

    private static void AssertSays(string what, Action call) => Assert.Contains(what, Assert.Throws<StorageBusyException>(call).Message);
}
