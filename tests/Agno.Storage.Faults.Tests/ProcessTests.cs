using System.Globalization;
using Agno.Storage.Sqlite;
using Agno.Storage.Tests;

namespace Agno.Storage.Faults.Tests;

/// <summary>Several processes with one file.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Path => _directory.PathOf("shared.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task CountersOfSeveralProcessesAreExactAndNoErrorSurfaces()
    {
        const string Tasks = "4";
        const string Seconds = "20";
        IReadOnlyList<string>[] said = await Task.WhenAll(Enumerable.Range(0, 4).Select(async process =>
        {
            using FaultProcess counting = FaultProcess.Start("count", Path, $"{process}", Tasks, Seconds);
            return await counting.FinishAsync();
        }));

        Acknowledgements.AssertSound(Path);
        using var storage = SqliteStorage.Open(Path);
        Dictionary<string, long> expected = [];
        foreach (string[] line in said.SelectMany(lines => lines).Select(line => line.Split(' ')))
        {
            if (line is ["counted", var counter, var times])
                expected[counter] = expected.GetValueOrDefault(counter) + long.Parse(times, CultureInfo.InvariantCulture);
            else if (line is ["own", var id, not "deleted"])
                expected[id] = long.Parse(line[2], CultureInfo.InvariantCulture);
        }
        Dictionary<string, long> stored = storage.Sessions<TrialSession>().List().ToDictionary(session => session.SessionId, session => session.Sequence);
        Assert.Equal(expected.Where(pair => pair.Value > 0).OrderBy(pair => pair.Key, StringComparer.Ordinal), stored.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        long counted = expected.Where(pair => pair.Key.StartsWith("counter", StringComparison.Ordinal)).Sum(pair => pair.Value);
        Assert.True(counted > 100, $"They counted only {counted} times.");
        TestContext.Current.SendDiagnosticMessage($"{counted} counted by 4 processes");
    }

    [Fact]
    public async Task ProcessesThatOpenANewFileTogetherAllSucceed()
    {
        const int Processes = 6;
        const int Files = 40;
        FaultProcess[] processes = [.. Enumerable.Range(0, Processes).Select(_ => FaultProcess.Start("open"))];
        try
        {
            foreach (FaultProcess process in processes)
                await process.ExpectAsync("ready");
            for (int file = 0; file < Files; file++)
            {
                string path = _directory.PathOf($"{file}.db");
                foreach (FaultProcess process in processes)
                    process.Tell(path);
                foreach (FaultProcess process in processes)
                    await process.ExpectAsync("opened");
                using var storage = SqliteStorage.Open(path);
                Assert.Equal(Processes, storage.Sessions<TrialSession>().Count());
            }
        }
        finally
        {
            foreach (FaultProcess process in processes)
                process.Dispose();
        }
    }
}
