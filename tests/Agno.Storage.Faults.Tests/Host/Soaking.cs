using System.Diagnostics;
using Agno.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Faults.Host;

/// <summary>
/// A mixed load for a long time: readers without a pause, writers of every kind. Prints a line of figures now and then, and fails where memory or handles grow, or the
/// write-ahead log does.
/// </summary>
internal static class Soaking
{
    private const int Sessions = 2_000;
    private const long LongestLog = 64 << 20;

    private static long _reads;
    private static long _writes;

    public static async Task<int> RunAsync(TimeSpan duration, string path)
    {
        await using (var storage = SqliteStorage.Open(path))
        {
            SqliteSessionStore<TrialSession> store = storage.Sessions<TrialSession>();
            await store.UpsertManyAsync(Enumerable.Range(0, Sessions).Select(i => Session(i, 0)).ToAsyncEnumerable());
            using var end = new CancellationTokenSource(duration);
            Task<bool> watch = WatchAsync(path, duration, end.Token);
            await Task.WhenAll(
            [
                .. Enumerable.Range(0, 4).Select(reader => Task.Run(() => ReadAsync(store, new Random(reader), end.Token))),
                .. Enumerable.Range(10, 3).Select(writer => Task.Run(() => WriteAsync(storage, new Random(writer), end.Token))),
            ]);
            if (!await watch)
                return 1;
        }
        return Check(path);
    }

    // Each list overlaps the next, so that at no time nobody reads.
    private static async Task ReadAsync(SqliteSessionStore<TrialSession> store, Random random, CancellationToken end)
    {
        IAsyncEnumerator<TrialSession>? list = null;
        while (!end.IsCancellationRequested)
        {
            // Reads complete at once: writers that waited for the lane would not get a thread back.
            await Task.Yield();
            IAsyncEnumerator<TrialSession> next = store.ListAsync(new() { UserId = $"user-{random.Next(20)}", Limit = 20 }).GetAsyncEnumerator();
            await next.MoveNextAsync();
            if (list is not null)
                await list.DisposeAsync();
            list = next;
            while (await list.MoveNextAsync())
                Interlocked.Increment(ref _reads);
            for (int i = 0; i < 20; i++, Interlocked.Increment(ref _reads))
                await store.ReadAsync($"session-{random.Next(Sessions)}");
            await store.ForUser($"user-{random.Next(20)}").CountAsync();
        }
        if (list is not null)
            await list.DisposeAsync();
    }

    private static async Task WriteAsync(SqliteStorage storage, Random random, CancellationToken end)
    {
        SqliteSessionStore<TrialSession> store = storage.Sessions<TrialSession>();
        for (long sequence = 1; !end.IsCancellationRequested; sequence++, Interlocked.Increment(ref _writes))
        {
            int i = random.Next(Sessions);
            switch (random.Next(100))
            {
                case < 60:
                    await store.UpsertAsync(Session(i, sequence), CancellationToken.None);
                    break;
                case < 80:
                    await store.UpdateAsync($"session-{i}", session => Session(i, session.Sequence + 1), cancellationToken: CancellationToken.None);
                    break;
                case < 88:
                    await store.DeleteAsync($"session-{i}", cancellationToken: CancellationToken.None);
                    break;
                case < 96:
                    await using (SqliteStorageTransaction transaction = await storage.BeginAsync(CancellationToken.None))
                    {
                        await transaction.Sessions<TrialSession>().UpsertAsync(Session(i, sequence), CancellationToken.None);
                        await transaction.Sessions<TrialSession>().UpsertAsync(Session((i + 1) % Sessions, sequence), CancellationToken.None);
                        if (random.Next(2) == 0)
                            await transaction.CommitAsync(CancellationToken.None);
                    }
                    break;
                case < 98:
                    await CancelledAsync(store, Session(i, sequence));
                    break;
                default:
                    await store.UpsertManyAsync(Enumerable.Range(0, 100).Select(n => Session((i + n) % Sessions, sequence)).ToAsyncEnumerable(), cancellationToken: CancellationToken.None);
                    break;
            }
        }
    }

    private static async Task CancelledAsync(SqliteSessionStore<TrialSession> store, TrialSession session)
    {
        using var source = new CancellationTokenSource();
        ValueTask<TrialSession> write = store.UpsertAsync(session, source.Token);
        await source.CancelAsync();
        try
        {
            await write;
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static async Task<bool> WatchAsync(string path, TimeSpan duration, CancellationToken end)
    {
        TimeSpan interval = duration / 30;
        var samples = new List<Figures>();
        Output.Write("minutes    reads/s   writes/s    heap MB  process MB    handles     log MB");
        long start = Stopwatch.GetTimestamp();
        while (!end.IsCancellationRequested)
        {
            (long reads, long writes) = (_reads, _writes);
            long before = Stopwatch.GetTimestamp();
            long longestLog = 0;
            while (!end.IsCancellationRequested && Stopwatch.GetElapsedTime(before) < interval)
            {
                await Task.Delay(50, CancellationToken.None);
                longestLog = Math.Max(longestLog, new FileInfo(path + "-wal").Length);
            }
            double seconds = Stopwatch.GetElapsedTime(before).TotalSeconds;
            Figures now = Figures.Now(longestLog);
            samples.Add(now);
            Output.Write($"{Stopwatch.GetElapsedTime(start).TotalMinutes,7:0.0} {(_reads - reads) / seconds,10:0} {(_writes - writes) / seconds,10:0} {now.Heap / 1e6,10:0.0} {now.Process / 1e6,11:0.0} {now.Handles,10} {now.Log / 1e6,10:0.0}");
        }
        return Judge(samples);
    }

    // A single figure also counts what is being written at that moment.
    private static long Median(List<Figures> figures, Func<Figures, long> of) => figures.Select(of).Order().ElementAt(figures.Count / 2);

    // The first third is for warming up: pools fill, code is compiled again.
    private static bool Judge(List<Figures> samples)
    {
        List<Figures> early = samples[(samples.Count / 3)..(samples.Count * 2 / 3)];
        List<Figures> late = samples[(samples.Count * 2 / 3)..];
        bool isFlat = true;
        Require("heap", Median(early, figures => figures.Heap), Median(late, figures => figures.Heap), allowed: 8_000_000);
        Require("process", Median(early, figures => figures.Process), Median(late, figures => figures.Process), allowed: 40_000_000);
        Require("handles", Median(early, figures => figures.Handles), Median(late, figures => figures.Handles), allowed: 8);
        Require("log", 0, samples.Max(figures => figures.Log), LongestLog);
        Output.Write(isFlat ? "passed" : "failed");
        return isFlat;

        void Require(string what, long before, long after, long allowed)
        {
            if (after <= before + allowed)
                return;
            isFlat = false;
            Output.Write($"{what} grew from {before} to {after}, by more than {allowed}");
        }
    }

    private static int Check(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        string? found = (string?)command.ExecuteScalar();
        Output.Write($"integrity_check: {found}");
        return found == "ok" ? 0 : 1;
    }

    private static TrialSession Session(int i, long sequence)
    {
        TrialSession session = TrialSession.Of($"session-{i}", sequence);
        session.UserId = $"user-{i % 20}";
        return session;
    }

    private sealed record Figures(long Heap, long Process, long Handles, long Log)
    {
        public static Figures Now(long log)
        {
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            return new(GC.GetTotalMemory(forceFullCollection: true), process.WorkingSet64, OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : process.HandleCount, log);
        }
    }
}
