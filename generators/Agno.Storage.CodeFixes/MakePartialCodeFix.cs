using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Agno.Storage.CodeFixes;

/// <summary>Makes a session record, or a type around one, partial (AGS0001, AGS0017).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialCodeFix)), Shared]
public sealed class MakePartialCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["AGS0001", "AGS0017"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration)
            return;
        string title = $"Make '{declaration.Identifier.Text}' partial";
        context.RegisterCodeFix(
            CodeAction.Create(title, _ => Task.FromResult(MakePartial(context.Document, root, declaration)), equivalenceKey: nameof(MakePartialCodeFix)),
            context.Diagnostics);
    }

    private static Document MakePartial(Document document, SyntaxNode root, TypeDeclarationSyntax declaration)
    {
        var generator = SyntaxGenerator.GetGenerator(document);
        SyntaxNode partial = generator.WithModifiers(declaration, generator.GetModifiers(declaration).WithPartial(true));
        return document.WithSyntaxRoot(root.ReplaceNode(declaration, partial));
    }
}
