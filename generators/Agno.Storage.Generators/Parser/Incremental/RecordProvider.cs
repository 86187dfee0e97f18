using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser.Incremental;

/// <summary>
/// The records of a compilation, parsed once and again only after an edit that can change them. ForAttributeWithMetadataName would bind and
/// parse every record after every edit anywhere: a tenth of a second a keystroke in a project with a thousand of them.
/// </summary>
internal static class RecordProvider
{
    private static readonly ParsedRecord Nothing = new(null, default);
    private static readonly DeclarationMemo<ParsedRecord> Memo = new(Parse);

    public static IncrementalValuesProvider<ParsedRecord> ParseRecords(this IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<TreeNames> names, IncrementalValueProvider<Surroundings> surroundings) => context.SyntaxProvider
        .CreateSyntaxProvider(static (node, _) => node is TypeDeclarationSyntax { AttributeLists.Count: > 0 }, static (syntax, _) => (TypeDeclarationSyntax)syntax.Node)
        .Combine(names.Spell(AttributeNames.OfRecords))
        .Where(static pair => pair.Right.MayBeOn(pair.Left))
        .Select(static (pair, _) => pair.Left)
        .Combine(surroundings)
        .Combine(context.CompilationProvider)
        .Select(static (pair, cancellationToken) => Memo.Parse(pair.Left.Left, pair.Left.Right, pair.Right, cancellationToken));

    private static (ParsedRecord, SyntaxTree[]) Parse(TypeDeclarationSyntax syntax, Surroundings surroundings, Compilation compilation, CancellationToken cancellationToken)
    {
        INamedTypeSymbol? type = compilation.GetSemanticModel(syntax.SyntaxTree).GetDeclaredSymbol(syntax, cancellationToken);
        AttributeData? attribute = type?.GetAttributes().FirstOrDefault(attribute =>
            attribute.AttributeClass?.Is(KnownTypes.SessionRecordAttribute) == true
            && attribute.ApplicationSyntaxReference is { } place && place.SyntaxTree == syntax.SyntaxTree && syntax.Span.Contains(place.Span));
        return type is null || attribute is null
            ? (Nothing, [])
            : (SessionRecordParser.Parse(type, attribute, syntax, surroundings, compilation), Dependencies.Of(type));
    }
}
