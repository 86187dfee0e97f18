using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agno.Storage.Generators.Tests.Queries;

/// <summary>What the pipeline redoes of queries after an edit.</summary>
public sealed class QueryIncrementalityTests
{
    private const string Usings = "using System.Collections.Generic; using Agno.Storage; namespace Demo; ";
    private const string Record = Usings + "[SessionRecord(StorageMode.Agent)] public sealed partial class Order { [SessionIndex] public int Number { get; set; } }";
    private const string Queries = Usings + "public static partial class Q { [SessionQuery] public static partial IAsyncEnumerable<Order> Of(this ISessionStore<Order> orders, int number); }";
    private const string Other = "namespace Demo; public static class Other { public static int Number => 1; }";

    [Fact]
    public void AnUnrelatedEditRedoesNothing()
    {
        GeneratorRunResult result = Edit([Record, Queries, Other], Other, Other.Replace("=> 1", "=> 2"));

        Assert.All(Reasons(result, TrackingNames.ParseQueries), reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString()));
        Assert.All(Reasons(result, TrackingNames.QueryModels), reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString()));
        Assert.All(result.TrackedOutputSteps.SelectMany(pair => pair.Value).SelectMany(step => step.Outputs), output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
        Assert.Contains(result.GeneratedSources, file => file.HintName == "Demo.Q.Queries.g.cs");
    }

    [Fact]
    public void AnotherQueryIsNotRedone()
    {
        const string Second = Usings + "public static partial class P { [SessionQuery] public static partial IAsyncEnumerable<Order> Of(this ISessionStore<Order> orders, int number); }";
        GeneratorRunResult result = Edit([Record, Queries, Second], Second, Second.Replace("number)", "number, int limit = 3)"));

        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged],
            Reasons(result, TrackingNames.QueryModels).Select(reason => reason == IncrementalStepRunReason.Cached ? IncrementalStepRunReason.Unchanged : reason).Order());
    }

    [Theory]
    [InlineData("another type of the member", Record, "int Number", "long Number")]
    [InlineData("no index", Record, "[SessionIndex] public int", "public int")]
    [InlineData("another column", Record, "public int", "[SessionColumn(\"no\")] public int")]
    [InlineData("another layout", Record, "StorageMode.Agent", "StorageMode.Agent, Layout = SessionLayout.V2")]
    [InlineData("another comparison", Queries, "int number", "[SessionWhere(nameof(Order.Number), SessionComparison.Above)] int number")]
    [InlineData("another name", Queries, " Of(", " By(")]
    public void AnEditThatMattersIsSeen(string what, string file, string before, string after)
    {
        string edited = file.Replace(before, after);
        GeneratorRunResult result = Edit([Record, Queries, Other], file, edited);
        CSharpCompilation fresh = Compile([.. new[] { Record, Queries, Other }.Select(text => text == file ? edited : text)]);
        GeneratorRunResult expected = GeneratorTestHost.CreateDriver().RunGenerators(fresh, TestContext.Current.CancellationToken).GetRunResult().Results.Single();

        Assert.True(edited != file, what);
        Assert.Equal(Texts(expected), Texts(result));
        Assert.Equal(expected.Diagnostics.Select(diagnostic => diagnostic.GetMessage()), result.Diagnostics.Select(diagnostic => diagnostic.GetMessage()));
    }

    [Fact]
    public void TheFirstPartOfAClassStandsForAll()
    {
        const string Part = Usings + "public static partial class Q { [SessionQuery] public static partial IAsyncEnumerable<Order> All(this ISessionStore<Order> orders); }";
        GeneratorRunResult result = GeneratorTestHost.CreateDriver().RunGenerators(Compile([Record, Queries, Part]), TestContext.Current.CancellationToken).GetRunResult().Results.Single();

        Assert.Null(result.Exception);
        string file = Texts(result)["Demo.Q.Queries.g.cs"];
        Assert.Contains(" Of(", file, StringComparison.Ordinal);
        Assert.Contains(" All(", file, StringComparison.Ordinal);
    }

    private static GeneratorRunResult Edit(string[] files, string file, string edited)
    {
        CSharpCompilation compilation = Compile(files);
        GeneratorDriver driver = GeneratorTestHost.CreateDriver().RunGenerators(compilation, TestContext.Current.CancellationToken);
        int i = Array.IndexOf(files, file);
        SyntaxTree tree = compilation.SyntaxTrees[i];
        return driver.RunGenerators(compilation.ReplaceSyntaxTree(tree, GeneratorTestHost.Parse(edited, tree.FilePath)), TestContext.Current.CancellationToken).GetRunResult().Results.Single();
    }

    private static CSharpCompilation Compile(string[] files) =>
        CSharpCompilation.Create("TestAssembly", files.Select((text, i) => GeneratorTestHost.Parse(text, $"{i}.cs")), GeneratorTestHost.References, GeneratorTestHost.Options);

    private static SortedDictionary<string, string> Texts(GeneratorRunResult result) =>
        new(result.GeneratedSources.ToDictionary(file => file.HintName, file => file.SourceText.ToString()), StringComparer.Ordinal);

    private static IncrementalStepRunReason[] Reasons(GeneratorRunResult result, string step)
    {
        IncrementalStepRunReason[] reasons = [.. result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason)];
        Assert.NotEmpty(reasons);
        return reasons;
    }
}
