using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>How safely the connection that writes is opened, which it tells in a trigger.</summary>
public sealed class SynchronousTests
{
    [Theory]
    [InlineData(null, 2L, 1L)]
    [InlineData(SqliteSynchronous.Full, 2L, 1L)]
    [InlineData(SqliteSynchronous.Normal, 1L, 0L)]
    public void TheConnectionThatWritesIsOpenedAsTheOptionSays(SqliteSynchronous? option, long synchronous, long fullSync)
    {
        using var directory = new TemporaryDirectory();
        string path = directory.PathOf("agents.db");
        SqliteStorageOptions options = option is { } chosen ? new() { Synchronous = chosen } : new();
        using SqliteStorage storage = SqliteStorage.Open(path, options);
        storage.Sessions<AgentSession>().Create();
        using var other = new SqliteConnection($"Data Source={path};Pooling=False");
        other.Open();
        other.Execute("""
            CREATE TABLE told (call TEXT, synchronous INTEGER, fullfsync INTEGER);
            CREATE TRIGGER tells AFTER INSERT ON agent_sessions BEGIN
                INSERT INTO told SELECT new.session_id, s.synchronous, f.fullfsync FROM pragma_synchronous s, pragma_fullfsync f;
            END
            """);

        storage.Sessions<AgentSession>().Upsert(new() { SessionId = "alone" });
        storage.Sessions<AgentSession>().UpsertMany([new() { SessionId = "of many" }]);
        using (SqliteStorageTransaction transaction = storage.Begin())
        {
            transaction.Sessions<AgentSession>().Upsert(new() { SessionId = "in a transaction" });
            transaction.Commit();
        }

        Assert.Equal(3L, other.Scalar($"SELECT count(*) FROM told WHERE synchronous = {synchronous} AND fullfsync = {fullSync}"));
        Assert.Equal(3L, other.Scalar("SELECT count(*) FROM told"));
        Assert.Equal("wal", other.Scalar("PRAGMA journal_mode"));
    }
}
