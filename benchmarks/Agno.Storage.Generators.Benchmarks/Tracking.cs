using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agno.Storage.Generators.Benchmarks;

/// <summary>What the pipeline's steps say that they redid.</summary>
internal static class Tracking
{
    private const int Types = 100;

    /// <summary>Fails where a keystroke in an unrelated file gives any record, model or file anew.</summary>
    public static void AssertUnrelatedKeystrokeParsesNothing()
    {
        CSharpCompilation compilation = Project.Create(Types);
        GeneratorDriver driver = Project.CreateDriver(tracks: true, new SessionRecordGenerator()).RunGenerators(compilation);
        GeneratorRunResult result = driver.RunGenerators(compilation.Replace(Project.EditUnrelated(1))).GetRunResult().Results.Single();
        foreach (string step in new[] { TrackingNames.Parse, TrackingNames.Models })
            AssertKept(step, result.TrackedSteps[step]);
        AssertKept("output", result.TrackedOutputSteps.SelectMany(pair => pair.Value));
    }

    private static void AssertKept(string name, IEnumerable<IncrementalGeneratorRunStep> steps)
    {
        IncrementalStepRunReason[] reasons = [.. steps.SelectMany(step => step.Outputs).Select(output => output.Reason)];
        if (reasons.Length < Types || reasons.Any(reason => reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged)))
            throw new InvalidOperationException($"A keystroke in an unrelated file redid {name}: {string.Join(", ", reasons.Distinct())} of {reasons.Length}");
    }
}
