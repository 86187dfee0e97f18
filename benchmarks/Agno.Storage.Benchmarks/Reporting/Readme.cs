using Agno.Storage.Benchmarks.Contestants;
using Agno.Storage.Benchmarks.Workload;

namespace Agno.Storage.Benchmarks.Reporting;

/// <summary>Makes the tables and charts of the README and docs/benchmarks.md of the committed reports, so that no figure is ever copied by hand.</summary>
public static class Readme
{
    private const string Begin = "<!-- Made of benchmarks/results: dotnet run -c Release --project benchmarks/Agno.Storage.Benchmarks -- report -->\n";
    private const string End = "<!-- End of what is made. -->\n";

    /// <summary>Makes the two pages and the charts.</summary>
    /// <param name="root">The repository.</param>
    /// <returns>The text of each file, by its path from the root.</returns>
    /// <exception cref="InvalidOperationException">A page lacks the marks, or the reports lack a figure.</exception>
    public static IReadOnlyDictionary<string, string> Make(string root)
    {
        var results = new ResultSet(Path.Combine(root, "benchmarks", "results"));
        var tables = new Tables(results);
        var files = new Dictionary<string, string>
        {
            ["README.md"] = Fill(root, "README.md", $"\n{tables.AgainstFloor()}\n"),
            ["docs/benchmarks.md"] = Fill(root, "docs/benchmarks.md", tables.ToString()),
        };
        foreach ((string operation, string title) in new[] { (Operation.Read, "Point read"), (Operation.List, "List of 100"), (Operation.Upsert, "Upsert") })
            files[$"benchmarks/results/{operation}.svg"] = Chart(results, operation, title);
        return files;
    }

    // The page with these tables between its marks.
    private static string Fill(string root, string page, string tables)
    {
        string text = File.ReadAllText(Path.Combine(root, page)).ReplaceLineEndings("\n");
        int begin = text.IndexOf(Begin, StringComparison.Ordinal);
        int end = text.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? text[..(begin + Begin.Length)] + tables + text[end..]
            : throw new InvalidOperationException($"{page} lacks the marks of the place for the tables: {Begin}{End}");
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
