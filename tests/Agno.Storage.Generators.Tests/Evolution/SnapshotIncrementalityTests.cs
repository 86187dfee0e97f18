using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agno.Storage.Generators.Tests.Evolution;

/// <summary>What the pipeline redoes after an edit where records have snapshot files.</summary>
public sealed class SnapshotIncrementalityTests
{
    private const string Records = """
        using Agno.Storage;

        [SessionRecord(StorageMode.Workflow)] internal sealed partial class First;
        [SessionRecord(StorageMode.Workflow)] internal sealed partial class Second;
        """;

    [Fact]
    public void AnEditOfAFileRedoesItsOwnRecordAlone()
    {
        var first = new TestFile("First.schema.txt", EvolutionDiagnosticTests.Version(1));
        var second = new TestFile("Second.schema.txt", EvolutionDiagnosticTests.Version(1));
        CSharpCompilation compilation = GeneratorTestHost.Compile(Records);
        GeneratorDriver driver = GeneratorTestHost.CreateDriver(first, second).RunGenerators(compilation, TestContext.Current.CancellationToken);

        driver = driver.ReplaceAdditionalText(second, new TestFile(second.Path, EvolutionDiagnosticTests.Version(1) + "version 2\n" + EvolutionDiagnosticTests.Version(1).Split('\n', 2)[1]));
        GeneratorRunResult result = driver.RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult().Results.Single();

        Assert.Equal(["AGS0207"], result.Diagnostics.Select(diagnostic => diagnostic.Id));
        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified], Reasons(result, TrackingNames.Models).Order().Select(reason => reason == IncrementalStepRunReason.Unchanged ? IncrementalStepRunReason.Cached : reason).Order().Reverse());
    }

    private static IncrementalStepRunReason[] Reasons(GeneratorRunResult result, string step)
    {
        IncrementalStepRunReason[] reasons = [.. result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason)];
        Assert.NotEmpty(reasons);
        return reasons;
    }
}
