using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>
/// Locks that are met late. In a file with a rollback journal a reader keeps a writer from committing; on a connection that reads and writes, a list keeps it from seeing what
/// another one wrote.
/// </summary>
public sealed class BusyTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SqliteConnection _connection;
    private readonly SqliteConnection _other;

    public BusyTests()
    {
        string text = $"Data Source={_directory.PathOf("busy.db")};Pooling=False";
        _connection = new(text);
        _other = new(text);
        _connection.Open();
        _other.Open();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _connection.Dispose();
        _other.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task ACommitThatCannotBeMadeWithinTheTimeoutIsSaidSoAndStoresNothing()
    {
        using SqliteStorage storage = Open(TimeSpan.FromMilliseconds(20));
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        store.Upsert(new() { SessionId = "before" });
        using (SqliteDataReader reader = Read())
        {
            await Assert.ThrowsAsync<StorageBusyException>(async () => await store.UpsertAsync(new() { SessionId = "alone" }, Token));
            using (SqliteStorageTransaction transaction = storage.Begin())
            {
                transaction.Sessions<StrictSession>().Upsert(new() { SessionId = "in a transaction" });
                Assert.Throws<StorageBusyException>(transaction.Commit);
            }

            SqliteStorageTransaction first = storage.Begin();
            Task<StrictSession>[] group = [.. Enumerable.Range(0, 4).Select(i => store.UpsertAsync(new() { SessionId = $"{i}" }, Token).AsTask())];
            first.Dispose();
            foreach (Task<StrictSession> write in group)
                await Assert.ThrowsAsync<StorageBusyException>(() => write);
        }
        Assert.Equal(["before"], store.ListIds());
        store.Upsert(new() { SessionId = "after" });
        Assert.Equal(2, store.Count());
    }

    [Fact]
    public async Task ACommitWaitsForAReaderWithinTheTimeout()
    {
        using SqliteStorage storage = Open(TimeSpan.FromMinutes(2));
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        store.Upsert(new() { SessionId = "before" });
        SqliteDataReader reader = Read();
        Task write = Task.Run(() => store.Upsert(new() { SessionId = "s" }), Token);
        Assert.False(write.IsCompleted);
        reader.Dispose();
        await write;
        Assert.Equal(2, store.Count());
    }

    [Fact]
    public void ACallersConnectionGetsItsTimeoutBack()
    {
        _connection.Execute("PRAGMA busy_timeout = 1234");
        using (Open(TimeSpan.FromSeconds(7)))
            Assert.Equal(7000L, _connection.Scalar("PRAGMA busy_timeout"));
        Assert.Equal(1234L, _connection.Scalar("PRAGMA busy_timeout"));
    }

    [Fact]
    public void AListThatIsStillReadSaysWhatToDoAboutIt()
    {
        _connection.Execute("PRAGMA journal_mode = WAL");
        using SqliteStorage storage = Open(TimeSpan.Zero);
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        store.Upsert(new() { SessionId = "a" });
        store.Upsert(new() { SessionId = "b" });
        using (IEnumerator<StrictSession> list = store.List().GetEnumerator())
        {
            Assert.True(list.MoveNext());
            _other.Execute("UPDATE strict_sessions SET label = 'changed'");
            Assert.Contains("end the list", Assert.Throws<StorageBusyException>(() => store.Upsert(new() { SessionId = "c" })).Message);
        }
        store.Upsert(new() { SessionId = "c" });
        Assert.Equal(3, store.Count());
    }

    private SqliteStorage Open(TimeSpan timeout) => SqliteStorage.OpenConnection(_connection, new() { BusyTimeout = timeout });

    private SqliteDataReader Read()
    {
        SqliteCommand command = _other.CreateCommand();
        command.CommandText = "SELECT session_id FROM strict_sessions";
        SqliteDataReader reader = command.ExecuteReader();
        Assert.True(reader.Read());
        return reader;
    }
}
