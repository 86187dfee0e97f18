using Agno.Storage.Benchmarks.Contestants;
using Agno.Storage.Benchmarks.Workload;

namespace Agno.Storage.Benchmarks.Quick;

/// <summary>The medians of one cell. A ratio is the median of the ratios of each round, so that a slow round counts for both sides; null where there is nothing to compare with.</summary>
internal sealed record Result(string Operation, string Size, string Contestant, double Microseconds, double? RatioToFloor, double? RatioToMds, double Bytes)
{
    public static IEnumerable<Result> Of(IReadOnlyList<Cell> cells) =>
        from cell in cells
        select new Result(
            cell.Operation,
            cell.Size.Name,
            cell.Contestant,
            Statistics.Median(cell.Turns) / 1000,
            Ratio(cell, cells, Contestants.Operation.FloorOf(cell.Operation)),
            Ratio(cell, cells, MicrosoftDataPrepared.ContestantName),
            cell.Bytes);

    private static double? Ratio(Cell cell, IReadOnlyList<Cell> cells, string reference)
    {
        Cell? other = cells.FirstOrDefault(other => other.Contestant == reference && other.Operation == cell.Operation && other.Size == cell.Size);
        return other is null ? null : Statistics.Median(cell.Turns.Zip(other.Turns, (mine, theirs) => mine / theirs));
    }
}
