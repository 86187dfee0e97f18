using System.Collections.Immutable;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser.Incremental;

/// <summary>What the names in a compilation may mean.</summary>
internal static class SurroundingsProvider
{
    /// <summary>What each file contributes.</summary>
    public static IncrementalValuesProvider<TreeNames> ReadNames(this IncrementalGeneratorInitializationContext context) => context.SyntaxProvider
        .CreateSyntaxProvider(static (node, _) => node is CompilationUnitSyntax, static (syntax, _) => (CompilationUnitSyntax)syntax.Node)
        .Select(static (unit, _) => TreeNames.Of(unit));

    /// <summary>All of it together.</summary>
    public static IncrementalValueProvider<Surroundings> Surround(this IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<TreeNames> names) => names.Collect()
        .Combine(context.CompilationProvider.Select(static (compilation, _) => new CompilationSettings(compilation)))
        .Select(static (pair, _) => new Surroundings(pair.Left.ToEquatableArray(), pair.Right));

    /// <summary>The spellings of attributes in the project.</summary>
    public static IncrementalValueProvider<AttributeNames> Spell(this IncrementalValuesProvider<TreeNames> names, Func<IEnumerable<UsingAlias>, AttributeNames> spell) => names
        .Where(static tree => tree.Aliases.Count > 0)
        .Collect()
        .Select((trees, _) => spell(trees.SelectMany(static tree => tree.Aliases)));
}
