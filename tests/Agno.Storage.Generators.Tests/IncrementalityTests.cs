using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agno.Storage.Generators.Tests;

/// <summary>What the pipeline redoes after an edit: as little as possible, and as much as needed.</summary>
public sealed class IncrementalityTests
{
    private static readonly string[] Steps = [TrackingNames.Parse, TrackingNames.Models, TrackingNames.Dialects];

    private const string Faulty = """
        using Agno.Storage;

        namespace Demo;

        [SessionRecord(StorageMode.Agent)]
        internal abstract partial class Abstract;
        """;

    [Theory]
    [InlineData(Sources.EmptyAgent)]
    [InlineData(Sources.Scalars)]
    [InlineData(Sources.NullableScalars)]
    [InlineData(Sources.PositionalRecord)]
    [InlineData(Sources.Converters)]
    [InlineData(Sources.JsonMembers)]
    public void AnUnrelatedFileRedoesNothing(string source)
    {
        GeneratorRunResult result = RunTwice(source, compilation => compilation.AddSyntaxTrees(GeneratorTestHost.Parse("class Unrelated;", "Unrelated.cs")));
        AssertAllCached(result);
    }

    [Fact]
    public void AnUnrelatedEditOfTheSameFileRedoesNothing()
    {
        GeneratorRunResult result = Edit(Sources.Scalars, Sources.Scalars.Replace("public string Text", "/* a comment\n */ public string Text") + "\nclass Unrelated;");
        AssertAllCached(result);
    }

    [Fact]
    public void AnEditedBodyRedoesNothing()
    {
        GeneratorRunResult result = Edit(Sources.PositionalRecord, Sources.PositionalRecord.Replace("Title + Priority", "Title + \" \" + Priority"));
        AssertAllCached(result);
    }

    [Theory]
    [InlineData("public int Signed32", "public int Renamed")]
    [InlineData("public int Signed32", "public long Signed32")]
    [InlineData("public int Signed32", "public int? Signed32")]
    [InlineData("public int Signed32", "[SessionIndex] public int Signed32")]
    [InlineData("StorageMode.Agent", "StorageMode.Team")]
    [InlineData("deep-blue", "pale-blue")]
    public void AnEditOfADeclarationIsSeen(string before, string after)
    {
        string edited = Sources.Scalars.Replace(before, after);
        GeneratorRunResult result = Edit(Sources.Scalars, edited);
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, TrackingNames.Models));
        Assert.Equal(
            GeneratorTestHost.Run(edited).Files,
            result.GeneratedSources.ToDictionary(file => file.HintName, file => file.SourceText.ToString()));
    }

    [Fact]
    public void AnEditOfAJsonTypeIsSeen()
    {
        GeneratorRunResult result = Edit(Sources.JsonMembers, Sources.JsonMembers.Replace("Note(string Text, int Rank)", "Note(string Text, long Rank)"));
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, TrackingNames.Models));
    }

    [Fact]
    public void ARecordIsNotRedoneForAnother()
    {
        string two = Sources.EmptyAgent + "\n[SessionRecord(StorageMode.Team)] internal sealed partial class Second { public int Number { get; set; } }";
        GeneratorRunResult result = Edit(two, two.Replace("int Number", "long Number"));
        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged],
            Reasons(result, TrackingNames.Models).Select(Settle).Order());

        static IncrementalStepRunReason Settle(IncrementalStepRunReason reason) =>
            reason == IncrementalStepRunReason.Cached ? IncrementalStepRunReason.Unchanged : reason;
    }

    [Fact]
    public void AMovedErrorRedoesNoSource()
    {
        GeneratorRunResult result = Edit(Sources.EmptyAgent.Replace("EmptyAgent;", "EmptyAgent { }") + "\n" + Second, Sources.EmptyAgent.Replace("EmptyAgent;", "EmptyAgent { }") + "\n\n" + Second);
        Assert.All(SourceOutputs(result), reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString()));
        Assert.Contains(IncrementalStepRunReason.Modified, Reasons(result, TrackingNames.Diagnostics));
    }

    [Fact]
    public void ACorrectedErrorIsForgotten()
    {
        GeneratorRunResult result = Edit(Faulty, Faulty.Replace("abstract ", ""));
        Assert.Empty(result.Diagnostics);
        Assert.NotEmpty(result.GeneratedSources);
    }

    [Fact]
    public void TheSameSourceGivesTheSameFiles() =>
        Assert.Equal(GeneratorTestHost.Run(Sources.Scalars).Files, GeneratorTestHost.Run(Sources.Scalars).Files);

    private const string Second = "[SessionRecord(StorageMode.Team)] internal abstract partial class Second;";

    private static GeneratorRunResult Edit(string before, string after) =>
        RunTwice(before, compilation => compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.Single(), GeneratorTestHost.Parse(after)));

    private static GeneratorRunResult RunTwice(string source, Func<CSharpCompilation, CSharpCompilation> edit)
    {
        CSharpCompilation compilation = GeneratorTestHost.Compile(source);
        GeneratorDriver driver = GeneratorTestHost.CreateDriver().RunGenerators(compilation, TestContext.Current.CancellationToken);
        return driver.RunGenerators(edit(compilation), TestContext.Current.CancellationToken).GetRunResult().Results.Single();
    }

    private static void AssertAllCached(GeneratorRunResult result)
    {
        Assert.NotEmpty(result.GeneratedSources);
        foreach (string step in Steps)
            Assert.All(Reasons(result, step), reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{step}: {reason}"));
        Assert.All(SourceOutputs(result), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    private static IncrementalStepRunReason[] Reasons(GeneratorRunResult result, string step)
    {
        IncrementalStepRunReason[] reasons = [.. result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason)];
        Assert.NotEmpty(reasons);
        return reasons;
    }

    // Sources and diagnostics are outputs alike, told apart by the steps they come from.
    private static IncrementalStepRunReason[] SourceOutputs(GeneratorRunResult result)
    {
        IncrementalStepRunReason[] reasons =
        [
            .. result.TrackedOutputSteps.SelectMany(pair => pair.Value)
                .Where(step => !ComesFrom(step, TrackingNames.Diagnostics))
                .SelectMany(step => step.Outputs).Select(output => output.Reason),
        ];
        Assert.NotEmpty(reasons);
        return reasons;
    }

    private static bool ComesFrom(IncrementalGeneratorRunStep step, string name) =>
        step.Name == name || step.Inputs.Any(input => ComesFrom(input.Source, name));
}
