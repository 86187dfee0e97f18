namespace Agno.Storage.Documentation.Tests.Pages;

/// <summary>docs/benchmarks.md, by its statements.</summary>
public sealed class BenchmarksPageTests() : PageTests("docs/benchmarks.md", Held)
{
    private static readonly Statements Held = new()
    {
        { "Each contestant is used as its own documentation says it is fastest.", "No test: it is how the reports were made." },
        { "All of them take turns in one run, on copies of one file.", "No test: it is how the reports were made." },
        { "[benchmarks](../benchmarks/README.md) says what is compared and how, and [results](../benchmarks/results) holds the reports.", "No test: it leads to other pages." },
        { "They were made on a machine with two cores.", "No test: it is how the reports were made." },
        { "To compare a change with the baseline, in under a minute, run `dotnet run -c Release --project benchmarks/Agno.Storage.Benchmarks -- quick`.", "No test: it is advice." },
        { "What is gained by sharing commits depends on the disk.", "No test: it was measured on one machine." },
        { "On the disk of these reports, an upsert with its commit takes 70 µs.", "No test: it was measured on one machine." },
        { "While the same disk was busy and an upsert took 2.4 ms, 64 writers did 48 times the work of a commit per upsert.", "No test: it was measured on one machine." },
    };
}
