using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>Converters, and the types that only a converter or the user's context can do.</summary>
internal sealed class JsonConverterParser(JsonGraphParser graph, INamedTypeSymbol? context)
{
    private const string Metadata = "global::System.Text.Json.Serialization.Metadata.JsonMetadataServices";

    /// <summary>A type whose JSON a converter does.</summary>
    public JsonTypeModel? Parse(ITypeSymbol type, JsonUse use)
    {
        if (use.Converter is null)
            return null;
        if (!use.Converter.AttributeClass!.IsJson("JsonConverterAttribute"))
        {
            graph.Report(JsonDescriptors.UnsupportedAttribute, use.Location, use.Member, use.Converter.AttributeClass!.Name, "only [JsonConverter(typeof(...))] itself names a converter at build time");
            return null;
        }
        var converter = use.Converter.Argument() as INamedTypeSymbol;
        if (converter is not null && type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumType)
        {
            if (converter.IsJson("JsonStringEnumConverter") && (converter.TypeArguments.Length == 0 || SymbolEqualityComparer.Default.Equals(converter.TypeArguments[0], type)))
                return Enum(graph, enumType, isByName: true);
            if (converter.IsJson("JsonNumberEnumConverter") && SymbolEqualityComparer.Default.Equals(converter.TypeArguments[0], type))
                return Enum(graph, enumType, isByName: false);
        }
        string typeName = JsonGraphParser.Name(type);
        if (converter is { IsAbstract: false, IsUnboundGenericType: false } && graph.IsAccessible(converter)
            && converter.InstanceConstructors.Any(constructor => constructor.Parameters.Length == 0 && graph.IsAccessible(constructor)))
        {
            for (INamedTypeSymbol? current = converter.BaseType; current is not null; current = current.BaseType)
            {
                if (current.IsJson("JsonConverterFactory"))
                    return Delegated(type, $"{Metadata}.CreateValueInfo<{typeName}>(Options, (global::System.Text.Json.Serialization.JsonConverter)new {JsonGraphParser.Name(converter)}().CreateConverter(typeof({typeName}), Options)!)");
                if (current.IsJson("JsonConverter") && current.TypeArguments.Length == 1 && SymbolEqualityComparer.Default.Equals(current.TypeArguments[0], type))
                    return Delegated(type, $"{Metadata}.CreateValueInfo<{typeName}>(Options, new {JsonGraphParser.Name(converter)}())");
            }
        }
        graph.Report(JsonDescriptors.InvalidConverter, use.Location, use.Member, converter?.Name ?? "null", type.ToDisplayString());
        return null;
    }

    /// <summary>A type that the library's own converter does.</summary>
    public JsonTypeModel BuiltIn(ITypeSymbol type, string converter) =>
        Delegated(type, $"{Metadata}.CreateValueInfo<{JsonGraphParser.Name(type)}>(Options, {Metadata}.{converter})");

    public bool IsInContext(ITypeSymbol type) => context is not null
        && context.AllJson(JsonAttributes.Serializable).Any(attribute => SymbolEqualityComparer.Default.Equals(attribute.Argument() as ITypeSymbol, type));

    /// <summary>A type that the user's context does; without it, an error that says <paramref name="reason"/>.</summary>
    public JsonTypeModel? Delegate(ITypeSymbol type, JsonUse use, string reason)
    {
        string typeName = JsonGraphParser.Name(type);
        if (context is not null && IsInContext(type))
            return Delegated(type, $"(global::System.Text.Json.Serialization.Metadata.JsonTypeInfo<{typeName}>)Options.GetTypeInfo(typeof({typeName}))");
        if (context is null)
            graph.Report(JsonDescriptors.UnsupportedType, use.Location, use.Member, type.Readable(), reason, use.Ignore);
        else
            graph.Report(JsonDescriptors.MissingFromContext, use.Location, use.Member, type.Readable(), context.Name);
        return null;
    }

    public static JsonTypeModel Enum(JsonGraphParser graph, INamedTypeSymbol type, bool isByName)
    {
        INamedTypeSymbol underlying = type.EnumUnderlyingType!;
        return graph.Model(type, JsonShape.Enum) with
        {
            Enum = new(
                JsonGraphParser.Name(underlying),
                JsonScalarParser.Parse(underlying)!,
                isByName,
                isByName ? Names(type) : default),
        };
    }

    // A value with two names has none here: System.Text.Json's converter, which does all that is not exactly a name, chooses.
    private static EquatableArray<EnumNameModel> Names(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue)
            .GroupBy(field => field.ConstantValue).Where(group => group.Count() == 1).Select(group => group.First())
            .Select(field => new EnumNameModel(Naming.Escape(field.Name), field.Json("JsonStringEnumMemberName")?.Argument() as string ?? field.Name, IsAlias: false))
            .ToEquatableArray();

    private JsonTypeModel Delegated(ITypeSymbol type, string typeInfo) => graph.Model(type, JsonShape.Delegated) with { Expression = typeInfo };
}
