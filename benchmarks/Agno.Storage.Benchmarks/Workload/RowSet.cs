using System.Collections.Concurrent;

namespace Agno.Storage.Benchmarks.Workload;

/// <summary>
/// The rows that operations are given, in a fixed order that hops through the database. Each row comes in two versions, alternated:
/// rewriting identical bytes is nearly free in SQLite and would flatter every write.
/// </summary>
public sealed class RowSet
{
    private const int MaxCount = 128;
    private const int MaxCharacters = 8 << 20;

    // JSON alone is measured where its rows stay in the processor's cache: it is the code that is compared, not the memory.
    private const int CachedCharacters = 128 * 1024;

    private static readonly ConcurrentDictionary<(PayloadSize, bool), BenchRow[]> Made = [];

    private readonly BenchRow[] _rows;
    private int _next;

    public RowSet(PayloadSize size, bool isCached = false) => _rows = Made.GetOrAdd((size, isCached), static key => Make(key.Item1, key.Item2));

    /// <summary>How many rows there are, each in two versions.</summary>
    public int Count => _rows.Length / 2;

    /// <summary>Both versions of all of them.</summary>
    public BenchRow[] All => _rows;

    /// <summary>Starts again with the first row.</summary>
    public void Restart() => _next = 0;

    public BenchRow Next()
    {
        BenchRow row = _rows[_next];
        _next = _next + 1 == _rows.Length ? 0 : _next + 1;
        return row;
    }

    private static BenchRow[] Make(PayloadSize size, bool isCached)
    {
        int[] numbers = [.. Enumerable.Range(0, size.Rows)];
        new Random(1).Shuffle(numbers);
        int count = Math.Clamp((isCached ? CachedCharacters : MaxCharacters) / size.Characters, 1, MaxCount);
        BenchRow[] rows = [.. Versions(1), .. Versions(0)];
        for (int i = 0; i < rows.Length; i++)
            rows[i].Next = rows[(i + 1) % rows.Length];
        return rows;

        IEnumerable<BenchRow> Versions(int version) => numbers.Take(count).Select(row => new BenchRow(Payloads.Session(size, row, version), size.IsSpaced));
    }
}
