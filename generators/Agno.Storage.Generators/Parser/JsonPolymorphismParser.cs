using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Emitter;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>The derived types that a type declares with <c>[JsonDerivedType]</c>.</summary>
internal static class JsonPolymorphismParser
{
    private const string DefaultDiscriminator = "$type";
    private static readonly string[] UnknownHandlings = ["Fail", "Base", "NearestAncestor"];

    public static JsonPolymorphismModel? Parse(JsonGraphParser graph, INamedTypeSymbol type, JsonUse use)
    {
        Location location = JsonGraphParser.LocationOf(type, use);
        AttributeData? options = type.Json(JsonAttributes.Polymorphic);
        var derived = new List<JsonDerivedModel>();
        var depths = new Dictionary<string, int>();
        foreach (AttributeData attribute in type.AllJson(JsonAttributes.DerivedType))
        {
            if (attribute.Argument() is not INamedTypeSymbol derivedType)
                continue;
            object? discriminator = attribute.ConstructorArguments.Length > 1 ? attribute.ConstructorArguments[1].Value : null;
            if (WhyNot(derivedType, type) is { } reason)
            {
                graph.Report(JsonDescriptors.InvalidPolymorphism, location, type.Name, $"'{derivedType.Name}' {reason}", "remove its [JsonDerivedType] or change it");
                continue;
            }
            if (derived.Exists(other => other.Type == JsonGraphParser.Name(derivedType))
                || (discriminator is not null && derived.Exists(other => Equals(other.Text ?? (object?)other.Number, discriminator))))
            {
                graph.Report(JsonDescriptors.InvalidPolymorphism, location, type.Name, $"'{derivedType.Name}' or its discriminator is there twice", "give each derived type one discriminator of its own");
                continue;
            }
            if (graph.Add(derivedType, new(derivedType.Name, location)) is { } id)
            {
                derived.Add(new(id, JsonGraphParser.Name(derivedType), discriminator as string, discriminator as int?));
                depths[id] = MemberParser.SelfAndBases(derivedType).Count();
            }
        }
        if (derived.Count == 0)
        {
            if (options is not null)
                graph.Report(JsonDescriptors.InvalidPolymorphism, location, type.Name, "it names no derived type", "add [JsonDerivedType] or remove [JsonPolymorphic]");
            return null;
        }
        string name = options?.Named("TypeDiscriminatorPropertyName") as string ?? DefaultDiscriminator;
        if (!JsonText.IsPlain(name))
            graph.Report(JsonDescriptors.InvalidPolymorphism, location, type.Name, $"its discriminator is named '{name}'", "use printable ASCII without quotes and backslashes");
        int handling = options?.Named("UnknownDerivedTypeHandling") as int? ?? 0;
        return new(
            name,
            UnknownHandlings[handling],
            options?.Named("IgnoreUnrecognizedTypeDiscriminators") is true,
            // Deepest first, so that the nearest ancestor is the first that fits.
            derived.OrderByDescending(model => depths[model.Id]).ToEquatableArray())
        {
            HasDiscriminators = derived.Exists(model => model.Text is not null || model.Number is not null),
        };
    }

    private static string? WhyNot(INamedTypeSymbol derived, INamedTypeSymbol type)
    {
        bool isBase = MemberParser.SelfAndBases(derived).Concat(derived.AllInterfaces).Contains(type, SymbolEqualityComparer.Default);
        if (!isBase)
            return "does not derive from it";
        if (derived.IsAbstract)
            return "is abstract";
        return JsonObjectParser.WhyNot(derived) is null && derived.ConverterAttribute() is null ? null : "is not a plain object in JSON";
    }
}
