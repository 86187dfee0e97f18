using Agno.Storage.Benchmarks.Contestants;
using Agno.Storage.Benchmarks.Workload;
using BenchmarkDotNet.Attributes;

namespace Agno.Storage.Benchmarks.Suites;

/// <summary>One operation, by every contestant that takes part in it, on every table that it can have, in every size.</summary>
[MemoryDiagnoser]
public abstract class StorageSuite(string operation)
{
    private Arena? _arena;
    private IContestant? _contestant;
    private Func<BenchRow, long>? _run;
    private Func<BenchRow, long>? _upsert;
    private RowSet? _rows;

    public static IEnumerable<PayloadSize> Sizes => PayloadSize.All;

    public IEnumerable<Entry> Contestants
    {
        get
        {
            using var arena = new Arena();
            foreach (Entrant entrant in Entrant.All)
            {
                using IContestant contestant = entrant.Open(arena.NewDatabase(PayloadSize.Small, TableShape.Python, entrant));
                if (contestant.Get(operation, Answers.CreatedAt) is null)
                    continue;
                yield return new(entrant.Name, TableShape.Python);
                if (Operation.JsonOnly.Contains(operation))
                    continue;
                yield return new(entrant.Name, TableShape.Ours);
                if (entrant.CreateTable is not null && entrant.Name != AgnoStorage.ContestantName)
                    yield return new(entrant.Name, TableShape.Own);
            }
        }
    }

    [ParamsSource(nameof(Sizes))]
    public PayloadSize Size { get; set; } = PayloadSize.Small;

    [ParamsSource(nameof(Contestants))]
    public Entry Contestant { get; set; } = new("", TableShape.Python);

    [GlobalSetup]
    public void Open()
    {
        _arena = new Arena();
        Entrant entrant = Entrant.All.Single(entrant => entrant.Name == Contestant.Name);
        _contestant = entrant.Open(_arena.NewDatabase(Size, Contestant.Table, entrant));
        _run = _contestant.Get(operation, Answers.CreatedAt);
        _upsert = _contestant.Get(Operation.Upsert, Answers.CreatedAt);
        _rows = new RowSet(Size);
    }

    [GlobalCleanup]
    public void Close()
    {
        _contestant?.Dispose();
        _arena?.Dispose();
    }

    protected long RunNext() => _run!(_rows!.Next());

    /// <summary>Puts back what was deleted.</summary>
    protected void Restore()
    {
        _rows!.Restart();
        for (int i = 0; i < _rows.Count; i++)
            _upsert!(_rows.Next());
        _rows.Restart();
    }

    /// <summary>A contestant and whose table it works on, as one parameter: not everybody has a table of its own.</summary>
    public sealed record Entry(string Name, TableShape Table)
    {
        public override string ToString() => $"{Name}/{Table.ToString().ToLowerInvariant()}";
    }
}
