using System.Diagnostics;
using Agno.Storage.Benchmarks.Workload;

namespace Agno.Storage.Benchmarks.Concurrent;

/// <summary>Many workers on one store for some time, each with sessions of its own in two versions that alternate.</summary>
/// <param name="Operation">As reports name it.</param>
/// <param name="Workers">How many there are.</param>
/// <param name="ReadShare">Which share of the calls are reads.</param>
internal sealed record Load(string Operation, int Workers, double ReadShare)
{
    private readonly BenchRow[] _rows = new RowSet(PayloadSize.Small).All;

    /// <summary>Lets them work.</summary>
    /// <param name="store">Where they read and write.</param>
    /// <param name="duration">For how long; each then finishes its call, which does not count, but for its time.</param>
    /// <param name="writes">Takes how many milliseconds each write took.</param>
    /// <returns>Calls in a second.</returns>
    public double Run(Store store, TimeSpan duration, List<double> writes)
    {
        long start = Stopwatch.GetTimestamp();
        Task<Tally>[] workers = [.. Enumerable.Range(0, Workers).Select(worker => Start(store, worker, start, duration))];
        Task.WaitAll(workers);
        foreach (Task<Tally> worker in workers)
            writes.AddRange(worker.Result.Writes);
        return workers.Sum(worker => worker.Result.Calls) / duration.TotalSeconds;
    }

    private Task<Tally> Start(Store store, int worker, long start, TimeSpan duration)
    {
        Func<Task<Tally>> work = () => WorkAsync(store, worker, start, duration);
        return store.IsBlocking ? Task.Factory.StartNew(() => work().Result, TaskCreationOptions.LongRunning) : Task.Run(work);
    }

    private async Task<Tally> WorkAsync(Store store, int worker, long start, TimeSpan duration)
    {
        var random = new Random(worker);
        var writes = new List<double>();
        int begun = 0;
        for (int row = worker; Stopwatch.GetElapsedTime(start) < duration; begun++, row = (row + Workers) % _rows.Length)
        {
            BenchSession session = _rows[row].Session;
            if (random.NextDouble() < ReadShare)
            {
                if (store.Read(session.SessionId) is null)
                    throw new InvalidOperationException($"{store.Name} does not find {session.SessionId}.");
                continue;
            }
            long before = Stopwatch.GetTimestamp();
            await store.UpsertAsync(session).ConfigureAwait(false);
            writes.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        }
        return new(Math.Max(0, begun - 1), writes);
    }

    private sealed record Tally(int Calls, List<double> Writes);
}
