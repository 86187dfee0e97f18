using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Agno.Storage.Generators.Parser.Incremental;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser.Queries;

/// <summary>Turns the methods of a class that carry <c>[SessionQuery]</c> or <c>[SessionDelete]</c> into models.</summary>
internal static class QueryClassParser
{
    public static ParsedQueries Parse(INamedTypeSymbol type, Surroundings surroundings, Compilation compilation, CancellationToken cancellationToken)
    {
        var diagnostics = new List<DiagnosticInfo>();
        var queries = new List<QueryModel>();
        var failed = new List<QueryMethodModel>();
        if (TypeParser.CheckLanguage(type.Name, type.Locations[0]) is { } tooOld)
            return new(null, new[] { tooOld }.ToEquatableArray());
        foreach (IMethodSymbol method in MethodsOf(type))
        {
            cancellationToken.ThrowIfCancellationRequested();
            QueryModel? query = null;
            if (WhyNotGeneratable(method) is { } fault)
                diagnostics.Add(DiagnosticInfo.Of(QueryDescriptors.NotGeneratable, method.Locations[0], method.Name, fault));
            else
                query = QueryParser.Parse(method, NameStruct(method, queries), compilation, diagnostics);
            if (query is not null)
                queries.Add(query);
            else if (QueryMethodParser.NeedsBody(method, type))
                failed.Add(QueryMethodParser.Parse(method));
        }
        if (queries.Count + failed.Count == 0)
            return new(null, diagnostics.ToEquatableArray());
        var model = new QueryClassModel
        {
            HintName = TypeParser.HintName(type, surroundings),
            Namespace = TypeParser.Namespace(type),
            ContainingTypes = TypeParser.ContainingTypes(type),
            Declaration = TypeParser.Declaration(type),
            Name = type.Name,
            Prefix = ReservedPrefix.Of(type, MethodsOf(type).SelectMany(method => method.Parameters).Select(parameter => parameter.Name), surroundings),
            Queries = queries.ToEquatableArray(),
            Failed = failed.ToEquatableArray(),
        };
        return new(model, diagnostics.ToEquatableArray());
    }

    public static IEnumerable<IMethodSymbol> MethodsOf(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().Where(method => QueryParser.AttributesOf(method).Any());

    private static string? WhyNotGeneratable(IMethodSymbol method)
    {
        INamedTypeSymbol type = method.ContainingType;
        TypeDeclarationSyntax[] declarations = [.. method.Locations[0].SourceTree!.GetRoot().FindNode(method.Locations[0].SourceSpan).Ancestors().OfType<TypeDeclarationSyntax>()];
        return method switch
        {
            _ when QueryParser.AttributesOf(method).Count() > 1 => "it has [SessionQuery] and [SessionDelete]: keep one of them",
            { PartialImplementationPart: not null } => "it has a body: remove that",
            { IsPartialDefinition: false } => "it is not partial: write 'partial' before its return type, and no body",
            { IsGenericMethod: true } => "it is generic: write a method for each type",
            _ when type.TypeKind == TypeKind.Interface => "an interface holds it: put it into a class",
            _ when declarations.Any(declaration => declaration.Modifiers.Any(SyntaxKind.FileKeyword)) => "it is in a file-local type, which generated code can't add to: remove 'file'",
            _ when declarations.Any(declaration => declaration.TypeParameterList is not null) => "a type around it is generic: put it into one that is not",
            _ when declarations.FirstOrDefault(declaration => !declaration.Modifiers.Any(SyntaxKind.PartialKeyword)) is { } whole => $"'{whole.Identifier.Text}' around it is not partial: write 'partial' before its keyword",
            _ when method.Parameters.FirstOrDefault(parameter => parameter.RefKind != RefKind.None || parameter.IsParams) is { } parameter => $"'{parameter.Name}' is not a plain parameter: remove 'ref', 'in', 'out' or 'params'",
            _ => null,
        };
    }

    private static string NameStruct(IMethodSymbol method, List<QueryModel> queries)
    {
        string name = GeneratedName.Of("Query", method.Name);
        for (int number = 2; queries.Exists(query => query.Struct == name); number++)
            name = GeneratedName.Of($"Query{number}", method.Name);
        return name;
    }
}
