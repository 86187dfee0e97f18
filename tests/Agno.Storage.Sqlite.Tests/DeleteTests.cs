using Agno.Storage.Conformance;
using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>What deletes leave where others write meanwhile, and where something in the database stops them.</summary>
public sealed partial class DeleteTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SettableClock _clock = new();
    private readonly SqliteStorage _storage;
    private readonly SqliteConnection _connection;

    public DeleteTests()
    {
        string path = _directory.PathOf("deleted.db");
        _storage = SqliteStorage.Open(path, new() { Synchronous = SqliteSynchronous.Normal, TimeProvider = _clock });
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _connection.Dispose();
        _storage.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task ASessionThatNoLongerMatchesOnceTheDeleteHasItsTurnStays()
    {
        SqliteSessionStore<TurnSession> sessions = _storage.Sessions<TurnSession>();
        foreach (string id in (string[])["moved", "gone", "kept"])
            sessions.Upsert(new() { SessionId = id, UserId = "ada", Turns = { new($"run of {id}", "c", null) } });

        ValueTask<long> deleted;
        await using (SqliteStorageTransaction transaction = await _storage.BeginAsync(Token))
        {
            // It has found all three, and waits for the transaction's end.
            deleted = sessions.DeleteManyAsync(new() { UserId = "ada" }, cancellationToken: Token);
            Assert.False(deleted.IsCompleted);
            transaction.Sessions<TurnSession>().Update("moved", session =>
            {
                session.UserId = "bob";
                return session;
            });
            transaction.Sessions<TurnSession>().Delete("gone");
            transaction.Commit();
        }

        Assert.Equal(1, await deleted);
        Assert.Equal(["moved"], sessions.ListIds());
        Assert.Equal(["run of moved"], sessions.ReadRuns<TurnRun>("moved").Select(run => run.Id));
    }

    [Fact]
    public async Task ADeleteThatIsCancelledKeepsTheBatchesThatAreDone()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        await using SqliteStorage storage = SqliteStorage.OpenConnection(connection);
        SqliteSessionStore<TurnSession> sessions = storage.Sessions<TurnSession>();
        for (int i = 0; i < 5; i++)
            sessions.Upsert(new() { SessionId = $"s{i}" });
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        connection.CreateFunction("cancel", () =>
        {
            cancelled.Cancel();
            return 0;
        });
        connection.Execute("CREATE TEMP TRIGGER in_a_batch AFTER DELETE ON turn_sessions BEGIN SELECT cancel(); END");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await sessions.DeleteManyAsync(new(), batchSize: 2, cancelled.Token));

        Assert.Equal(3, sessions.Count());
    }

    [Theory]
    [InlineData("Delete")]
    [InlineData("DeleteAsync")]
    [InlineData("DeleteMany")]
    [InlineData("DeclaredDelete")]
    public async Task ASessionAndItsRunsAreDeletedTogetherOrNotAtAll(string call)
    {
        SqliteSessionStore<TurnSession> sessions = _storage.Sessions<TurnSession>();
        sessions.Upsert(new() { SessionId = "s", UserId = "ada", Turns = { new("a", "c", null), new("b", "c", null) } });
        _connection.Execute("CREATE TRIGGER keep_runs BEFORE DELETE ON turn_sessions_runs WHEN OLD.run_id = 'b' BEGIN SELECT RAISE(ABORT, 'runs are kept'); END");

        await Assert.ThrowsAnyAsync<StorageException>(Delete);

        Assert.Equal(["a", "b"], sessions.Read("s")!.Turns.Select(run => run.Id));
        _connection.Execute("DROP TRIGGER keep_runs");
        await Delete();
        Assert.Equal(0L, _connection.Scalar("SELECT (SELECT count(*) FROM turn_sessions) + (SELECT count(*) FROM turn_sessions_runs)"));

        async Task Delete()
        {
            switch (call)
            {
                case "Delete":
                    sessions.Delete("s");
                    break;
                case "DeleteAsync":
                    await sessions.DeleteAsync("s", cancellationToken: Token);
                    break;
                case "DeleteMany":
                    await sessions.DeleteManyAsync(new() { UserId = "ada" }, cancellationToken: Token);
                    break;
                default:
                    await DeleteOfUser(sessions, "ada");
                    break;
            }
        }
    }

    [Theory]
    [InlineData(900, 200, 1000, 0)]
    [InlineData(900, 1000, 1000, 0)]
    [InlineData(900, 1101, 1000, 1)]
    [InlineData(0, 1000, 1000, 0)]
    [InlineData(0, 1001, 1000, 0)]
    [InlineData(0, 2000, 1000, 1)]
    [InlineData(999, 1, 0, 1)]
    public void NoSessionGoesBeforeItsAge(int storedAt, int later, int age, int expected)
    {
        SqliteSessionStore<AgentSession> sessions = _storage.Sessions<AgentSession>();
        _clock.Now = DateTimeOffset.FromUnixTimeMilliseconds(2_000_000 + storedAt);
        sessions.Upsert(new() { SessionId = "s" });
        _clock.Now = _clock.Now.AddMilliseconds(later);

        Assert.Equal(expected, sessions.DeleteOlderThan(TimeSpan.FromMilliseconds(age)));
    }

    [SessionDelete]
    private static partial ValueTask<long> DeleteOfUser(ISessionStore<TurnSession> sessions, string userId);

    private sealed class SettableClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
