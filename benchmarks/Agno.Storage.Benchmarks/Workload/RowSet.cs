namespace Agno.Storage.Benchmarks.Workload;

/// <summary>
/// The rows that operations are given, in a fixed order that hops through the database. Each row comes in two versions, alternated:
/// rewriting identical bytes is nearly free in SQLite and would flatter every write.
/// </summary>
public sealed class RowSet
{
    private const int Count = 128;

    private readonly BenchRow[] _rows;
    private int _next;

    public RowSet(PayloadSize size)
    {
        int[] numbers = [.. Enumerable.Range(0, size.Rows)];
        new Random(1).Shuffle(numbers);
        _rows = [.. Versions(1), .. Versions(0)];

        IEnumerable<BenchRow> Versions(int version) => numbers.Take(Count).Select(row => new BenchRow(Payloads.Session(size, row, version), size.IsSpaced));
    }

    public BenchRow Next()
    {
        BenchRow row = _rows[_next];
        _next = _next + 1 == _rows.Length ? 0 : _next + 1;
        return row;
    }
}
