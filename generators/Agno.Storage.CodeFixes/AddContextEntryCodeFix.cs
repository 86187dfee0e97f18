using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Agno.Storage.CodeFixes;

/// <summary>Adds the type that a <c>JsonSerializerContext</c> lacks to it (AGS0101).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddContextEntryCodeFix)), Shared]
public sealed class AddContextEntryCodeFix : CodeFixProvider
{
    // The diagnostic's arguments, which it carries as properties by their positions.
    private const string TypeArgument = "1";
    private const string ContextArgument = "2";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["AGS0101"];

    /// <inheritdoc/>
    // Two entries for one context are two edits of one declaration, which a batch can't merge.
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Compilation? compilation = await context.Document.Project.GetCompilationAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (compilation is null
                || !diagnostic.Properties.TryGetValue(TypeArgument, out string? type) || type is null
                || !diagnostic.Properties.TryGetValue(ContextArgument, out string? name) || name is null
                || FindContext(compilation, name, context.CancellationToken) is not { } declaration)
                continue;
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Add [JsonSerializable(typeof({type}))] to '{name}'",
                    cancellation => AddEntryAsync(context.Document.Project.Solution, declaration, type, cancellation),
                    equivalenceKey: $"{nameof(AddContextEntryCodeFix)}:{name}:{type}"),
                diagnostic);
        }
    }

    private static SyntaxReference? FindContext(Compilation compilation, string name, CancellationToken cancellation) =>
        compilation.GetSymbolsWithName(name, SymbolFilter.Type, cancellation).OfType<INamedTypeSymbol>()
            .FirstOrDefault(type => type.BaseType?.ToDisplayString() == "System.Text.Json.Serialization.JsonSerializerContext")
            ?.DeclaringSyntaxReferences.FirstOrDefault();

    private static async Task<Solution> AddEntryAsync(Solution solution, SyntaxReference reference, string type, CancellationToken cancellation)
    {
        if (solution.GetDocument(reference.SyntaxTree) is not { } document)
            return solution;
        SyntaxNode declaration = await reference.GetSyntaxAsync(cancellation).ConfigureAwait(false);
        DocumentEditor editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        AttributeArgumentSyntax argument = SyntaxFactory.AttributeArgument(SyntaxFactory.TypeOfExpression(SyntaxFactory.ParseTypeName(type)));
        SyntaxNode attribute = editor.Generator.Attribute("System.Text.Json.Serialization.JsonSerializable", argument)
            .WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation, Formatter.Annotation);
        editor.AddAttribute(declaration, attribute);
        return editor.GetChangedDocument().Project.Solution;
    }
}
