using System.Collections.Immutable;
using Agno.Storage.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Agno.Storage.Generators.Tests.Evolution;

/// <summary>The code fix writes the block and raises the version; the build then has nothing more to say.</summary>
public sealed class RecordVersionCodeFixTests
{
    private const string Head = """
        # How the sessions of Ticket are stored, version by version. The build compares the last one with the declaration,
        # and upgrades stored tables from any of them. Commit this file; add to it, but leave the versions that were released as they are.

        """;

    private const string First = """
        version 1
          session_id    String NOT NULL
          user_id       String
          workflow_id   String
          created_at    Int64
          updated_at    Int64
          title         String
          legacy        Double
          memory        Json
          session_data  Json
          extra_data    Json
          workflow_data Json
          index (user_id, created_at, session_id)
          index (created_at, session_id)
          index (workflow_id, created_at, session_id)

        """;

    private const string Second = """
        version 2
          session_id    String NOT NULL
          user_id       String
          workflow_id   String
          created_at    Int64
          updated_at    Int64
          subject       String FORMERLY title
          note          String NOT NULL DEFAULT "it's \"{}\" \\"
          memory        Json
          session_data  Json
          extra_data    Json
          workflow_data Json
          index (user_id, created_at, session_id)
          index (created_at, session_id)
          index (workflow_id, created_at, session_id)
          index (note)
          dropped legacy

        """;

    private const string FirstRecord = """
        [SessionRecord(StorageMode.Workflow)]
        internal sealed partial class Ticket
        {
            public string? Title { get; set; }
            public double? Legacy { get; set; }
        }
        """;

    private const string SecondMembers = """
        [SessionDropped("legacy")]
        internal sealed partial class Ticket
        {
            [FormerName("Title")] public string? Subject { get; set; }
            [SessionIndex, SessionColumn(Default = "it's \"{}\" \\")] public string Note { get; set; } = "";
        }
        """;

    [Theory]
    [InlineData("[SessionRecord(StorageMode.Workflow)]", "[SessionRecord(StorageMode.Workflow, Version = 2)]")]
    [InlineData("[SessionRecord(StorageMode.Workflow, Table = \"t\") /* kept */]", "[SessionRecord(StorageMode.Workflow, Table = \"t\", Version = 2) /* kept */]")]
    [InlineData("[Agno.Storage.SessionRecordAttribute(StorageMode.Workflow, Version = 1, Table = \"t\")]", "[Agno.Storage.SessionRecordAttribute(StorageMode.Workflow, Version = 2, Table = \"t\")]")]
    [InlineData("[SessionRecord(StorageMode.Workflow, Version = 2)]", "[SessionRecord(StorageMode.Workflow, Version = 2)]")]
    public async Task AppendsTheNextVersion(string before, string after) => await AssertFixed(
        $"{before}\n{SecondMembers}", First, $"{after}\n{SecondMembers}", $"{First}\n{Second}");

    [Fact]
    public async Task StartsAnEmptyFile() => await AssertFixed(FirstRecord, "", FirstRecord, $"{Head}\n{First}");

    [Fact]
    public async Task EndsALastLineThatHasNoEnd() => await AssertFixed(
        $"[SessionRecord(StorageMode.Workflow)]\n{SecondMembers}", First.TrimEnd(), $"[SessionRecord(StorageMode.Workflow, Version = 2)]\n{SecondMembers}", $"{First}\n{Second}");

    [Fact]
    public async Task RecordsAllRecordsOfAProject()
    {
        string two = $"{FirstRecord}\n{FirstRecord.Replace("Ticket", "Order")}";
        using var workspace = new AdhocWorkspace();
        Document document = Open(workspace, two, ("Ticket.schema.txt", ""), ("Order.schema.txt", ""));
        ImmutableArray<Diagnostic> diagnostics = await DiagnosticsOf(document.Project);
        Assert.Equal(2, diagnostics.Length);

        var provider = new RecordVersionCodeFix();
        var context = new FixAllContext(document, provider, FixAllScope.Project, nameof(RecordVersionCodeFix), provider.FixableDiagnosticIds, new Known(diagnostics), TestContext.Current.CancellationToken);
        CodeAction? action = await provider.GetFixAllProvider().GetFixAsync(context);
        Solution changed = await Apply(action!);

        Assert.Empty(await DiagnosticsOf(changed.GetProject(document.Project.Id)!));
    }

    private static async Task AssertFixed(string before, string file, string after, string fileAfter)
    {
        using var workspace = new AdhocWorkspace();
        Document document = Open(workspace, before, ("Ticket.schema.txt", file));
        var provider = new RecordVersionCodeFix();
        var actions = new List<CodeAction>();
        Diagnostic diagnostic = Assert.Single(await DiagnosticsOf(document.Project));
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        Project changed = (await Apply(Assert.Single(actions))).GetProject(document.Project.Id)!;

        Assert.Equal(Source(after), (await changed.GetDocument(document.Id)!.GetTextAsync(TestContext.Current.CancellationToken)).ToString());
        Assert.Equal(fileAfter, (await changed.AdditionalDocuments.Single().GetTextAsync(TestContext.Current.CancellationToken)).ToString());
        Assert.Empty(await DiagnosticsOf(changed));
    }

    private static string Source(string declaration) => $"using Agno.Storage;\n\nnamespace Demo;\n\n{declaration}\n";

    private static Document Open(AdhocWorkspace workspace, string declaration, params (string Name, string Text)[] files)
    {
        var id = ProjectId.CreateNewId();
        return workspace.AddProject(ProjectInfo.Create(
                id, VersionStamp.Default, "Test", "Test", LanguageNames.CSharp,
                compilationOptions: GeneratorTestHost.Options, parseOptions: GeneratorTestHost.ParseOptions, metadataReferences: GeneratorTestHost.References,
                additionalDocuments: files.Select(file => DocumentInfo.Create(
                    DocumentId.CreateNewId(id), file.Name, loader: TextLoader.From(TextAndVersion.Create(SourceText.From(file.Text), VersionStamp.Default)), filePath: "folder/" + file.Name))))
            .AddDocument("Test.cs", Source(declaration), filePath: "Test.cs");
    }

    private static async Task<Solution> Apply(CodeAction action) =>
        Assert.Single((await action.GetOperationsAsync(TestContext.Current.CancellationToken)).OfType<ApplyChangesOperation>()).ChangedSolution;

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsOf(Project project) =>
        GeneratorTestHost.Analyze((await project.GetCompilationAsync(TestContext.Current.CancellationToken))!, project.AnalyzerOptions.AdditionalFiles);

    private sealed class Known(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
