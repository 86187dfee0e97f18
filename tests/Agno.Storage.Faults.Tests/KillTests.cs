using Agno.Storage.Tests;

namespace Agno.Storage.Faults.Tests;

/// <summary>A process that writes is killed, again and again. AGNO_TEST_ROUNDS makes it more often.</summary>
public sealed class KillTests
{
    private const int Writers = 16;

    // Several files at once: while one process starts, another writes.
    private const int Files = 4;

    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("AGNO_TEST_ROUNDS"), out int given) ? given : 100;

    [Fact]
    public async Task NothingAcknowledgedIsLostWhenTheProcessIsKilled()
    {
        int[] acknowledged = await Task.WhenAll(Enumerable.Range(0, Files).Select(file => Task.Run(() => KillAsync(file, (Rounds + Files - 1) / Files))));

        TestContext.Current.SendDiagnosticMessage($"{Rounds} rounds, {acknowledged.Sum()} acknowledgements");
    }

    private static async Task<int> KillAsync(int file, int rounds)
    {
        using var directory = new TemporaryDirectory();
        string path = directory.PathOf("killed.db");
        string synchronous = file == 0 ? "Normal" : "Full";
        var random = new Random(file);
        var acknowledged = new Acknowledgements();
        for (int round = 1; round <= rounds; round++)
        {
            using FaultProcess process = FaultProcess.Start("write", path, synchronous, $"{Writers}", $"{round * 1_000_000}");
            // From its very first writes, when the table is created, to long after.
            for (int lines = random.Next(4) switch { 0 => 1, 1 => random.Next(20), _ => random.Next(600) }; lines >= 0; lines--)
            {
                string line = await process.ReadLineAsync() ?? throw new InvalidOperationException($"The process ended by itself: {await process.ErrorAsync()}");
                Assert.True(acknowledged.Take(line), line);
            }
            process.Kill();
            foreach (string line in await process.ReadToEndAsync())
                Assert.True(acknowledged.Take(line), line);
            acknowledged.AssertHeldBy(path, MayBeGone);
        }
        return acknowledged.Count;
    }

    // Writers of single sessions delete every seventh after they stored it.
    private static bool MayBeGone(string id, long sequence) => id.StartsWith("single", StringComparison.Ordinal) && sequence % 7 == 0;
}
