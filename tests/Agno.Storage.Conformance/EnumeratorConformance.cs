using System.Collections.Concurrent;
using System.Text.Json.Serialization;

namespace Agno.Storage.Conformance;

/// <summary>A record that calls what a test gives while it is read, in the middle of a step of its enumerator.</summary>
[SessionRecord(StorageMode.Agent, Table = "watched_sessions")]
public sealed partial class WatchedSession
{
    internal static readonly AsyncLocal<Action?> WhileReading = new();

    /// <summary>Set while a session is read.</summary>
    public string? Title
    {
        get;
        set
        {
            field = value;
            WhileReading.Value?.Invoke();
        }
    }

    /// <summary>Runs in a table of their own.</summary>
    [SessionRuns]
    public List<WatchedRun> Runs { get; set; } = [];
}

/// <summary>A run that does the same.</summary>
public sealed class WatchedRun
{
    /// <summary>The run's id.</summary>
    [JsonPropertyName("run_id")]
    public required string Id { get; init; }

    /// <summary>Set while a run is read.</summary>
    public string? Text
    {
        get;
        set
        {
            field = value;
            WatchedSession.WhileReading.Value?.Invoke();
        }
    }
}

/// <summary>Queries of it.</summary>
public static partial class WatchedQueries
{
    /// <summary>By title.</summary>
    [SessionQuery]
    public static partial IAsyncEnumerable<WatchedSession> Titled(this ISessionStore<WatchedSession> store, [SessionWhere(nameof(WatchedSession.Title))] string title);
}

/// <summary>What every engine does with enumerators that are used wrongly: exceptions, and nothing worse.</summary>
public abstract class EnumeratorConformance : ConformanceSuite
{
    private const int Items = 100;
    private const string InUse = "one thread at a time";

    /// <summary>The streams whose items call something while they are read.</summary>
    public static TheoryData<string> Watched => ["sessions", "query", "runs"];

    /// <summary>All streams.</summary>
    public static TheoryData<string> All => ["sessions", "query", "runs", "rows of runs", "ids"];

    [Theory]
    [MemberData(nameof(Watched))]
    public async Task WhoeverComesInTheMiddleOfAStepGetsAnExceptionAndTheStepItsItem(string stream)
    {
        await using IAsyncEnumerator<object> items = await BeginAsync(stream);
        int calls = 0;
        WatchedSession.WhileReading.Value = () =>
        {
            calls++;
            Misuse();
            Thread other = new(Misuse);
            other.Start();
            other.Join();
        };
        Assert.True(await items.MoveNextAsync());
        WatchedSession.WhileReading.Value = null;

        Assert.True(calls > 0);
        Assert.NotNull(items.Current);
        Assert.Equal(Items - 1, await CountAsync(items));

        void Misuse()
        {
            Assert.Contains(InUse, Assert.Throws<InvalidOperationException>(() => items.Current).Message);
            Assert.Contains(InUse, Assert.Throws<InvalidOperationException>(() => Wait(items.MoveNextAsync())).Message);
            Assert.Contains(InUse, Assert.Throws<InvalidOperationException>(() => Wait(items.DisposeAsync())).Message);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task TwoThreadsOnOneEnumeratorGetEachItemOnceOrAnException(string stream)
    {
        for (int round = 0; round < 20; round++)
        {
            await using IAsyncEnumerator<object> items = await BeginAsync(stream);
            using var together = new Barrier(2);
            var wrong = new ConcurrentQueue<Exception>();
            int steps = 0;
            Thread[] threads = [.. Enumerable.Range(0, 2).Select(_ => new Thread(Walk))];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());

            Assert.Empty(wrong);
            Assert.Equal(Items, steps + await CountAsync(items));

            void Walk()
            {
                together.SignalAndWait();
                try
                {
                    while (Wait(items.MoveNextAsync()))
                    {
                        Interlocked.Increment(ref steps);
                        GC.KeepAlive(items.Current);
                    }
                }
                catch (InvalidOperationException exception) when (exception.Message.Contains(InUse, StringComparison.Ordinal))
                {
                }
                catch (Exception exception)
                {
                    wrong.Enqueue(exception);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task AnEnumeratorThatWasDisposedSaysSo(string stream)
    {
        IAsyncEnumerator<object> items = await BeginAsync(stream);
        Assert.True(await items.MoveNextAsync());
        await items.DisposeAsync();
        await items.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await items.MoveNextAsync());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task AnEnumeratorThatCameToItsEndStaysThere(string stream)
    {
        await using IAsyncEnumerator<object> items = await BeginAsync(stream);
        Assert.Equal(Items, await CountAsync(items));
        Assert.False(await items.MoveNextAsync());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task EachEnumerationOfAStreamBeginsAnew(string stream)
    {
        IAsyncEnumerable<object> items = await OpenAsync(stream);
        await using IAsyncEnumerator<object> slow = items.GetAsyncEnumerator(Token);
        Assert.True(await slow.MoveNextAsync());
        Assert.Equal(Items, await items.CountAsync(Token));
        Assert.Equal(Items, await items.CountAsync(Token));
        Assert.Equal(Items - 1, await CountAsync(slow));
    }

    private static T Wait<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    private static void Wait(ValueTask task) => task.AsTask().GetAwaiter().GetResult();

    private static async Task<int> CountAsync(IAsyncEnumerator<object> items)
    {
        int count = 0;
        while (await items.MoveNextAsync())
            count++;
        return count;
    }

    private async Task<IAsyncEnumerator<object>> BeginAsync(string stream) => (await OpenAsync(stream)).GetAsyncEnumerator(Token);

    private async Task<IAsyncEnumerable<object>> OpenAsync(string stream)
    {
        ISessionStore<WatchedSession> store = Host.Sessions<WatchedSession>();
        var sessions = Enumerable.Range(0, Items).Select(i => new WatchedSession { SessionId = $"s{i}", Title = "title" }).ToList();
        sessions[0].Runs = [.. Enumerable.Range(0, Items).Select(i => new WatchedRun { Id = $"r{i}", Text = "text" })];
        await store.UpsertManyAsync(sessions.ToAsyncEnumerable(), cancellationToken: Token);
        return stream switch
        {
            "sessions" => store.ListAsync(cancellationToken: Token),
            "query" => store.Titled("title"),
            "ids" => store.ListIdsAsync(cancellationToken: Token),
            "runs" => store.ReadRunsAsync<WatchedRun>("s0", cancellationToken: Token),
            _ => store.ReadRunsAsync<RunRow>("s0", cancellationToken: Token),
        };
    }
}
