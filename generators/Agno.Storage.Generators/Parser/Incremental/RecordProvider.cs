using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser.Incremental;

/// <summary>
/// The records of a compilation, parsed once and again only after an edit that can change them. ForAttributeWithMetadataName would bind and
/// parse every record after every edit anywhere: a tenth of a second a keystroke in a project with a thousand of them.
/// </summary>
internal static class RecordProvider
{
    public static IncrementalValuesProvider<ParsedRecord> ParseRecords(this IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<TreeNames> names = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => node is CompilationUnitSyntax, static (syntax, _) => (CompilationUnitSyntax)syntax.Node)
            .Select(static (unit, _) => TreeNames.Of(unit));

        IncrementalValueProvider<Surroundings> surroundings = names.Collect()
            .Combine(context.CompilationProvider.Select(static (compilation, _) => new CompilationSettings(compilation)))
            .Select(static (pair, _) => new Surroundings(pair.Left.ToEquatableArray(), pair.Right));

        IncrementalValueProvider<EquatableArray<string>> aliases = names
            .Where(static tree => tree.Aliases.Count > 0)
            .Collect()
            .Select(static (trees, _) => trees.SelectMany(static tree => tree.Aliases).Distinct().ToEquatableArray());

        return context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => node is TypeDeclarationSyntax { AttributeLists.Count: > 0 }, static (syntax, _) => (TypeDeclarationSyntax)syntax.Node)
            .Combine(aliases)
            .Where(static pair => AttributeNames.MayBeRecord(pair.Left, pair.Right))
            .Select(static (pair, _) => pair.Left)
            .Combine(surroundings)
            .Combine(context.CompilationProvider)
            .Select(static (pair, cancellationToken) => RecordMemo.Parse(pair.Left.Left, pair.Left.Right, pair.Right, cancellationToken));
    }
}
