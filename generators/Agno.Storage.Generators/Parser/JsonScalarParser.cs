using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>The types that are one JSON string, number or literal.</summary>
internal static class JsonScalarParser
{
    public static JsonScalarModel? Parse(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol { IsSZArray: true, ElementType.SpecialType: SpecialType.System_Byte })
            return new("Base64", "Base64");
        return type.FullName() switch
        {
            "System.String" => new("StringOrNull", "String"),
            "System.Boolean" => new("Boolean", "Boolean"),
            "System.Char" => new("Char", "Char"),
            "System.SByte" or "System.Byte" or "System.Int16" or "System.UInt16" or "System.Int32" or "System.UInt32" or "System.Int64" or "System.UInt64"
                or "System.Single" or "System.Double" or "System.Decimal" or "System.Half" or "System.Int128" or "System.UInt128"
                => new(type.MetadataName, "Number", IsNumber: true),
            "System.Guid" or "System.DateTime" or "System.DateTimeOffset" or "System.DateOnly" or "System.TimeOnly" or "System.TimeSpan" or "System.Uri" or "System.Version"
                => new(type.MetadataName, type.MetadataName),
            _ => null,
        };
    }

    /// <summary>Dictionary keys that are written without a converter.</summary>
    public static bool IsKey(ITypeSymbol type) => type.SpecialType
        is SpecialType.System_String or SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
        or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64
        || type.Is("System.Guid");
}
