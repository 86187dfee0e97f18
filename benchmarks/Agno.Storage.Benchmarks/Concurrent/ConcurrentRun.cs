using System.Diagnostics;
using Agno.Storage.Benchmarks.Workload;
using Agno.Storage.Sqlite;

namespace Agno.Storage.Benchmarks.Concurrent;

/// <summary>Many tasks on one database with synchronous=FULL, on a disk: stores take turns, and ratios are of one round.</summary>
internal static class ConcurrentRun
{
    private const int Rounds = 5;
    private const int CallsInTurn = 20;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.6);

    private static readonly Load[] Loads = [new("writers-64", 64, ReadShare: 0), new("mixed-8", 8, ReadShare: 0.8)];

    public static void Run(TextWriter output, bool json)
    {
        // Beside the program, since a folder for temporary files may be in memory.
        using var arena = new Arena(AppContext.BaseDirectory);
        List<Result> results = [.. Loads.SelectMany(load => Race(arena, load)), .. RaceAlone(arena)];
        if (json)
            Report.WriteJsonLines(results, output);
        else
            Report.WriteTable(results, output);
    }

    private static IEnumerable<Result> Race(Arena arena, Load load)
    {
        Store[] stores = [new LaneStore(NewDatabase(arena)), new SerialStore(NewDatabase(arena)), new PooledStore(NewDatabase(arena))];
        var rates = stores.Select(_ => new List<double>()).ToArray();
        var writes = stores.Select(_ => new List<double>()).ToArray();
        try
        {
            foreach (Store store in stores)
                load.Run(store, Turn, []);
            for (int round = 0; round < Rounds; round++)
                for (int i = 0; i < stores.Length; i++)
                    rates[i].Add(load.Run(stores[i], Turn, writes[i]));
        }
        finally
        {
            foreach (Store store in stores)
                store.Dispose();
        }
        return [.. stores.Select((store, i) => new Result(
            load.Operation,
            store.Name,
            Statistics.Median(rates[i]),
            Statistics.Percentile(writes[i], 0.99),
            Statistics.Median(rates[i].Zip(rates[1], (mine, theirs) => mine / theirs)),
            Statistics.Median(rates[i].Zip(rates[2], (mine, theirs) => mine / theirs))))];
    }

    /// <summary>One writer alone: what waiting that is not needed costs. In time, so that the ratio is that of the asynchronous call to the synchronous one.</summary>
    private static IEnumerable<Result> RaceAlone(Arena arena)
    {
        using var storage = SqliteStorage.Open(NewDatabase(arena));
        SqliteSessionStore<BenchSession> sessions = storage.Sessions<BenchSession>();
        var rows = new RowSet(PayloadSize.Small);
        List<double> synchronous = [], asynchronous = [], ofSynchronous = [], ofAsynchronous = [];
        for (int round = 0; round <= Rounds * 8; round++)
        {
            double one = Time(ofSynchronous, () => sessions.Upsert(rows.Next().Session));
            double other = Time(ofAsynchronous, () =>
            {
                ValueTask<BenchSession> pending = sessions.UpsertAsync(rows.Next().Session);
                if (!pending.IsCompletedSuccessfully)
                    throw new InvalidOperationException("A write that nobody contends with waited.");
                _ = pending.Result;
            });
            if (round == 0)
                continue;
            synchronous.Add(one);
            asynchronous.Add(other);
        }
        double ratio = Statistics.Median(synchronous.Zip(asynchronous, (one, other) => one / other));
        yield return new("upsert-alone", "Upsert", Statistics.Median(synchronous), Statistics.Percentile(ofSynchronous, 0.99), 1, null);
        yield return new("upsert-alone", "UpsertAsync", Statistics.Median(asynchronous), Statistics.Percentile(ofAsynchronous, 0.99), 1 / ratio, null);
    }

    private static double Time(List<double> milliseconds, Action call)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < CallsInTurn; i++)
        {
            long before = Stopwatch.GetTimestamp();
            call();
            milliseconds.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        }
        return CallsInTurn / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string NewDatabase(Arena arena) => arena.NewDatabase(PayloadSize.Small);
}
