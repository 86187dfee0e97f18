using Agno.Storage.Benchmarks.Contestants.EntityFramework;
using Agno.Storage.Benchmarks.Contestants.Floor;

namespace Agno.Storage.Benchmarks.Contestants;

/// <summary>Who takes part.</summary>
/// <param name="Name">As reports name it.</param>
/// <param name="Open">Opens it on a database of its own that is filled already.</param>
/// <param name="CreateTable">Creates the table as this library would, in a file that is new; null where it has no way of its own to do that.</param>
public sealed record Entrant(string Name, Func<string, IContestant> Open, Action<string>? CreateTable = null)
{
    public static IReadOnlyList<Entrant> All { get; } =
    [
        new(FloorContestant.ContestantName, path => new FloorContestant(path)),
        new(AgnoStorage.ContestantName, path => new AgnoStorage(path), AgnoStorage.CreateTable),
        new(MicrosoftDataPrepared.ContestantName, path => new MicrosoftDataPrepared(path)),
        new("MDS-naive", path => new MicrosoftDataNaive(path)),
        new("Dapper", path => new DapperContestant(path)),
        new("Dapper.AOT", path => new DapperAotContestant(path)),
        new("EFCore", path => new EntityFrameworkContestant<ConvertedContext>(path), EntityFrameworkContestant<ConvertedContext>.CreateTable),
        new("EFCore-ToJson", path => new EntityFrameworkContestant<JsonContext>(path), EntityFrameworkContestant<JsonContext>.CreateTable),
        new("sqlite-net", path => new SqliteNetContestant(path), SqliteNetContestant.CreateTable),
        new("linq2db", path => new Linq2DbContestant(path), Linq2DbContestant.CreateTable),
        new(SystemTextJson.ContestantName, _ => new SystemTextJson()),
    ];
}
