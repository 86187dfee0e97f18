using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>Names types in the names of generated members, without underscores.</summary>
internal static class JsonIds
{
    public static string Of(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Of(array.ElementType) + "Array",
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => "Nullable" + Of(nullable.TypeArguments[0]),
        INamedTypeSymbol { TypeArguments.Length: > 0 } generic => generic.Name.Replace("_", "") + "Of" + string.Join("And", generic.TypeArguments.Select(Of)),
        _ => type.Name.Replace("_", ""),
    };

    public static string Suffix(int handling, ITypeSymbol? converter) =>
        (handling == 0 ? "" : "Handling" + handling) + (converter is null ? "" : "By" + converter.Name.Replace("_", ""));
}
