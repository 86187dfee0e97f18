using Agno.Storage.Benchmarks.Contestants;
using Agno.Storage.Benchmarks.Workload;

namespace Agno.Storage.Benchmarks.Tests;

public sealed class AgreementTests
{
    public static TheoryData<TableShape, string> Shapes() => new()
    {
        { TableShape.Python, PayloadSize.Small.Name },
        { TableShape.Python, PayloadSize.NonAscii.Name },
        { TableShape.Own, PayloadSize.Small.Name },
        { TableShape.Ours, PayloadSize.Small.Name },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ContestantsReadAndStoreTheSame(TableShape table, string sizeName)
    {
        PayloadSize size = PayloadSize.All.Single(size => size.Name == sizeName);
        using var arena = new Arena();
        List<Entered> entered = [];
        try
        {
            foreach (Entrant entrant in Entrant.All)
            {
                string path = arena.NewDatabase(size, table, entrant);
                entered.Add(new(entrant.Name, path, entrant.Open(path)));
            }
            foreach (string operation in Operation.All)
                Agreement.Check(entered, size, operation);
        }
        finally
        {
            entered.ForEach(entry => entry.Contestant.Dispose());
        }
    }

    [Fact]
    public void ContestantThatReadsAnotherSessionIsNoticed()
    {
        PayloadSize size = PayloadSize.Small;
        using var arena = new Arena();
        using IContestant contestant = new MicrosoftDataPrepared(arena.NewDatabase(size));
        using IContestant wrong = new Wrong(contestant);

        var exception = Assert.Throws<InvalidOperationException>(() => Agreement.Check([new("right", "", contestant), new("wrong", "", wrong)], size, Operation.Read));

        Assert.Contains("wrong and right disagree on read 1KB", exception.Message);
    }

    // Reads the next session in place of the one that was asked for.
    private sealed class Wrong(IContestant contestant) : IContestant
    {
        public Func<BenchRow, long>? Get(string operation, Answer answer) => contestant.Get(operation, answer) is { } run ? row => run(row.Next) : null;

        public void Dispose()
        {
        }
    }
}
