using Agno.Storage.Generators.Parser.Queries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser.Incremental;

/// <summary>The classes with query methods of a compilation, parsed once and again only after an edit that can change them, as records are.</summary>
internal static class QueryProvider
{
    private static readonly ParsedQueries Nothing = new(null, default);
    private static readonly DeclarationMemo<ParsedQueries> Memo = new(Parse);

    public static IncrementalValuesProvider<ParsedQueries> ParseQueries(this IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<TreeNames> names, IncrementalValueProvider<Surroundings> surroundings) => context.SyntaxProvider
        .CreateSyntaxProvider(static (node, _) => node is TypeDeclarationSyntax type && HasMarkedMethods(type), static (syntax, _) => (TypeDeclarationSyntax)syntax.Node)
        .Combine(names.Spell(AttributeNames.OfQueries))
        .Where(static pair => pair.Right.MayBeOnMethodOf(pair.Left))
        .Select(static (pair, _) => pair.Left)
        .Combine(surroundings)
        .Combine(context.CompilationProvider)
        .Select(static (pair, cancellationToken) => Memo.Parse(pair.Left.Left, pair.Left.Right, pair.Right, cancellationToken));

    private static bool HasMarkedMethods(TypeDeclarationSyntax type)
    {
        foreach (MemberDeclarationSyntax member in type.Members)
            if (member is MethodDeclarationSyntax { AttributeLists.Count: > 0 })
                return true;
        return false;
    }

    private static (ParsedQueries, SyntaxTree[]) Parse(TypeDeclarationSyntax syntax, Surroundings surroundings, Compilation compilation, CancellationToken cancellationToken)
    {
        INamedTypeSymbol? type = compilation.GetSemanticModel(syntax.SyntaxTree).GetDeclaredSymbol(syntax, cancellationToken);
        if (type is null)
            return (Nothing, []);
        SyntaxTree[] trees = Dependencies.Of(type, QueryClassParser.MethodsOf(type));
        // The parts of a class are parsed together, with the first that has a query.
        SyntaxNode? first = QueryClassParser.MethodsOf(type).SelectMany(QueryParser.AttributesOf).FirstOrDefault()?.ApplicationSyntaxReference?.GetSyntax(cancellationToken);
        return first?.FirstAncestorOrSelf<TypeDeclarationSyntax>() == syntax
            ? (QueryClassParser.Parse(type, surroundings, compilation, cancellationToken), trees)
            : (Nothing, trees);
    }
}
