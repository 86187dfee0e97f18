using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Agno.Storage.CodeFixes;

/// <summary>Appends the next version to a record's snapshot file, and raises <c>Version</c> to it (AGS0201).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RecordVersionCodeFix)), Shared]
public sealed class RecordVersionCodeFix : CodeFixProvider
{
    // The diagnostic's arguments, which it carries as properties by their positions.
    private const string VersionArgument = "3";
    private const string PathArgument = "4";
    private const string BlockArgument = "5";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["AGS0201"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new AllRecords();

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Record version {diagnostic.Properties[VersionArgument]} in '{Path.GetFileName(diagnostic.Properties[PathArgument])}'",
                    cancellation => RecordAsync(context.Document.Project.Solution, context.Document.Id, diagnostic, cancellation),
                    equivalenceKey: nameof(RecordVersionCodeFix)),
                diagnostic);
        return Task.CompletedTask;
    }

    private static async Task<Solution> RecordAsync(Solution solution, DocumentId id, Diagnostic diagnostic, CancellationToken cancellation)
    {
        Document document = solution.GetDocument(id)!;
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        SemanticModel? model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        TextDocument? snapshot = document.Project.AdditionalDocuments.FirstOrDefault(file => file.FilePath == diagnostic.Properties[PathArgument]);
        if (snapshot is null || model is null || root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration)
            return solution;

        SourceText text = await snapshot.GetTextAsync(cancellation).ConfigureAwait(false);
        string block = diagnostic.Properties[BlockArgument]!;
        string before = text.ToString();
        if (before.Length > 0 && !before.EndsWith("\n", StringComparison.Ordinal))
            block = "\n" + block;
        solution = solution.WithAdditionalDocumentText(snapshot.Id, text.WithChanges(new TextChange(new TextSpan(text.Length, 0), block)));
        int version = int.Parse(diagnostic.Properties[VersionArgument]!, CultureInfo.InvariantCulture);
        return solution.WithDocumentSyntaxRoot(id, Raise(root, declaration, model, version));
    }

    private static SyntaxNode Raise(SyntaxNode root, TypeDeclarationSyntax declaration, SemanticModel model, int version)
    {
        AttributeSyntax? attribute = declaration.AttributeLists.SelectMany(list => list.Attributes)
            .FirstOrDefault(attribute => model.GetTypeInfo(attribute).Type?.ToDisplayString() == "Agno.Storage.SessionRecordAttribute");
        if (attribute?.ArgumentList is not { } arguments)
            return root;
        ExpressionSyntax number = SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(version));
        AttributeArgumentSyntax? written = arguments.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == "Version");
        if (written is not null)
            return root.ReplaceNode(written.Expression, number.WithTriviaFrom(written.Expression));
        // Without an argument the version is 1.
        return version == 1
            ? root
            : root.ReplaceNode(arguments, arguments.AddArguments(SyntaxFactory.AttributeArgument(
                SyntaxFactory.NameEquals(SyntaxFactory.IdentifierName("Version").WithTrailingTrivia(SyntaxFactory.Space))
                    .WithEqualsToken(SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space))
                    .WithLeadingTrivia(SyntaxFactory.Space),
                nameColon: null,
                number)));
    }

    // Each record has a file and an attribute of its own, so that the fixes are made one after the other.
    private sealed class AllRecords : FixAllProvider
    {
        public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
        {
            IEnumerable<Project> projects = context.Scope == FixAllScope.Solution ? context.Solution.Projects : [context.Project];
            var found = new List<(DocumentId Document, Diagnostic Diagnostic)>();
            foreach (Project project in projects)
            {
                ImmutableArray<Diagnostic> diagnostics = context is { Scope: FixAllScope.Document, Document: { } only }
                    ? await context.GetDocumentDiagnosticsAsync(only).ConfigureAwait(false)
                    : await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
                found.AddRange(from diagnostic in diagnostics let document = project.GetDocument(diagnostic.Location.SourceTree) where document is not null select (document.Id, diagnostic));
            }
            return CodeAction.Create("Record the versions of all records", cancellation => RecordAllAsync(context.Solution, found, cancellation), nameof(RecordVersionCodeFix));
        }

        // From the end of a document to its start: an edit moves only what comes after it.
        private static async Task<Solution> RecordAllAsync(Solution solution, List<(DocumentId Document, Diagnostic Diagnostic)> found, CancellationToken cancellation)
        {
            foreach ((DocumentId document, Diagnostic diagnostic) in found.OrderByDescending(pair => pair.Diagnostic.Location.SourceSpan.Start))
                solution = await RecordAsync(solution, document, diagnostic, cancellation).ConfigureAwait(false);
            return solution;
        }
    }
}
