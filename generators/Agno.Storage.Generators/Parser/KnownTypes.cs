using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser;

/// <summary>Recognises types by their full names, so that no symbol has to be looked up.</summary>
internal static class KnownTypes
{
    public const string SessionRecordContract = "Agno.Storage.Records.ISessionRecord";
    public const string SessionRecordAttribute = "Agno.Storage.SessionRecordAttribute";
    public const string SessionColumnAttribute = "Agno.Storage.SessionColumnAttribute";
    public const string SessionVersionAttribute = "Agno.Storage.SessionVersionAttribute";
    public const string SessionIndexAttribute = "Agno.Storage.SessionIndexAttribute";
    public const string SessionRunsAttribute = "Agno.Storage.SessionRunsAttribute";
    public const string SessionIgnoreAttribute = "Agno.Storage.SessionIgnoreAttribute";
    public const string SessionJsonAttribute = "Agno.Storage.SessionJsonAttribute";

    public const string FormerNameAttribute = "Agno.Storage.FormerNameAttribute";
    public const string SessionDroppedAttribute = "Agno.Storage.SessionDroppedAttribute";
    public const string SessionBackfillAttribute = "Agno.Storage.SessionBackfillAttribute";

    public const string SessionQueryAttribute = "Agno.Storage.SessionQueryAttribute";
    public const string SessionDeleteAttribute = "Agno.Storage.SessionDeleteAttribute";
    public const string SessionOrderAttribute = "Agno.Storage.SessionOrderAttribute";
    public const string SessionWhereAttribute = "Agno.Storage.SessionWhereAttribute";

    public const string GeneratedCodeAttribute = "System.CodeDom.Compiler.GeneratedCodeAttribute";

    /// <summary>The tool that generated code names.</summary>
    public const string Generator = "Agno.Storage.Generators";

    /// <summary>A list, and the interfaces of one: each holds elements in their order, and a <c>List</c> is all of them.</summary>
    public static readonly IReadOnlyList<string> Lists = [.. new[] { "IList", "List", "IReadOnlyList", "IEnumerable", "ICollection", "IReadOnlyCollection" }.Select(name => "System.Collections.Generic." + name)];

    private static readonly SymbolDisplayFormat MetadataName = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    /// <summary>The type's full name without type arguments: <c>System.Collections.Generic.List</c>.</summary>
    public static string FullName(this ITypeSymbol type) => type.OriginalDefinition.ToDisplayString(MetadataName);

    public static bool Is(this ITypeSymbol type, string fullName) => type.FullName() == fullName;

    public static AttributeData? Attribute(this ISymbol symbol, string fullName) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.Is(fullName) == true);

    public static object? Named(this AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value;

    /// <summary>Where the member is declared; where that is another assembly, the record, and nowhere if that is there too.</summary>
    public static Location LocationWithin(this ISymbol member, INamedTypeSymbol record) =>
        member.Locations.Concat(record.Locations).FirstOrDefault(location => location.IsInSource) ?? Location.None;

    /// <summary>Where a named argument of the attribute is written, or null.</summary>
    public static Location? LocationOf(this AttributeData attribute, string name) =>
        (attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax)?.ArgumentList?.Arguments
            .FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name)?.Expression.GetLocation();

    /// <summary>The type as generated code names it, with its nullability.</summary>
    public static string Display(this ITypeSymbol type) => type.ToDisplayString(
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier));

    /// <summary>The type as a message names it, so that it can be copied into code.</summary>
    public static string Readable(this ITypeSymbol type) => type.ToDisplayString(
        SymbolDisplayFormat.CSharpErrorMessageFormat.RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseAsterisksInMultiDimensionalArrays));

    /// <summary>The type without its own nullability: <c>int</c> of <c>int?</c>, <c>string</c> of <c>string?</c>.</summary>
    public static ITypeSymbol Bare(this ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);

    /// <summary>Whether a value may be null: also of a reference type in code that does not say, because nullable annotations are off there.</summary>
    public static bool AllowsNull(this ITypeSymbol type) =>
        type.IsValueType
            ? type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
            : type.NullableAnnotation != NullableAnnotation.NotAnnotated;

    /// <summary>Whether the code says that a value may be null, by a '?'.</summary>
    public static bool IsMarkedNullable(this ITypeSymbol type) => type.AllowsNull() && (type.IsValueType || type.NullableAnnotation == NullableAnnotation.Annotated);
}
