using System.Diagnostics;
using Agno.Storage.Benchmarks.Workload;

namespace Agno.Storage.Benchmarks.Quick;

/// <summary>One contestant at one operation and size, with what was measured of it.</summary>
/// <param name="operation">What is done.</param>
/// <param name="size">To sessions of which size.</param>
/// <param name="contestant">By whom.</param>
/// <param name="run">Does it to one row.</param>
/// <param name="restore">Puts a row back that <paramref name="run"/> took away, outside of the time that counts; null where nothing is taken away.</param>
internal sealed class Cell(string operation, PayloadSize size, string contestant, Func<BenchRow, long> run, Func<BenchRow, long>? restore)
{
    private readonly RowSet _rows = new(size, isCached: Contestants.Operation.JsonOnly.Contains(operation));
    private readonly List<double> _nanoseconds = [];
    private int _batch = 1;
    private double _bytes = double.MaxValue;

    public string Operation => operation;

    public PayloadSize Size => size;

    public string Contestant => contestant;

    /// <summary>Nanoseconds for each call, one entry for each turn.</summary>
    public IReadOnlyList<double> Turns => _nanoseconds;

    /// <summary>About how long a turn takes; known after the warm-up.</summary>
    public TimeSpan TurnTime { get; private set; }

    /// <summary>Managed bytes allocated for each call, in the leanest turn.</summary>
    public double Bytes => _bytes;

    /// <summary>Runs until compiled code has settled, and finds how many calls fill a turn.</summary>
    public void WarmUp(TimeSpan duration, TimeSpan turn)
    {
        long start = Stopwatch.GetTimestamp();
        long calls = 0;
        for (; Stopwatch.GetElapsedTime(start) < duration; calls++)
        {
            BenchRow row = _rows.Next();
            run(row);
            restore?.Invoke(row);
        }
        Restore();
        start = Stopwatch.GetTimestamp();
        int probe = restore is null ? (int)Math.Max(1, calls / 10) : _rows.Count;
        for (int i = 0; i < probe; i++)
            run(_rows.Next());
        TimeSpan call = Stopwatch.GetElapsedTime(start) / probe;
        _batch = (int)Math.Max(1, turn / call);
        if (restore is not null)
            _batch = Math.Min(_batch, _rows.Count);
        TurnTime = call * _batch;
        Restore();
    }

    public void TakeTurn()
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < _batch; i++)
            run(_rows.Next());
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        _nanoseconds.Add(elapsed.TotalNanoseconds / _batch);
        _bytes = Math.Min(_bytes, (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)_batch);
        Restore();
    }

    // The next row to be taken is the first again.
    private void Restore()
    {
        if (restore is null)
            return;
        _rows.Restart();
        for (int i = 0; i < _rows.Count; i++)
            restore(_rows.Next());
        _rows.Restart();
    }
}
