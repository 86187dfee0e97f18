using Agno.Storage.Tests;

namespace Agno.Storage.Faults.Tests.Schedules;

/// <summary>
/// Random schedules of calls, cancellations, transactions and disposals against a dictionary. A failure prints its seed: AGNO_TEST_SEED with AGNO_TEST_SCHEDULES=1 repeats
/// that schedule; AGNO_TEST_SCHEDULES alone makes the run longer.
/// </summary>
public sealed class ScheduleTests
{
    private static readonly int Schedules = int.TryParse(Environment.GetEnvironmentVariable("AGNO_TEST_SCHEDULES"), out int given) ? given : 10_000;

    // Most run in memory; some on a file, where readers have connections of their own.
    private const int FileEvery = 64;

    [Fact]
    public async Task WhateverTheOrderEachCallDoesWhatItSays()
    {
        using var directory = new TemporaryDirectory();
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForAsync(0, Schedules, options, async (i, _) =>
        {
            int seed = unchecked(RandomSeed.Current + i);
            string? path = seed % FileEvery == 0 ? directory.PathOf($"{seed}.db") : null;
            var schedule = new Schedule(seed, path);
            await RandomSeed.RunAsync(seed, _ => schedule.RunAsync(), () => $"AGNO_TEST_SCHEDULES=1\n{schedule.Log}");
            if (path is not null)
                File.Delete(path);
        });
    }
}
