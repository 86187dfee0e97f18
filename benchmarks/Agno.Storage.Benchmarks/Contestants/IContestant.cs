using Agno.Storage.Benchmarks.Workload;

namespace Agno.Storage.Benchmarks.Contestants;

/// <summary>
/// One way to store sessions. A new one is a class that implements this and one line in <see cref="Entrant.All"/>.
/// </summary>
public interface IContestant : IDisposable
{
    /// <summary>
    /// How the contestant does <paramref name="operation"/> on the row it is given, or null where it does not take part.
    /// The number that comes back depends on all that was read, so that no work is optimised away; contestants that do the same must return the same.
    /// </summary>
    /// <param name="operation">One of <see cref="Operation"/>.</param>
    /// <param name="answer">Called with every session that is read; its numbers are added up.</param>
    Func<BenchRow, long>? Get(string operation, Answer answer);
}
