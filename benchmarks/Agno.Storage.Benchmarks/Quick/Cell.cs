using System.Diagnostics;
using Agno.Storage.Benchmarks.Workload;

namespace Agno.Storage.Benchmarks.Quick;

/// <summary>One contestant at one operation and size, with what was measured of it.</summary>
internal sealed class Cell(string operation, PayloadSize size, string contestant, Func<BenchRow, long> run)
{
    private readonly RowSet _rows = new(size);
    private readonly List<double> _nanoseconds = [];
    private int _batch = 1;
    private double _bytes = double.MaxValue;

    public string Operation => operation;

    public PayloadSize Size => size;

    public string Contestant => contestant;

    /// <summary>Nanoseconds for each call, one entry for each turn.</summary>
    public IReadOnlyList<double> Turns => _nanoseconds;

    /// <summary>Managed bytes allocated for each call, in the leanest turn.</summary>
    public double Bytes => _bytes;

    public long Call(BenchRow row) => run(row);

    /// <summary>Runs until compiled code has settled, and finds how many calls fill a turn.</summary>
    public void WarmUp(TimeSpan duration, TimeSpan turn)
    {
        long start = Stopwatch.GetTimestamp();
        long calls = 0;
        for (; Stopwatch.GetElapsedTime(start) < duration; calls++)
            run(_rows.Next());
        start = Stopwatch.GetTimestamp();
        int probe = (int)Math.Max(1, calls / 10);
        for (int i = 0; i < probe; i++)
            run(_rows.Next());
        _batch = (int)Math.Max(1, probe * (turn / Stopwatch.GetElapsedTime(start)));
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
    }
}
