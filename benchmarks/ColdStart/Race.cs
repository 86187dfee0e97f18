using System.Diagnostics;

namespace Agno.Storage.Benchmarks.ColdStart;

/// <summary>A published program.</summary>
internal sealed record Contestant(string Name, string Program);

/// <summary>What was measured of one contestant.</summary>
/// <param name="Name">The contestant.</param>
/// <param name="Milliseconds">The median time of a whole process.</param>
/// <param name="Ratio">The median of the ratios to the other program, each of one round.</param>
/// <param name="ProgramBytes">The size of the executable; under JIT and ReadyToRun of all managed assemblies, since the executable only starts them.</param>
internal sealed record Result(string Name, double Milliseconds, double Ratio, long ProgramBytes);

/// <summary>Starts two programs in turn, each time on a new file, so that whatever else the machine does hits both alike.</summary>
internal static class Race
{
    private const int WarmUps = 3;
    private const int Rounds = 41;

    public static Result[] Run(Contestant ours, Contestant theirs, string folder)
    {
        string[] answers = [Start(ours, folder).Output, Start(theirs, folder).Output];
        if (answers[0] != answers[1])
            throw new InvalidOperationException($"The programs differ: {answers[0]} and {answers[1]}");

        var ourTimes = new List<double>();
        var theirTimes = new List<double>();
        for (int round = -WarmUps; round < Rounds; round++)
        {
            // Who goes first changes with each round.
            bool oursFirst = round % 2 == 0;
            double first = Start(oursFirst ? ours : theirs, folder).Milliseconds;
            double second = Start(oursFirst ? theirs : ours, folder).Milliseconds;
            if (round < 0)
                continue;
            ourTimes.Add(oursFirst ? first : second);
            theirTimes.Add(oursFirst ? second : first);
        }
        double ratio = Median(ourTimes.Zip(theirTimes, (our, their) => our / their));
        return [new(ours.Name, Median(ourTimes), ratio, SizeOf(ours.Program)), new(theirs.Name, Median(theirTimes), 1, SizeOf(theirs.Program))];
    }

    private static (double Milliseconds, string Output) Start(Contestant contestant, string folder)
    {
        string database = Path.Combine(folder, $"{Guid.NewGuid():N}.db");
        long start = Stopwatch.GetTimestamp();
        string output = Publisher.Run(contestant.Program, database);
        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        foreach (string file in Directory.GetFiles(folder))
            File.Delete(file);
        return (elapsed, output);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static long SizeOf(string program)
    {
        string[] assemblies = Directory.GetFiles(Path.GetDirectoryName(program)!, "*.dll");
        return assemblies.Length == 0 ? new FileInfo(program).Length : assemblies.Sum(file => new FileInfo(file).Length);
    }
}
