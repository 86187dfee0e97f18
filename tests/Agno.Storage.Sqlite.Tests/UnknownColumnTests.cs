using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>What a session holds in columns that its record does not know.</summary>
public sealed class UnknownColumnTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly SqliteStorage _storage;

    public UnknownColumnTests()
    {
        _connection.Open();
        _storage = SqliteStorage.OpenConnection(_connection);
    }

    private SqliteSessionStore<AgentSessionV3> Store => _storage.Sessions<AgentSessionV3>();

    public void Dispose()
    {
        _storage.Dispose();
        _connection.Dispose();
    }

    [Fact]
    public async Task ColumnsOfTheSessionAndOfItsRunsAreNamedWhereTheyHoldAValue()
    {
        Store.Upsert(new() { SessionId = "s", UserId = "ada", Runs = { new JsonObject { ["run_id"] = "a" }, new JsonObject { ["run_id"] = "b" } } });
        Store.Upsert(new() { SessionId = "other", UserId = "ada" });
        Assert.Empty(Store.FindUnknownColumns("s"));
        _connection.Execute("""
            ALTER TABLE agno_sessions ADD COLUMN topic TEXT;
            ALTER TABLE agno_sessions ADD COLUMN "a ""b" TEXT;
            ALTER TABLE agno_sessions ADD COLUMN computed INTEGER AS (created_at + 1);
            ALTER TABLE agno_sessions ADD COLUMN runs JSON;
            ALTER TABLE agno_runs ADD COLUMN cost REAL;
            UPDATE agno_sessions SET "a ""b" = '', runs = '[]' WHERE session_id = 's';
            UPDATE agno_runs SET cost = 0 WHERE run_id = 'b';
            """);

        Assert.Equal(["agno_sessions a \"b", "agno_runs cost"], (await Store.FindUnknownColumnsAsync("s", TestContext.Current.CancellationToken)).Select(column => $"{column.Table} {column.Name}"));
        Assert.Empty(Store.FindUnknownColumns("other"));
        Assert.Empty(Store.FindUnknownColumns("none"));
        Assert.Equal(2, (await Store.ForUser("ada").FindUnknownColumnsAsync("s", TestContext.Current.CancellationToken)).Count);
        Assert.Empty(await Store.ForUser("bob").FindUnknownColumnsAsync("s", TestContext.Current.CancellationToken));
        Assert.Empty(_storage.Sessions<TeamSessionV3>().FindUnknownColumns("s"));
        Assert.Throws<ArgumentNullException>(() => Store.FindUnknownColumns(null!));
    }

    [Fact]
    public void ATableThatIsNotThereHasNone() => Assert.Empty(Store.FindUnknownColumns("s"));
}
