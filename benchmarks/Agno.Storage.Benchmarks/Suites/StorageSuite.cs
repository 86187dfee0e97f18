using Agno.Storage.Benchmarks.Contestants;
using Agno.Storage.Benchmarks.Workload;
using BenchmarkDotNet.Attributes;

namespace Agno.Storage.Benchmarks.Suites;

/// <summary>One operation, by every contestant that takes part in it and every size.</summary>
[MemoryDiagnoser]
public abstract class StorageSuite(string operation)
{
    private Arena? _arena;
    private IContestant? _contestant;
    private Func<BenchRow, long>? _run;
    private RowSet? _rows;

    public static IEnumerable<PayloadSize> Sizes => PayloadSize.All;

    public IEnumerable<string> Contestants
    {
        get
        {
            using var arena = new Arena();
            foreach ((string name, Func<string, IContestant> open) in Contestant.All)
            {
                using IContestant contestant = open(arena.NewDatabase(PayloadSize.Small));
                if (contestant.Get(operation) is not null)
                    yield return name;
            }
        }
    }

    [ParamsSource(nameof(Sizes))]
    public PayloadSize Size { get; set; } = PayloadSize.Small;

    [ParamsSource(nameof(Contestants))]
    public string Name { get; set; } = "";

    [GlobalSetup]
    public void Open()
    {
        _arena = new Arena();
        _contestant = Contestant.All.Single(contestant => contestant.Name == Name).Open(_arena.NewDatabase(Size));
        _run = _contestant.Get(operation);
        _rows = new RowSet(Size);
    }

    [GlobalCleanup]
    public void Close()
    {
        _contestant?.Dispose();
        _arena?.Dispose();
    }

    protected long RunNext() => _run!(_rows!.Next());
}
