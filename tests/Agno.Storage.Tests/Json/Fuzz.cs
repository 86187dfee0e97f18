using System.Text;

namespace Agno.Storage.Tests.Json;

/// <summary>
/// Runs a test over random texts and damaged ones, on all processors. A failure prints its seed: AGNO_TEST_SEED repeats it. AGNO_TEST_SAMPLES says how many damaged texts
/// each test is given: <c>AGNO_TEST_SAMPLES=5000000 dotnet test --project tests/Agno.Storage.Tests</c> is the long run.
/// </summary>
internal static class Fuzz
{
    // Each text is tried as it is, and then damaged so many times.
    private const int DamagedOfEach = 4;
    private const int Parts = 4;

    private static readonly int Samples = int.TryParse(Environment.GetEnvironmentVariable("AGNO_TEST_SAMPLES"), out int given) ? given : 350_000;

    /// <summary>Runs a test.</summary>
    /// <param name="accepts">Compares, and says whether the text was accepted. Both must be common, or the test shows little.</param>
    public static void Run(Func<byte[], bool> accepts) => RandomSeed.Run(first =>
    {
        int all = 0;
        Parallel.For(0, Parts, part =>
        {
            int seed = unchecked(first + part);
            var random = new Random(seed);
            byte[] text = [];
            int accepted = 0;
            for (int i = 0; i < Samples / Parts * (DamagedOfEach + 1) / DamagedOfEach; i++)
            {
                if (i % (DamagedOfEach + 1) == 0)
                    text = RandomJson.Text(random);
                byte[] sample = i % (DamagedOfEach + 1) == 0 ? text : RandomJson.Mutate(random, text);
                int number = i;
                RandomSeed.Run(seed, _ => accepted += accepts(sample) ? 1 : 0, () => $"sample {number}: {Encoding.Latin1.GetString(sample)}");
            }
            Interlocked.Add(ref all, accepted);
        });
        Assert.InRange(all, Samples / 10, Samples * 9 / 10);
    });
}
