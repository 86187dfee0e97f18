using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>
/// Readers keep their snapshot from one read to the next. Nobody may notice but by the time that it takes: not who reads, not who writes, and not who shortens the write-ahead log.
/// </summary>
public sealed class SnapshotTests : IDisposable
{
    private static readonly TimeSpan Term = TimeSpan.FromMilliseconds(20);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddDays(20_000));
    private readonly string _path;

    public SnapshotTests() => _path = _directory.PathOf("snapshots.db");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void WhatAnotherConnectionCommitsIsReadNext()
    {
        using SqliteStorage storage = Open();
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        store.Upsert(new() { SessionId = "s", Label = "0" });
        using SqliteConnection other = Connect();
        for (int i = 1; i <= 20; i++)
        {
            // Every number of reads between two commits, so that there are snapshots that are not kept, just kept, and kept for long.
            for (int read = 0; read < i % 5; read++)
                Assert.Equal($"{i - 1}", store.Read("s")?.Label);
            other.Execute($"UPDATE strict_sessions SET label = '{i}'");
            Assert.Equal($"{i}", store.Read("s")?.Label);
            Assert.Equal($"{i}", store.List().Single().Label);
        }
    }

    [Fact]
    public void WhatIsNotCommittedIsNotRead()
    {
        using SqliteStorage storage = Open();
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        store.Upsert(new() { SessionId = "s", Label = "old" });
        ReadUntilKept(store);
        using (SqliteStorageTransaction transaction = storage.Begin())
        {
            transaction.Sessions<StrictSession>().Upsert(new() { SessionId = "s", Label = "new" });
            Assert.Equal("old", store.Read("s")?.Label);
        }
        Assert.Equal("old", store.Read("s")?.Label);
    }

    [Fact]
    public void ASnapshotIsKeptUntilItsTermEnds()
    {
        using SqliteStorage storage = Open();
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        store.Upsert(new() { SessionId = "s", Label = "old" });
        ReadUntilKept(store);
        using SqliteConnection other = Connect();
        other.Execute("UPDATE strict_sessions SET label = 'new'");

        Assert.False(CanEmptyLog(other));
        _time.Advance(Term);
        Assert.True(CanEmptyLog(other));
        Assert.Equal("new", store.Read("s")?.Label);
    }

    [Fact]
    public void AReaderThatIsInUseWhenTheTermEndsLetsGoWhenItIsGivenBack()
    {
        using SqliteStorage storage = Open();
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        store.Upsert(new() { SessionId = "s", Label = "old" });
        ReadUntilKept(store);
        using SqliteConnection other = Connect();
        other.Execute("UPDATE strict_sessions SET label = 'new'");
        using (IEnumerator<StrictSession> list = store.List().GetEnumerator())
        {
            Assert.True(list.MoveNext());
            ReadUntilKept(store);
            Assert.False(CanEmptyLog(other));
            _time.Advance(Term);
            Assert.False(CanEmptyLog(other));
        }
        Assert.True(CanEmptyLog(other));
    }

    [Fact]
    public void SnapshotsAreKeptInTermAfterTerm()
    {
        using SqliteStorage storage = Open();
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        using SqliteConnection other = Connect();
        for (int term = 0; term < 3; term++)
        {
            store.Upsert(new() { SessionId = "s", Label = $"{term}" });
            ReadUntilKept(store);
            Assert.False(CanEmptyLog(other));
            _time.Advance(Term);
            Assert.True(CanEmptyLog(other));
        }
    }

    [Fact]
    public void ClosingTheStorageLetsGoOfSnapshots()
    {
        using SqliteConnection other = Connect();
        using (SqliteStorage storage = Open())
        {
            storage.Sessions<StrictSession>().Upsert(new() { SessionId = "s" });
            ReadUntilKept(storage.Sessions<StrictSession>());
            other.Execute("UPDATE strict_sessions SET label = 'new'");
        }
        Assert.True(CanEmptyLog(other));
        _time.Advance(Term);
    }

    [Fact]
    public void AFileWithoutALogIsReadAsEver()
    {
        using SqliteConnection other = Connect();
        using (SqliteStorage storage = Open())
            storage.Sessions<StrictSession>().Upsert(new() { SessionId = "s", Label = "0" });
        other.Execute("PRAGMA journal_mode = DELETE");

        using var readOnly = SqliteStorage.Open(_path, new() { ReadOnly = true });
        SqliteSessionStore<StrictSession> store = readOnly.Sessions<StrictSession>();
        for (int i = 1; i <= 3; i++)
        {
            ReadUntilKept(store);
            other.Execute($"UPDATE strict_sessions SET label = '{i}'");
            Assert.Equal($"{i}", store.Read("s")?.Label);
        }
        Assert.Equal(["snapshots.db"], Directory.GetFiles(_directory.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task NoReaderIsOpenedBecauseATermEnds()
    {
        using SqliteStorage storage = Open();
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        store.Upsert(new() { SessionId = "s" });
        int reads = 0;
        using var end = new CancellationTokenSource();
        Task[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(Read, Token))];
        while (Volatile.Read(ref reads) < 200_000)
            _time.Advance(Term);
        await end.CancelAsync();
        await Task.WhenAll(readers);

        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists the files that a process has open.");
        // The writer's and the two readers': each connection has a handle of the log. That of the file itself SQLite keeps for the next, where one is closed.
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Count(handle => TargetOf(handle) == _path + "-wal"), 1, 3);

        void Read()
        {
            for (; !end.IsCancellationRequested; Interlocked.Increment(ref reads))
                Assert.NotNull(store.Read("s"));
        }

        // Other tests close handles of theirs meanwhile.
        static string? TargetOf(string handle)
        {
            try
            {
                return File.ResolveLinkTarget(handle, returnFinalTarget: false)?.FullName;
            }
            catch (FileNotFoundException)
            {
                return null;
            }
        }
    }

    [Fact]
    public async Task WhoeverReadsAfterACommitReadsIt()
    {
        // Two readers, so that one keeps its snapshot while the other's commit is seen.
        using SqliteStorage storage = Open();
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        store.Upsert(new() { SessionId = "s", Label = "0" });
        int committed = 0;
        using var end = new CancellationTokenSource();
        Task<int>[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(Read, Token))];
        using (SqliteConnection other = Connect())
        {
            for (int i = 1; i <= 600; i++)
            {
                if (i % 2 == 0)
                    store.Upsert(new() { SessionId = "s", Label = $"{i}" });
                else
                    other.Execute($"UPDATE strict_sessions SET label = '{i}'");
                Volatile.Write(ref committed, i);
                if (i % 100 == 0)
                    _time.Advance(Term);
            }
        }
        await end.CancelAsync();
        Assert.All(await Task.WhenAll(readers), reads => Assert.NotEqual(0, reads));

        int Read()
        {
            int reads = 0;
            for (; !end.IsCancellationRequested; reads++)
            {
                int least = Volatile.Read(ref committed);
                Assert.InRange(int.Parse(store.Read("s")!.Label!), least, 600);
            }
            return reads;
        }
    }

    // The first read opens a reader, the second sees how far the log goes, the third keeps that.
    private static void ReadUntilKept(SqliteSessionStore<StrictSession> store)
    {
        for (int i = 0; i < 3; i++)
            Assert.NotNull(store.Read("s"));
    }

    private SqliteStorage Open() => SqliteStorage.Open(_path, new() { TimeProvider = _time });

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={_path};Pooling=False");
        connection.Open();
        return connection;
    }

    private static bool CanEmptyLog(SqliteConnection connection)
    {
        connection.Execute("PRAGMA busy_timeout = 0");
        return (long)connection.Scalar("PRAGMA wal_checkpoint(TRUNCATE)")! == 0;
    }
}
