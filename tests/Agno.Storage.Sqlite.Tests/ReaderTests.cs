using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>How many connections read a file: as many as are needed, up to a bound, and soon no more than that again.</summary>
public sealed class ReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddDays(20_000));
    private readonly string _path;

    public ReaderTests() => _path = _directory.PathOf("readers.db");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void ReadersThatNobodyUsesAreClosedAndThoseInUseGoOn()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists the files that a process has open.");
        using SqliteStorage storage = Open(new() { TimeProvider = _time });
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        IEnumerator<StrictSession>[] lists = [.. Enumerable.Range(0, 30).Select(_ => Begin(store))];
        Assert.Equal(31, Handles());

        foreach (IEnumerator<StrictSession> list in lists[2..])
            list.Dispose();
        for (int i = 0; i < 3; i++)
            _time.Advance(TimeSpan.FromSeconds(1));

        // The writer, the two that are read, and the one that was used last.
        Assert.Equal(4, Handles());
        Assert.All(lists[..2], list => Assert.True(list.MoveNext()));
        Assert.Equal(3, store.Count());
        foreach (IEnumerator<StrictSession> list in lists[..2])
            list.Dispose();
        for (int i = 0; i < 3; i++)
            _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, Handles());

        // SQLite keeps the file's own handle of a connection that was closed, and uses it for the next one.
        int kept = Handles(of: "");
        lists = [.. Enumerable.Range(0, 30).Select(_ => Begin(store))];
        Assert.Equal(kept, Handles(of: ""));
        foreach (IEnumerator<StrictSession> list in lists)
            list.Dispose();
    }

    [Fact]
    public async Task WhoeverFindsAllInUseWaitsForOne()
    {
        using SqliteStorage storage = Open(new() { MaxReaders = 2, BusyTimeout = TimeSpan.FromMinutes(2) });
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        IEnumerator<StrictSession> one = Begin(store), two = Begin(store);
        Task<StrictSession?>[] reads = [.. Enumerable.Range(0, 6).Select(i => Task.Run(async () => i % 2 == 0 ? store.Read("a") : await store.ReadAsync("a", cancellationToken: Token), Token))];
        Assert.DoesNotContain(reads, read => read.IsCompleted);

        one.Dispose();

        Assert.DoesNotContain(await Task.WhenAll(reads), session => session is null);
        Assert.True(two.MoveNext());
        two.Dispose();
    }

    [Fact]
    public async Task WhoeverWaitedTooLongLearnsWhatHoldsThem()
    {
        using SqliteStorage storage = Open(new() { MaxReaders = 1, BusyTimeout = TimeSpan.FromMilliseconds(20) });
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        using (IEnumerator<StrictSession> list = Begin(store))
        {
            foreach (Func<Task> read in (Func<Task>[])
            [
                () => Task.Run(() => store.Read("a"), Token),
                () => store.ReadAsync("a", cancellationToken: Token).AsTask(),
                () => Task.Run(() => store.List().Count(), Token),
                async () => await store.ListAsync(cancellationToken: Token).CountAsync(Token),
                () => Task.Run(() => store.Count(), Token),
                async () => await store.CountAsync(cancellationToken: Token),
                async () => await store.ExistsAsync(Token),
                async () => await store.UpdateAsync("a", session => session, cancellationToken: Token),
            ])
            {
                string message = (await Assert.ThrowsAsync<StorageBusyException>(read)).Message;
                Assert.Contains("list, query or stream that is being read", message);
                Assert.Contains("MaxReaders", message);
            }
            Assert.True(list.MoveNext());
        }
        Assert.NotNull(store.Read("a"));
    }

    [Fact]
    public async Task TheWaitForOneCanBeCancelled()
    {
        using SqliteStorage storage = Open(new() { MaxReaders = 1, BusyTimeout = TimeSpan.FromMinutes(2) });
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        using var source = new CancellationTokenSource();
        using (Begin(store))
        {
            Task<StrictSession?> read = store.ReadAsync("a", cancellationToken: source.Token).AsTask();
            Assert.False(read.IsCompleted);
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        }
        Assert.NotNull(store.Read("a"));
    }

    [Fact]
    public async Task ClosingTheStorageEndsTheWait()
    {
        SqliteStorage storage = Open(new() { MaxReaders = 1, BusyTimeout = TimeSpan.FromMinutes(2) });
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        IEnumerator<StrictSession> list = Begin(store);
        Task<StrictSession?> read = store.ReadAsync("a", cancellationToken: Token).AsTask();

        await storage.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => read);
        list.Dispose();
    }

    [Fact]
    public async Task ManyThreadsShareFewReaders()
    {
        using SqliteStorage storage = Open(new() { MaxReaders = 2, BusyTimeout = TimeSpan.FromMinutes(2), TimeProvider = _time });
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();

        Task[] readers = [.. Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            for (int n = 0; n < 300; n++)
            {
                Assert.NotNull(i % 2 == 0 ? store.Read("a") : await store.ReadAsync("a", cancellationToken: Token));
                Assert.Equal(3, store.List().Count());
            }
        }, Token))];
        while (readers.Any(reader => !reader.IsCompleted))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await Task.WhenAll(readers);
    }

    [Fact]
    public void AListThatFailedGivesItsReaderBack()
    {
        using SqliteStorage storage = Open(new() { MaxReaders = 1, BusyTimeout = TimeSpan.Zero });
        using (var connection = new SqliteConnection($"Data Source={_path};Pooling=False"))
        {
            connection.Open();
            connection.Execute("CREATE TABLE hooked_sessions (something INTEGER)");
            connection.Execute("UPDATE strict_sessions SET level = 'no number' WHERE session_id = 'a'");
        }
        IEnumerator<HookedSession> failed = storage.Sessions<HookedSession>().List().GetEnumerator();

        Assert.Throws<SchemaException>(() => failed.MoveNext());

        // Nobody has disposed of the enumerator.
        Assert.Equal(["a", "b", "c"], storage.Sessions<StrictSession>().ListIds().Order(StringComparer.Ordinal));
        Assert.Throws<StorageException>(() => storage.Sessions<StrictSession>().Read("a"));
        Assert.NotNull(storage.Sessions<StrictSession>().Read("b"));
    }

    [Fact]
    public void AStreamThatOutlivesItsTransactionHoldsNothingUp()
    {
        using SqliteStorage storage = Open(new() { BusyTimeout = TimeSpan.Zero });
        using var other = SqliteStorage.Open(_path);
        IEnumerator<StrictSession> stream;
        using (SqliteStorageTransaction transaction = storage.Begin())
        {
            stream = transaction.Sessions<StrictSession>().List().GetEnumerator();
            Assert.True(stream.MoveNext());
            transaction.Commit();
        }
        other.Sessions<StrictSession>().Upsert(new() { SessionId = "d" });

        // With the stream's older snapshot on its connection, the storage could not write any more.
        storage.Sessions<StrictSession>().Upsert(new() { SessionId = "e" });
        Assert.Throws<ObjectDisposedException>(() => stream.MoveNext());
        stream.Dispose();
        Assert.Equal(5, storage.Sessions<StrictSession>().Count());
    }

    [Fact]
    public void TheBoundIsChecked() => Assert.Throws<ArgumentOutOfRangeException>(() => new SqliteStorageOptions { MaxReaders = 0 });

    private static IEnumerator<StrictSession> Begin(SqliteSessionStore<StrictSession> store)
    {
        IEnumerator<StrictSession> list = store.List().GetEnumerator();
        Assert.True(list.MoveNext());
        return list;
    }

    private SqliteStorage Open(SqliteStorageOptions options)
    {
        SqliteStorage storage = SqliteStorage.Open(_path, options);
        storage.Sessions<StrictSession>().UpsertMany([new() { SessionId = "a" }, new() { SessionId = "b" }, new() { SessionId = "c" }]);
        return storage;
    }

    // Each connection has a handle of the log.
    private int Handles(string of = "-wal") => Directory.GetFiles("/proc/self/fd").Count(handle => new FileInfo(handle).LinkTarget == _path + of);
}
