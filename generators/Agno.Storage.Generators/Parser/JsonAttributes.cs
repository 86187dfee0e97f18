using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>The attributes of System.Text.Json.</summary>
internal static class JsonAttributes
{
    public const string PropertyName = "JsonPropertyName";
    public const string Ignore = "JsonIgnore";
    public const string Include = "JsonInclude";
    public const string Required = "JsonRequired";
    public const string Constructor = "JsonConstructor";
    public const string ExtensionData = "JsonExtensionData";
    public const string PropertyOrder = "JsonPropertyOrder";
    public const string Converter = "JsonConverter";
    public const string DerivedType = "JsonDerivedType";
    public const string Polymorphic = "JsonPolymorphic";
    public const string NumberHandling = "JsonNumberHandling";
    public const string UnmappedMemberHandling = "JsonUnmappedMemberHandling";
    public const string ObjectCreationHandling = "JsonObjectCreationHandling";
    public const string Serializable = "JsonSerializable";
    public const string SourceGenerationOptions = "JsonSourceGenerationOptions";

    private const string Namespace = "System.Text.Json.Serialization";

    /// <summary>The attribute of that name, without its <c>Attribute</c> suffix.</summary>
    public static AttributeData? Json(this ISymbol symbol, string name) => symbol.Attribute($"{Namespace}.{name}Attribute");

    /// <summary>All attributes of that name.</summary>
    public static IEnumerable<AttributeData> AllJson(this ISymbol symbol, string name) =>
        symbol.GetAttributes().Where(attribute => attribute.AttributeClass?.Is($"{Namespace}.{name}Attribute") == true);

    /// <summary>The attribute's first argument.</summary>
    public static object? Argument(this AttributeData attribute) => attribute.ConstructorArguments.FirstOrDefault().Value;

    /// <summary>Whether the type is that of System.Text.Json.Serialization.</summary>
    public static bool IsJson(this ITypeSymbol type, string name) => type.Is($"{Namespace}.{name}");

    /// <summary>The attribute by which a symbol names its converter, or one that derives from it.</summary>
    public static AttributeData? ConverterAttribute(this ISymbol symbol)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
            for (INamedTypeSymbol? type = attribute.AttributeClass; type is not null; type = type.BaseType)
                if (type.IsJson("JsonConverterAttribute"))
                    return attribute;
        return null;
    }
}
