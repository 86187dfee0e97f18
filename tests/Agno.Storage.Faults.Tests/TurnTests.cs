using System.Globalization;
using Agno.Storage.Sqlite;
using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Faults.Tests;

/// <summary>Turns of a long session: a row and runs that belong together.</summary>
public sealed class TurnTests : IDisposable
{
    private const string Id = "turns";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("turn", "1 1 [1-member 1]", "2 2 [1-member 1 2-member 2]")]
    [InlineData("append", "1 1 [1-member 1]", "1 2 [1-member 1 2]")]
    [InlineData("update", "1 1 [1-member 1]", "1 2 [1-member 1: updated]")]
    [InlineData("delete", "1 1 [1-member 1]", "")]
    [InlineData("fork", "1 1 [1-member 1]", "1 1 [1-member 1] forked with 2")]
    public async Task AChangeIsWholeOrAbsentWhereverTheProcessIsKilled(string change, string before, string after)
    {
        int killed = 0;
        while (true)
        {
            string path = _directory.PathOf($"{change}-{killed}.db");
            using FaultProcess process = FaultProcess.Start("turn", path, change, $"{killed}");
            IReadOnlyList<string> said = await process.ReadToEndAsync();
            string stored = Describe(path);
            if (said is [var done])
            {
                Assert.Equal($"done {killed}", done);
                Assert.Equal(after, stored);
                break;
            }
            Assert.Equal("", await process.ErrorAsync());
            Assert.True(stored == before || stored == after, $"Killed before statement {killed}, it is '{stored}'.");
            killed++;
        }
        // Begin, one statement for the session, one for a run, commit.
        Assert.True(killed >= 4, $"The change takes {killed} statements.");
    }

    [Fact]
    public async Task RunsThatThreeProcessesAppendAreAllThereInOneOrder()
    {
        const int Processes = 3, Tasks = 4, Runs = 50;
        string path = _directory.PathOf("appended.db");
        using (var storage = SqliteStorage.Open(path))
            storage.Sessions<TrialTurns>().Upsert(new() { SessionId = Id });
        FaultProcess[] processes = [.. Enumerable.Range(0, Processes).Select(process => FaultProcess.Start("append", path, $"{process}", $"{Tasks}", $"{Runs}"))];
        var acknowledged = new Dictionary<long, string>();
        try
        {
            foreach (FaultProcess process in processes)
                await process.ExpectAsync("ready");
            foreach (FaultProcess process in processes)
                process.Tell("go");
            foreach (string[] line in (await Task.WhenAll(processes.Select(process => process.FinishAsync()))).SelectMany(lines => lines).Select(line => line.Split(' ')))
                acknowledged.Add(long.Parse(line[2], CultureInfo.InvariantCulture), line[1]);
        }
        finally
        {
            foreach (FaultProcess process in processes)
                process.Dispose();
        }

        Acknowledgements.AssertSound(path);
        using var reopened = SqliteStorage.Open(path);
        RunRow[] rows = [.. reopened.Sessions<TrialTurns>().ReadRuns<RunRow>(Id)];
        Assert.Equal(Enumerable.Range(0, Processes * Tasks * Runs).Select(i => (long?)i), rows.Select(row => row.RunIndex));
        Assert.All(rows, row => Assert.Equal(acknowledged[row.RunIndex!.Value], row.RunId));
        foreach (IGrouping<string, string> task in rows.Select(row => row.RunId).GroupBy(id => id[..id.LastIndexOf('-')]))
            Assert.Equal(task.Order(StringComparer.Ordinal), task);
        Assert.Equal(1 + rows.Length, reopened.Sessions<TrialTurns>().Read(Id, RunWindow.None)!.Version);
    }

    // Turns, version and runs; and, of what was forked, the runs.
    private static string Describe(string path)
    {
        Acknowledgements.AssertSound(path);
        using var storage = SqliteStorage.Open(path);
        SqliteSessionStore<TrialTurns> store = storage.Sessions<TrialTurns>();
        Assert.Equal(0L, Scalar(path, "SELECT count(*) FROM pragma_foreign_key_check"));
        Assert.Equal(0L, Scalar(path, "SELECT count(*) FROM agno_runs WHERE session_id NOT IN (SELECT session_id FROM agno_sessions)"));
        string forks = string.Concat(store.List(new() { Runs = RunWindow.All }).Where(session => session.SessionId != Id).Select(session => $" forked with {session.Runs.Count}"));
        return store.Read(Id) is { } session
            ? $"{session.SessionData!.Turns} {session.Version} [{string.Join(" ", session.Runs.Select(run => run.Content == "updated" ? $"{run.Id}: updated" : run.Id))}]{forks}"
            : forks;
    }

    private static object? Scalar(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
