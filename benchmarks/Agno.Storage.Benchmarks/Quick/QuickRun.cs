using Agno.Storage.Benchmarks.Contestants;
using Agno.Storage.Benchmarks.Workload;

namespace Agno.Storage.Benchmarks.Quick;

/// <summary>
/// All contestants in turn, A B C A B C, so that whatever else the machine does hits them alike; then medians and ratios. Made to judge a change in under 50 seconds.
/// </summary>
internal static class QuickRun
{
    private const int Rounds = 21;
    private static readonly TimeSpan Total = TimeSpan.FromSeconds(40);

    public static void Run(TextWriter output, bool json)
    {
        using var arena = new Arena();
        var contestants = new List<IContestant>();
        try
        {
            List<Cell> cells = [.. Cells(arena, contestants)];
            CheckAgreement(cells);
            Measure(cells);
            IEnumerable<Result> results = Result.Of(cells);
            if (json)
                Report.WriteJsonLines(results, output);
            else
                Report.WriteTable(results, output);
        }
        finally
        {
            contestants.ForEach(contestant => contestant.Dispose());
        }
    }

    private static IEnumerable<Cell> Cells(Arena arena, List<IContestant> opened)
    {
        foreach ((PayloadSize size, IReadOnlyList<string> operations) in PayloadSize.All.Select(size => (size, Operation.All))
            .Concat(PayloadSize.JsonOnly.Select(size => (size, Operation.JsonOnly))))
        {
            List<(string Name, IContestant Contestant)> entrants = [];
            foreach ((string name, Func<string, IContestant> open) in Contestant.All)
            {
                IContestant contestant = open(arena.NewDatabase(size));
                opened.Add(contestant);
                entrants.Add((name, contestant));
            }
            foreach (string operation in operations)
                foreach ((string name, IContestant contestant) in entrants)
                    if (contestant.Get(operation) is { } run)
                        yield return new Cell(operation, size, name, run, operation == Operation.Delete ? contestant.Get(Operation.Upsert) : null);
        }
    }

    /// <summary>A contestant that does other work than the rest would win for nothing.</summary>
    private static void CheckAgreement(List<Cell> cells)
    {
        foreach (IGrouping<(string Operation, PayloadSize Size), Cell> group in cells.GroupBy(cell => (cell.Operation, cell.Size)))
        {
            BenchRow row = new RowSet(group.Key.Size).Next();
            long expected = group.First().Call(row);
            foreach (Cell cell in group.Skip(1))
                if (cell.Call(row) != expected)
                    throw new InvalidOperationException($"{cell.Contestant} and {group.First().Contestant} disagree on {cell.Operation} {cell.Size}.");
            foreach (Cell cell in group)
                cell.Restore();
        }
    }

    private static void Measure(List<Cell> cells)
    {
        // A third of the time goes into warming up: System.Text.Json's code in particular settles late.
        TimeSpan warmUp = Total / 3 / cells.Count;
        TimeSpan turn = Total * 2 / 3 / cells.Count / Rounds;
        foreach (Cell cell in cells)
            cell.WarmUp(warmUp, turn);
        foreach (IGrouping<(string, PayloadSize), Cell> group in cells.GroupBy(cell => (cell.Operation, cell.Size)))
            for (int round = 0; round < Rounds; round++)
                foreach (Cell cell in group)
                    cell.TakeTurn();
    }
}
