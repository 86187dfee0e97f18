namespace Agno.Storage.Benchmarks.Workload;

/// <summary>
/// The rows that operations are given, in a fixed order that hops through the database. Each row comes in two versions, alternated:
/// rewriting identical bytes is nearly free in SQLite and would flatter every write.
/// </summary>
public sealed class RowSet
{
    /// <summary>How many rows there are, each in two versions.</summary>
    public const int Count = 128;

    // JSON alone is measured where its rows stay in the processor's cache: it is the code that is compared, not the memory.
    private const int CachedBytes = 256 * 1024;

    private readonly BenchRow[] _rows;
    private int _next;

    public RowSet(PayloadSize size, bool isCached = false)
    {
        int[] numbers = [.. Enumerable.Range(0, size.Rows)];
        new Random(1).Shuffle(numbers);
        int count = isCached ? Math.Clamp(CachedBytes / size.Characters / 2, 1, Count) : Count;
        _rows = [.. Versions(1), .. Versions(0)];
        for (int i = 0; i < _rows.Length; i++)
            _rows[i].Next = _rows[(i + 1) % _rows.Length];

        IEnumerable<BenchRow> Versions(int version) => numbers.Take(count).Select(row => new BenchRow(Payloads.Session(size, row, version), size.IsSpaced));
    }

    /// <summary>Starts again with the first row.</summary>
    public void Restart() => _next = 0;

    public BenchRow Next()
    {
        BenchRow row = _rows[_next];
        _next = _next + 1 == _rows.Length ? 0 : _next + 1;
        return row;
    }
}
