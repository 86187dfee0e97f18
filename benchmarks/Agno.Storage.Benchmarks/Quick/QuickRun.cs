using Agno.Storage.Benchmarks.Contestants;
using Agno.Storage.Benchmarks.Workload;

namespace Agno.Storage.Benchmarks.Quick;

/// <summary>
/// All contestants in turn, A B C A B C, so that whatever else the machine does hits them alike; then medians and ratios. Made to judge a change in under 50 seconds.
/// </summary>
internal static class QuickRun
{
    private const int Rounds = 21;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(28);
    private static readonly TimeSpan MaxTimeOfCell = TimeSpan.FromSeconds(0.6);

    public static void Run(TextWriter output, Selection selection, bool json)
    {
        using var arena = new Arena();
        var contestants = new List<IContestant>();
        try
        {
            List<Cell> cells = [.. Cells(arena, selection, contestants)];
            if (cells.Count > 0)
                Measure(cells);
            List<Result> results = [.. Result.Of(cells)];
            if (selection.HasTurns)
                results.AddRange(AppendTurn.Run(arena));
            if (json)
                Report.WriteJsonLines(results, selection.Table, output);
            else
                Report.WriteTable(results, output);
        }
        finally
        {
            contestants.ForEach(contestant => contestant.Dispose());
        }
    }

    private static IEnumerable<Cell> Cells(Arena arena, Selection selection, List<IContestant> opened)
    {
        foreach ((PayloadSize size, IReadOnlyList<string> operations) in PayloadSize.All.Select(size => (size, Operation.All))
            .Concat(PayloadSize.JsonOnly.Select(size => (size, Operation.JsonOnly))))
        {
            var entered = new Dictionary<Entrant, Entered>();
            foreach (string operation in operations)
            {
                List<Entered> entrants = [.. Entrant.All.Where(entrant => selection.Has(operation, size, entrant.Name)).Select(entrant => Enter(entered, entrant, size))];
                Agreement.Check(entrants, size, operation);
                foreach ((string name, _, IContestant contestant) in entrants)
                    if (contestant.Get(operation, Answers.CreatedAt) is { } run)
                        yield return new Cell(operation, size, name, run, operation == Operation.Delete ? contestant.Get(Operation.Upsert, Answers.CreatedAt) : null);
            }
        }

        Entered Enter(Dictionary<Entrant, Entered> entered, Entrant entrant, PayloadSize size)
        {
            if (!entered.TryGetValue(entrant, out Entered? entry))
            {
                string path = arena.NewDatabase(size, selection.Table, entrant);
                entered[entrant] = entry = new Entered(entrant.Name, path, entrant.Open(path));
                opened.Add(entry.Contestant);
            }
            return entry;
        }
    }

    private static void Measure(List<Cell> cells)
    {
        // A third of the time goes into warming up: System.Text.Json's code in particular settles late.
        TimeSpan each = new(Math.Min(MaxTime.Ticks / cells.Count, MaxTimeOfCell.Ticks));
        TimeSpan warmUp = each / 3;
        TimeSpan turns = each * 2 / 3;
        foreach (Cell cell in cells)
            cell.WarmUp(warmUp, turns / Rounds);
        foreach (IGrouping<(string, PayloadSize), Cell> group in cells.GroupBy(cell => (cell.Operation, cell.Size)))
        {
            // Calls that are longer than a turn get fewer of them.
            int rounds = (int)Math.Clamp(turns * group.Count() / group.Aggregate(TimeSpan.Zero, (sum, cell) => sum + cell.TurnTime), 5, Rounds);
            for (int round = 0; round < rounds; round++)
                foreach (Cell cell in group)
                    cell.TakeTurn();
        }
    }
}
