// What the generator adds to a compiler's work: a cold run, a keystroke elsewhere, and a keystroke in an annotated type.
//   dotnet run -c Release --project benchmarks/Agno.Storage.Generators.Benchmarks [-- --json]
using Agno.Storage.Generators.Benchmarks;

bool json = args.Contains("--json");
Tracking.AssertUnrelatedKeystrokeParsesNothing();
// Everything is compiled to machine code before anything counts.
Race.Run(types: 100, coldRuns: 3, keystrokes: 60);
foreach (int types in new[] { 1, 100, 1000 })
    Report.Write(types, Race.Run(types, coldRuns: 5, keystrokes: 41), json);
