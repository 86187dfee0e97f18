using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>Decides which types have a column of their own, and how their values are stored there.</summary>
internal static class ScalarParser
{
    private const string JsonConverterAttribute = "System.Text.Json.Serialization.JsonConverterAttribute";
    private const string StringEnumConverter = "System.Text.Json.Serialization.JsonStringEnumConverter";
    private const string StringEnumMemberName = "System.Text.Json.Serialization.JsonStringEnumMemberNameAttribute";

    /// <summary>The scalar that a type is; <see cref="ScalarKind.None"/> for what is stored as JSON.</summary>
    /// <param name="type">The type without nullability.</param>
    /// <param name="member">The member, whose own string converter counts too.</param>
    public static ScalarKind Parse(ITypeSymbol type, ISymbol? member)
    {
        if (type.TypeKind == TypeKind.Enum)
            return IsStoredByName(member?.ConverterAttribute() is null ? type : member!) ? ScalarKind.EnumName : ScalarKind.EnumNumber;
        if (type is IArrayTypeSymbol { IsSZArray: true, ElementType.SpecialType: SpecialType.System_Byte })
            return ScalarKind.Bytes;
        return type.FullName() switch
        {
            "System.String" => ScalarKind.String,
            "System.Char" => ScalarKind.Char,
            "System.Boolean" => ScalarKind.Boolean,
            "System.SByte" => ScalarKind.SByte,
            "System.Byte" => ScalarKind.Byte,
            "System.Int16" => ScalarKind.Int16,
            "System.UInt16" => ScalarKind.UInt16,
            "System.Int32" => ScalarKind.Int32,
            "System.UInt32" => ScalarKind.UInt32,
            "System.Int64" => ScalarKind.Int64,
            "System.UInt64" => ScalarKind.UInt64,
            "System.Single" => ScalarKind.Single,
            "System.Double" => ScalarKind.Double,
            "System.Decimal" => ScalarKind.Decimal,
            "System.Guid" => ScalarKind.Guid,
            "System.DateTime" => ScalarKind.DateTime,
            "System.DateTimeOffset" => ScalarKind.DateTimeOffset,
            "System.DateOnly" => ScalarKind.DateOnly,
            "System.TimeOnly" => ScalarKind.TimeOnly,
            "System.TimeSpan" => ScalarKind.TimeSpan,
            "System.Uri" => ScalarKind.Uri,
            _ => ScalarKind.None,
        };
    }

    /// <summary>The converter of an enum that is neither stored by name nor by number, as far as the build knows; null for none.</summary>
    /// <param name="type">The type without nullability.</param>
    /// <param name="member">The member, whose own converter comes first.</param>
    public static string? OtherConverter(ITypeSymbol type, ISymbol member)
    {
        if (type.TypeKind != TypeKind.Enum || (member.ConverterAttribute() ?? type.ConverterAttribute()) is not { } attribute)
            return null;
        var converter = attribute.Argument() as INamedTypeSymbol;
        return attribute.AttributeClass!.Is(JsonConverterAttribute) && (converter is null || converter.Is(StringEnumConverter) || converter.IsJson("JsonNumberEnumConverter"))
            ? null
            : (converter ?? attribute.AttributeClass!).Name;
    }

    /// <summary>The name of the <c>ColumnKind</c> member for a scalar.</summary>
    public static string ColumnKind(ScalarKind scalar) => scalar switch
    {
        ScalarKind.None => "Json",
        ScalarKind.Bytes => "Blob",
        ScalarKind.Single or ScalarKind.Double => "Real",
        ScalarKind.String or ScalarKind.Char or ScalarKind.Decimal or ScalarKind.Guid or ScalarKind.DateTime or ScalarKind.DateTimeOffset
            or ScalarKind.DateOnly or ScalarKind.TimeOnly or ScalarKind.Uri or ScalarKind.EnumName => "Text",
        _ => "Integer",
    };

    public static EquatableArray<EnumNameModel> EnumNames(ITypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue)
            .GroupBy(field => field.ConstantValue)
            .SelectMany(fields => fields.Select((field, i) => new EnumNameModel(Naming.Escape(field.Name), StoredName(field), IsAlias: i > 0)))
            .GroupBy(name => name.Text).Select(names => names.First())
            .ToEquatableArray();

    private static string StoredName(IFieldSymbol field) =>
        field.Attribute(StringEnumMemberName)?.ConstructorArguments.FirstOrDefault().Value as string ?? field.Name;

    private static bool IsStoredByName(ISymbol symbol) =>
        symbol.Attribute(JsonConverterAttribute)?.ConstructorArguments.FirstOrDefault().Value is INamedTypeSymbol converter && converter.Is(StringEnumConverter);
}
