using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>What must not wait for a thread of the pool.</summary>
[Collection(typeof(AloneCollection))]
public sealed class StarvedPoolTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void ASnapshotIsLetGoWhileAllThreadsOfThePoolAreBusy()
    {
        string path = _directory.PathOf("starved.db");
        using SqliteStorage storage = SqliteStorage.Open(path);
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        store.Upsert(new() { SessionId = "s" });
        using var other = new SqliteConnection($"Data Source={path};Pooling=False");
        other.Open();
        other.Execute("PRAGMA busy_timeout = 0");

        bool wasStarved = Starved(() =>
        {
            for (int i = 0; i < 5; i++)
                Assert.NotNull(store.Read("s"));
            other.Execute("UPDATE strict_sessions SET label = 'new'");
            // Nobody reads or writes here any more: the term ends by itself, some time soon.
            Assert.True(SpinWait.SpinUntil(() => (long)other.Scalar("PRAGMA wal_checkpoint(TRUNCATE)")! == 0, TimeSpan.FromSeconds(30)));
        });
        Assert.True(wasStarved);
    }

    // Runs something while each thread of the pool waits; says whether the pool came to nothing else.
    private static bool Starved(Action action)
    {
        ThreadPool.GetMinThreads(out int min, out int minPorts);
        ThreadPool.GetMaxThreads(out int max, out int maxPorts);
        int threads = Math.Max(Environment.ProcessorCount, ThreadPool.ThreadCount) + 2;
        var end = new ManualResetEventSlim();
        int started = 0;
        bool cameToMore = false;
        try
        {
            Assert.True(ThreadPool.SetMaxThreads(threads, maxPorts) && ThreadPool.SetMinThreads(threads, minPorts));
            for (int i = 0; i < threads; i++)
            {
                ThreadPool.UnsafeQueueUserWorkItem(_ =>
                {
                    Interlocked.Increment(ref started);
                    end.Wait();
                }, null);
            }
            ThreadPool.UnsafeQueueUserWorkItem(_ => Volatile.Write(ref cameToMore, true), null);
            // The test itself may be on one of the threads.
            SpinWait.SpinUntil(() => Volatile.Read(ref started) >= threads - 1);
            action();
            return !Volatile.Read(ref cameToMore);
        }
        finally
        {
            end.Set();
            SpinWait.SpinUntil(() => Volatile.Read(ref cameToMore));
            ThreadPool.SetMaxThreads(max, maxPorts);
            ThreadPool.SetMinThreads(min, minPorts);
        }
    }
}
