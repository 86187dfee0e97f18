using Agno.Storage.Benchmarks.Workload;

namespace Agno.Storage.Benchmarks.Contestants;

/// <summary>
/// One way to store sessions. A new one is one file here and one line in <see cref="Contestant.All"/>.
/// </summary>
public interface IContestant : IDisposable
{
    /// <summary>
    /// How the contestant does <paramref name="operation"/> on the row it is given, or null where it does not take part.
    /// The number that comes back depends on all that was read, so that no work is optimised away; contestants that read the same must return the same.
    /// </summary>
    Func<BenchRow, long>? Get(string operation);
}

/// <summary>The contestants by name.</summary>
public static class Contestant
{
    /// <summary>Opens each on a database of its own, filled before with <see cref="Database.Fill"/>.</summary>
    public static IReadOnlyList<(string Name, Func<string, IContestant> Open)> All { get; } =
    [
        (Floor.FloorContestant.ContestantName, path => new Floor.FloorContestant(path)),
        (AgnoStorage.ContestantName, path => new AgnoStorage(path)),
        (MicrosoftDataPrepared.ContestantName, path => new MicrosoftDataPrepared(path)),
        ("MDS-naive", path => new MicrosoftDataNaive(path)),
        (SystemTextJson.ContestantName, _ => new SystemTextJson()),
    ];
}
