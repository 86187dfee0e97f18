using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>Writes that wait for others. An open transaction holds the lane, so that what comes behind it surely waits.</summary>
public sealed class WriteLaneTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _path;
    private SqliteStorage _storage;

    public WriteLaneTests()
    {
        _path = _directory.PathOf("lane.db");
        _storage = SqliteStorage.Open(_path, new() { MaxPendingWrites = 4 });
        _storage.Sessions<StrictSession>().Create();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SqliteSessionStore<StrictSession> Sessions => _storage.Sessions<StrictSession>();

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task WritesThatWaitedAreDone()
    {
        SqliteStorageTransaction transaction = _storage.Begin();
        Task<StrictSession>[] writes = [.. Enumerable.Range(0, 20).Select(i => Sessions.UpsertAsync(new() { SessionId = $"{i}" }, Token).AsTask())];
        Assert.DoesNotContain(writes, write => write.IsCompleted);
        transaction.Commit();

        await Task.WhenAll(writes);
        Assert.Equal(20, Sessions.Count());
    }

    [Fact]
    public async Task OneThatFailsFailsAlone()
    {
        // A rule of the table's, which one of the sessions breaks.
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TRIGGER no_nine BEFORE INSERT ON strict_sessions WHEN new.level = 9 BEGIN SELECT RAISE(ABORT, 'nine is refused'); END";
            command.ExecuteNonQuery();
        }
        SqliteStorageTransaction transaction = _storage.Begin();
        Task<StrictSession>[] writes = [.. Enumerable.Range(8, 3).Select(i => Sessions.UpsertAsync(new() { SessionId = $"{i}", Level = (byte)i }, Token).AsTask())];
        transaction.Commit();

        await writes[0];
        var exception = await Assert.ThrowsAsync<StorageException>(() => writes[1]);
        await writes[2];
        Assert.Equal(("9", "strict_sessions"), (exception.SessionId, exception.Table));
        Assert.Contains("nine is refused", exception.Message);
        Assert.Equal(["10", "8"], Sessions.ListIds().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ROLLBACK")]
    [InlineData("FAIL")]
    public async Task OneThatEndsTheTransactionDoesNotTakeTheOthersWithIt(string how)
    {
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"CREATE TRIGGER no_nine BEFORE INSERT ON strict_sessions WHEN new.level = 9 BEGIN SELECT RAISE({how}, 'nine is refused'); END";
            command.ExecuteNonQuery();
        }
        SqliteStorageTransaction transaction = _storage.Begin();
        Task<StrictSession>[] writes = [.. Enumerable.Range(8, 3).Select(i => Sessions.UpsertAsync(new() { SessionId = $"{i}", Level = (byte)i }, Token).AsTask())];
        transaction.Commit();

        await writes[0];
        await Assert.ThrowsAsync<StorageException>(() => writes[1]);
        await writes[2];
        Assert.Equal(["10", "8"], Sessions.ListIds().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task OneThatIsCancelledWhileItWaitsIsLeftOut()
    {
        using var source = new CancellationTokenSource();
        SqliteStorageTransaction transaction = _storage.Begin();
        Task<StrictSession> kept = Sessions.UpsertAsync(new() { SessionId = "kept" }, Token).AsTask();
        Task<StrictSession> left = Sessions.UpsertAsync(new() { SessionId = "left" }, source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        transaction.Commit();

        await kept;
        Assert.Equal(["kept"], Sessions.ListIds());
    }

    [Fact]
    public async Task OneThatWaitsForAPlaceCanBeCancelled()
    {
        using var source = new CancellationTokenSource();
        SqliteStorageTransaction transaction = _storage.Begin();
        Task<StrictSession>[] first = [.. Enumerable.Range(0, 4).Select(i => Sessions.UpsertAsync(new() { SessionId = $"{i}" }, Token).AsTask())];
        Task<StrictSession> fifth = Sessions.UpsertAsync(new() { SessionId = "fifth" }, source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fifth);
        transaction.Commit();

        await Task.WhenAll(first);
        Assert.Equal(4, Sessions.Count());
    }

    [Fact]
    public async Task SynchronousWritesWaitTheirTurnToo()
    {
        SqliteStorageTransaction transaction = _storage.Begin();
        using var started = new CountdownEvent(12);
        Task[] writes = [.. Enumerable.Range(0, 12).Select(i => Task.Factory.StartNew(() =>
        {
            started.Signal();
            Sessions.Upsert(new() { SessionId = $"{i}" });
        }, Token, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        started.Wait(Token);
        Assert.Equal(0, Sessions.Count());
        transaction.Commit();

        await Task.WhenAll(writes);
        Assert.Equal(12, Sessions.Count());
    }

    [Fact]
    public async Task DisposalFinishesWhatWasAccepted()
    {
        SqliteStorageTransaction transaction = _storage.Begin();
        transaction.Sessions<StrictSession>().Upsert(new() { SessionId = "undone" });
        Task<StrictSession>[] writes = [.. Enumerable.Range(0, 4).Select(i => Sessions.UpsertAsync(new() { SessionId = $"{i}" }, Token).AsTask())];
        SqliteSessionStore<StrictSession> store = Sessions;
        await _storage.DisposeAsync();

        await Task.WhenAll(writes);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.UpsertAsync(new() { SessionId = "late" }, Token));
        _storage = SqliteStorage.Open(_path);
        Assert.Equal(["0", "1", "2", "3"], Sessions.ListIds().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WritesOfATransactionThatWasLostDoNotStandByThemselves()
    {
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TRIGGER no_nine BEFORE INSERT ON strict_sessions WHEN new.level = 9 BEGIN SELECT RAISE(ROLLBACK, 'nine is refused'); END";
            command.ExecuteNonQuery();
        }
        for (int round = 0; round < 50; round++)
        {
            using SqliteStorageTransaction transaction = _storage.Begin();
            SqliteSessionStore<StrictSession> store = transaction.Sessions<StrictSession>();
            store.Upsert(new() { SessionId = "first" });
            // From several threads, so that some wait for others, and are taken up together with the one that ends it all.
            Task[] writes = [.. Enumerable.Range(0, 8).Select(i => Task.Run(async () => await store.UpsertAsync(new() { SessionId = $"{i}", Level = (byte)(i == 4 ? 9 : 1) }, Token), Token))];
            await Assert.ThrowsAnyAsync<StorageException>(() => Task.WhenAll(writes));
            Assert.Throws<StorageException>(transaction.Commit);
            Assert.Empty(Sessions.ListIds());
        }
    }

    [Fact]
    public async Task ChangesOfTheTableWaitTheirTurnAndCanBeCancelled()
    {
        await _storage.DisposeAsync();
        _storage = SqliteStorage.Open(_path);
        SqliteStorageTransaction transaction = _storage.Begin();
        foreach (Func<CancellationToken, ValueTask> change in (Func<CancellationToken, ValueTask>[])
        [
            // The first write to a table looks whether it must be upgraded.
            async token => await Sessions.UpdateAsync("s", session => session, cancellationToken: token),
            Sessions.CreateAsync,
            Sessions.UpgradeSchemaAsync,
            Sessions.DropAsync,
        ])
        {
            using var source = new CancellationTokenSource();
            // Each gives its thread back while it waits.
            Task waiting = change(source.Token).AsTask();
            Assert.False(waiting.IsCompleted);
            Task kept = change(Token).AsTask();
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
            transaction.Commit();
            await kept;
            transaction = _storage.Begin();
        }
        transaction.Dispose();
    }

    [Fact]
    public async Task AStorageCanBeClosedWhileTransactionsBegin()
    {
        for (int round = 0; round < 200; round++)
        {
            string path = _directory.PathOf($"closing-{round}.db");
            SqliteStorage storage = SqliteStorage.Open(path, new() { Synchronous = SqliteSynchronous.Normal });
            SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
            store.Create();
            using var barrier = new Barrier(4);
            Task<bool>[] writes = [.. Enumerable.Range(0, 3).Select(i => Task.Factory.StartNew(
                () =>
                {
                    barrier.SignalAndWait(Token);
                    try
                    {
                        if (i == 0)
                        {
                            using SqliteStorageTransaction transaction = storage.Begin();
                            transaction.Sessions<StrictSession>().Upsert(new() { SessionId = "0" });
                            transaction.Commit();
                        }
                        else
                        {
                            store.Upsert(new() { SessionId = $"{i}" });
                        }
                        return true;
                    }
                    catch (ObjectDisposedException)
                    {
                        return false;
                    }
                }, Token, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
            barrier.SignalAndWait(Token);
            await storage.DisposeAsync();
            bool[] stored = await Task.WhenAll(writes);

            using var again = SqliteStorage.Open(path);
            Assert.Equal(Enumerable.Range(0, 3).Where(i => stored[i]).Select(i => $"{i}"), again.Sessions<StrictSession>().ListIds().Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task ABusyDatabaseIsSaidSo()
    {
        await _storage.DisposeAsync();
        _storage = SqliteStorage.Open(_path, new() { BusyTimeout = TimeSpan.Zero });
        Sessions.Upsert(new() { SessionId = "before" });
        using var other = SqliteStorage.Open(_path);
        using (SqliteStorageTransaction transaction = other.Begin())
        {
            var busy = await Assert.ThrowsAsync<StorageBusyException>(async () => await Sessions.UpsertAsync(new() { SessionId = "s" }, Token));
            Assert.Equal("s", busy.SessionId);
            Assert.Contains("BusyTimeout", busy.Message);
            Assert.Throws<StorageBusyException>(() => _storage.Begin());
        }
        Sessions.Upsert(new() { SessionId = "s" });
    }

    [Fact]
    public void TheRoomForWaitingWritesIsChecked() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SqliteStorageOptions { MaxPendingWrites = 0 });
}
