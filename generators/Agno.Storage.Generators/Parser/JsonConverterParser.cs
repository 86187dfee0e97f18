using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Emitter;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>Converters, and the types that only a converter, the user's context or ready-made options can do.</summary>
internal sealed class JsonConverterParser(JsonGraphParser graph, JsonContextOptions context)
{
    private const string Metadata = "global::System.Text.Json.Serialization.Metadata.JsonMetadataServices";
    private const string OptionsType = "System.Text.Json.JsonSerializerOptions";

    private readonly JsonFormerNames _formerNames = new(graph);

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
            string converterName = JsonGraphParser.Name(converter);
            for (INamedTypeSymbol? current = converter.BaseType; current is not null && !IsOfAnother(current, type); current = current.BaseType)
            {
                if (current.IsJson("JsonConverterFactory"))
                    return Converted(type, use, converterName, $"(global::System.Text.Json.Serialization.JsonConverter)new {converterName}().CreateConverter(typeof({typeName}), Options)!");
                if (current.IsJson("JsonConverter") && current.TypeArguments.Length == 1 && SymbolEqualityComparer.Default.Equals(current.TypeArguments[0], type))
                    return Converted(type, use, converterName, $"new {converterName}()");
            }
        }
        graph.Report(JsonDescriptors.InvalidConverter, use.Location, use.Member, converter?.Name ?? "null", type.ToDisplayString());
        return null;
    }

    /// <summary>A type that the library's own converter does.</summary>
    public JsonTypeModel BuiltIn(ITypeSymbol type, string converter) =>
        graph.Model(type, JsonShape.Delegated) with { Expression = $"{Metadata}.CreateValueInfo<{JsonGraphParser.Name(type)}>(Options, {Metadata}.{converter})" };

    /// <summary>A type that the user's context does.</summary>
    public JsonTypeModel ByContext(ITypeSymbol type, JsonUse use) => Delegated(type, use, JsonDelegation.Context, "Options");

    /// <summary>A type that ready-made options do.</summary>
    public JsonTypeModel ByOptions(ITypeSymbol type, JsonUse use) =>
        Delegated(type, use, JsonDelegation.Options, $"static () => {use.Options}, {RecordFile.Literal(use.Options!.Replace("global::", ""))}{string.Concat(Alike(type).Select(alike => $", typeof({alike})"))}");

    // The lists that a List is, which options read as one.
    private static IEnumerable<string> Alike(ITypeSymbol type) =>
        KnownTypes.Lists.Contains(type.FullName())
            ? KnownTypes.Lists.Where(list => list != type.FullName()).Select(list => $"global::{list}<{JsonGraphParser.Name(((INamedTypeSymbol)type).TypeArguments[0])}>")
            : [];

    /// <summary>What to say of a type that nothing can do.</summary>
    public JsonTypeModel? Refuse(ITypeSymbol type, JsonUse use, string reason)
    {
        if (context.Symbol is null)
            graph.Report(JsonDescriptors.UnsupportedType, use.Location, use.Member, type.Readable(), reason, use.Ignore);
        else
            graph.Report(JsonDescriptors.MissingFromContext, use.Location, use.Member, type.Readable(), context.Symbol.Name);
        return null;
    }

    /// <summary>The options that an attribute names, as generated code reaches them; null where there are none, empty after an error.</summary>
    public string? Options(AttributeData? attribute, string where, Location location)
    {
        if (attribute?.ConstructorArguments is not { Length: 2 } arguments || arguments[0].Value is not INamedTypeSymbol type || arguments[1].Value is not string name)
            return null;
        bool isFound = graph.IsAccessible(type) && type.GetMembers(name).Any(member => member.IsStatic && graph.IsAccessible(member) && member switch
        {
            IPropertySymbol { GetMethod: { } get } property => graph.IsAccessible(get) && property.Type.Is(OptionsType),
            IFieldSymbol field => field.Type.Is(OptionsType),
            _ => false,
        });
        if (isFound)
            return $"{JsonGraphParser.Name(type)}.{Naming.Escape(name)}";
        graph.Report(JsonDescriptors.InvalidOptions, location, where, $"{type.Name}.{name}");
        return "";
    }

    // A factory for enums, which would fail at another type only when it is asked.
    private static bool IsOfAnother(INamedTypeSymbol factory, ITypeSymbol type) =>
        (factory.IsJson("JsonStringEnumConverter") || factory.IsJson("JsonNumberEnumConverter"))
        && (factory.TypeArguments.Length == 0 ? type.TypeKind != TypeKind.Enum : !SymbolEqualityComparer.Default.Equals(factory.TypeArguments[0], type));

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

    private JsonTypeModel Converted(ITypeSymbol type, JsonUse use, string name, string converter) =>
        Delegated(type, use, JsonDelegation.Converter, $"{Metadata}.CreateValueInfo<{JsonGraphParser.Name(type)}>(Options, {converter})") with { Converter = name };

    private JsonTypeModel Delegated(ITypeSymbol type, JsonUse use, JsonDelegation delegation, string codec)
    {
        _formerNames.Refuse(type, use);
        return graph.Model(type, JsonShape.Delegated) with { Delegation = delegation, Expression = codec };
    }
}
