using Agno.Storage.Benchmarks.Contestants;
using Agno.Storage.Benchmarks.Workload;

namespace Agno.Storage.Benchmarks.Reporting;

/// <summary>Makes the README's tables and charts of the committed reports, so that no figure is ever copied by hand.</summary>
public static class Readme
{
    private const string Begin = "<!-- Made of benchmarks/results: dotnet run -c Release --project benchmarks/Agno.Storage.Benchmarks -- report -->\n";
    private const string End = "<!-- End of what is made. -->\n";

    /// <summary>Makes the README and the charts.</summary>
    /// <param name="root">The repository.</param>
    /// <returns>The text of each file, by its path from the root.</returns>
    /// <exception cref="InvalidOperationException">The README lacks the marks, or the reports lack a figure.</exception>
    public static IReadOnlyDictionary<string, string> Make(string root)
    {
        var results = new ResultSet(Path.Combine(root, "benchmarks", "results"));
        string readme = File.ReadAllText(Path.Combine(root, "README.md")).ReplaceLineEndings("\n");
        int begin = readme.IndexOf(Begin, StringComparison.Ordinal);
        int end = readme.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new InvalidOperationException($"README.md lacks the marks of the place for the tables: {Begin}{End}");

        var files = new Dictionary<string, string> { ["README.md"] = readme[..(begin + Begin.Length)] + new Tables(results) + readme[end..] };
        foreach ((string operation, string title) in new[] { (Operation.Read, "Point read"), (Operation.List, "List of 100"), (Operation.Upsert, "Upsert") })
            files[$"benchmarks/results/{operation}.svg"] = Chart(results, operation, title);
        return files;
    }

    private static string Chart(ResultSet results, string operation, string title)
    {
        var bars = new List<(string, double)>();
        foreach (Entrant entrant in Entrant.All)
            if (results.TryGet("17KB.jsonl", operation, PayloadSize.Typical.Name, entrant.Name, "ratio_to_floor") is { } ratio)
                bars.Add((entrant.Name, ratio));
        return BarChart.Draw($"{title}, 17 KB: time as a multiple of the floor (lower is better)", bars, AgnoStorage.ContestantName);
    }
}
