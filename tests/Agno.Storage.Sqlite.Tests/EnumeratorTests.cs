using Agno.Storage.Conformance;

namespace Agno.Storage.Sqlite.Tests;

public sealed class FileEnumeratorTests : EnumeratorConformance
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class MemoryEnumeratorTests : EnumeratorConformance
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}

/// <summary>Enumerators without tasks.</summary>
public sealed class EnumeratorTests : IDisposable
{
    private const int Items = 100;
    private readonly FileHost _host = new();
    private readonly SqliteSessionStore<WatchedSession> _store;

    public EnumeratorTests()
    {
        _store = _host.Storage.Sessions<WatchedSession>();
        _store.UpsertMany(Enumerable.Range(0, Items).Select(i => new WatchedSession { SessionId = $"s{i}", Title = "title", Runs = i > 0 ? [] : [.. Enumerable.Range(0, Items).Select(run => new WatchedRun { Id = $"r{run}" })] }));
    }

    public void Dispose() => _host.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Fact]
    public void TwoThreadsOnOneEnumeratorGetEachItemOnceOrAnException()
    {
        for (int round = 0; round < 20; round++)
        {
            Share(_store.List());
            Share(_store.ListIds());
            Share(_store.ReadRuns<WatchedRun>("s0"));
        }
    }

    [Fact]
    public void ADisposedEnumeratorSaysSoAndHasGivenItsReaderBack()
    {
        using (IEnumerator<WatchedSession> list = _store.List().GetEnumerator())
        {
            Assert.True(list.MoveNext());
            list.Dispose();
            Assert.Throws<ObjectDisposedException>(() => list.MoveNext());
        }
        Assert.Equal(Items, _store.List().Count());
        Assert.Equal(Items, _store.ReadRuns<WatchedRun>("s0").Count());
    }

    [Fact]
    public void AnEnumeratorMayBeDisposedOfWhileAnotherThreadReadsIt()
    {
        for (int round = 0; round < 50; round++)
        {
            IEnumerator<WatchedSession> list = _store.List().GetEnumerator();
            Assert.True(list.MoveNext());
            var reader = new Thread(() => Attempt(() => { while (list.MoveNext()) { } }));
            reader.Start();
            Attempt(list.Dispose);
            reader.Join();
            list.Dispose();
        }
        Assert.Equal(Items, _store.List().Count());
    }

    private static void Share<T>(IEnumerable<T> stream)
    {
        using IEnumerator<T> items = stream.GetEnumerator();
        using var together = new Barrier(2);
        int steps = 0;
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(_ => new Thread(() => Attempt(() =>
        {
            together.SignalAndWait();
            while (items.MoveNext())
                Interlocked.Increment(ref steps);
        })))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        while (items.MoveNext())
            steps++;
        Assert.Equal(Items, steps);
    }

    // An exception of another kind ends the process, and so fails the test.
    private static void Attempt(Action misuse)
    {
        try
        {
            misuse();
        }
        catch (InvalidOperationException)
        {
        }
    }
}
