using System.Collections.Immutable;
using Agno.Storage.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Agno.Storage.Generators.Tests;

/// <summary>Code fixes, applied to what the analyzer reports: they give exactly this text, and the error is gone.</summary>
public sealed class CodeFixTests
{
    [Theory]
    [InlineData("public sealed class Session;", "public sealed partial class Session;")]
    [InlineData("class Session;", "partial class Session;")]
    [InlineData("internal record Session(string SessionId);", "internal partial record Session(string SessionId);")]
    public async Task MakesTheRecordPartial(string before, string after) =>
        await AssertFixed(new MakePartialCodeFix(), "AGS0001", Declare(before), Declare(after));

    [Fact]
    public async Task MakesTheContainerPartial() => await AssertFixed(
        new MakePartialCodeFix(),
        "AGS0017",
        """
        using Agno.Storage;

        // Kept.
        internal static class Outer
        {
            [SessionRecord(StorageMode.Agent)]
            internal sealed partial class Session;
        }
        """,
        """
        using Agno.Storage;

        // Kept.
        internal static partial class Outer
        {
            [SessionRecord(StorageMode.Agent)]
            internal sealed partial class Session;
        }
        """);

    [Fact]
    public async Task AddsTheTypeToTheContext() => await AssertFixed(
        new AddContextEntryCodeFix(),
        "AGS0101",
        WithContext("""
            // Kept.
            internal partial class Context : JsonSerializerContext;
            """),
        WithContext("""
            // Kept.
            [JsonSerializable(typeof(int[,]))]
            internal partial class Context : JsonSerializerContext;
            """));

    [Fact]
    public async Task AddsTheTypeToTheContextsOthers() => await AssertFixed(
        new AddContextEntryCodeFix(),
        "AGS0101",
        WithContext("""
            [JsonSerializable(typeof(string))]
            internal partial class Context : JsonSerializerContext;
            """),
        WithContext("""
            [JsonSerializable(typeof(string))]
            [JsonSerializable(typeof(int[,]))]
            internal partial class Context : JsonSerializerContext;
            """));

    private static string WithContext(string context) => $$"""
        using System.Text.Json.Serialization;
        using Agno.Storage;

        namespace Demo;

        {{context}}

        [SessionRecord(StorageMode.Agent, JsonContext = typeof(Context))]
        internal sealed partial class Session { public int[,]? Grid { get; set; } }
        """;

    private static string Declare(string declaration) => $$"""
        using Agno.Storage;

        namespace Demo;

        /// <summary>Kept.</summary>
        [SessionRecord(StorageMode.Agent)] // kept too
        {{declaration}}
        """;

    private static async Task AssertFixed(CodeFixProvider provider, string id, string before, string after)
    {
        using var workspace = new AdhocWorkspace();
        Document document = workspace.AddProject(ProjectInfo.Create(
                ProjectId.CreateNewId(), VersionStamp.Default, "Test", "Test", LanguageNames.CSharp,
                compilationOptions: GeneratorTestHost.Options, parseOptions: GeneratorTestHost.ParseOptions, metadataReferences: GeneratorTestHost.References))
            .AddDocument("Test.cs", before, filePath: "Test.cs");

        Diagnostic diagnostic = Assert.Single(await DiagnosticsOf(document), diagnostic => diagnostic.Id == id);
        Assert.Contains(id, provider.FixableDiagnosticIds);
        var actions = new List<CodeAction>();
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        ImmutableArray<CodeActionOperation> operations = await Assert.Single(actions).GetOperationsAsync(TestContext.Current.CancellationToken);
        Document changed = Assert.Single(operations.OfType<ApplyChangesOperation>()).ChangedSolution.GetDocument(document.Id)!;

        Assert.Equal(after, (await changed.GetTextAsync(TestContext.Current.CancellationToken)).ToString());
        Assert.DoesNotContain(await DiagnosticsOf(changed), diagnostic => diagnostic.Id == id);
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsOf(Document document)
    {
        Compilation compilation = (await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        GeneratorTestHost.CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation completed, out _, TestContext.Current.CancellationToken);
        return GeneratorTestHost.Analyze(completed, []);
    }
}
