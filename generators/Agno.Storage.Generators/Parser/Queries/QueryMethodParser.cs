using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser.Queries;

/// <summary>Repeats a query method as its generated part declares it.</summary>
internal static class QueryMethodParser
{
    private static readonly SymbolDisplayFormat Signature = new(
        SymbolDisplayGlobalNamespaceStyle.Included,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeRef,
        parameterOptions: SymbolDisplayParameterOptions.IncludeExtensionThis | SymbolDisplayParameterOptions.IncludeModifiers | SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static QueryMethodModel Parse(IMethodSymbol method) =>
        new(method.Name, Modifiers(method), string.Concat(method.ToDisplayParts(Signature).Select(Text)));

    /// <summary>Whether the method waits for a body that another file can give.</summary>
    public static bool NeedsBody(IMethodSymbol method, INamedTypeSymbol type) =>
        method is { IsPartialDefinition: true, PartialImplementationPart: null }
        && method.DeclaringSyntaxReferences[0].GetSyntax().FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } syntax && TypeParser.IsExtensible(type, syntax);

    // The names of parameters are escaped where they mean something else in an asynchronous method too.
    private static string Text(SymbolDisplayPart part) =>
        part.Kind is SymbolDisplayPartKind.ParameterName or SymbolDisplayPartKind.MethodName ? Naming.Escape(part.ToString().TrimStart('@')) : part.ToString();

    private static string Modifiers(IMethodSymbol method)
    {
        var syntax = (MethodDeclarationSyntax)method.DeclaringSyntaxReferences[0].GetSyntax();
        return string.Concat(syntax.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.PartialKeyword)).Select(modifier => modifier.Text + " "));
    }
}
