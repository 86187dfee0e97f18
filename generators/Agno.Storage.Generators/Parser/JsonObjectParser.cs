using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>Records, classes and structs: their members, and how one is made.</summary>
internal sealed class JsonObjectParser(JsonGraphParser graph)
{
    private static readonly string[] Callbacks = ["OnDeserializing", "OnDeserialized", "OnSerializing", "OnSerialized"];

    /// <summary>Why a type is not an object that generated code can handle, or null when it is one.</summary>
    public static string? WhyNot(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Object } or { TypeKind: TypeKind.Dynamic } => "its value may be of any type",
        not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface } => "it is not a class, struct or record",
        { IsRefLikeType: true } => "it is a ref struct",
        { IsTupleType: true } => "a tuple has no properties",
        { IsStatic: true } => "it is static",
        _ when JsonCollectionParser.UnknownKey(type) is { } key => $"its keys are of type '{key.Readable()}', and generated code knows text, whole numbers and Guid as keys",
        _ when type.AllInterfaces.Any(contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable)
            || type.SpecialType == SpecialType.System_Collections_IEnumerable => "it is a collection of a kind that generated code does not build",
        _ when IsFramework(type) => "it is a framework type without properties to read",
        { IsAbstract: true } when !type.AllJson(JsonAttributes.DerivedType).Any() => "it is abstract and names no [JsonDerivedType]",
        _ => null,
    };

    public JsonObjectModel? Parse(INamedTypeSymbol type, IReadOnlyList<JsonCompletedMember> completed, JsonUse use)
    {
        CheckAttributes(type, use);
        bool canConstruct = JsonConstructorParser.Choose(graph, type, out IMethodSymbol? constructor);
        if (!canConstruct && !type.IsAbstract && !graph.IsRecord(type))
            graph.Report(JsonDescriptors.NoConstructor, JsonGraphParser.LocationOf(type, use), type.Name, "no constructor is the one to call");
        if (!canConstruct && graph.IsRecord(type))
            canConstruct = JsonConstructorParser.ChooseForRecord(type, out constructor);
        bool setsRequired = constructor?.Attribute("System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute") is not null;

        var members = new JsonMemberParser(graph, type, setsRequired, use);
        members.AddDeclared();
        foreach (JsonCompletedMember member in completed)
            members.AddCompleted(member);
        if (constructor is not null)
            JsonConstructorParser.Bind(graph, type, constructor, members, use);

        JsonPolymorphismModel? polymorphism = JsonPolymorphismParser.Parse(graph, type, use);
        List<JsonFoundMember> found = [.. members.Found.OrderBy(member => member.Order)];
        if (polymorphism is not null && found.Find(member => member.Model.JsonName == polymorphism.Discriminator) is { } conflict)
            graph.Report(JsonDescriptors.DuplicateName, conflict.Location, conflict.Model.Member, "the type discriminator", polymorphism.Discriminator);

        return new JsonObjectModel
        {
            Name = type.Name,
            Members = found.Where(member => !member.IsIgnored).Select(member => member.Model).ToEquatableArray(),
            Parameters = JsonConstructorParser.Parameters(constructor, found).ToEquatableArray(),
            CanConstruct = canConstruct,
            RefusesUnknown = type.Json(JsonAttributes.UnmappedMemberHandling)?.Argument() is 1,
            Ignored = found.Where(member => member.IsIgnored)
                .Select(member => new JsonIgnoredModel(member.Model.JsonName, member.Name, member.Model.Contract.ExplicitName, JsonConstructorParser.TypeOf(constructor, member)))
                .ToEquatableArray(),
            PlainField = members.PlainField,
            Callbacks = Callbacks.Where(callback => type.AllInterfaces.Any(contract => contract.IsJson("IJson" + callback))).ToEquatableArray(),
            Handling = type.Json(JsonAttributes.NumberHandling)?.Argument() as int?,
            Extension = members.Extension,
            Polymorphism = polymorphism,
        };
    }

    private void CheckAttributes(INamedTypeSymbol type, JsonUse use)
    {
        if (type.Json(JsonAttributes.ObjectCreationHandling)?.Argument() is 1)
            graph.Report(JsonDescriptors.UnsupportedAttribute, JsonGraphParser.LocationOf(type, use), type.Name, JsonAttributes.ObjectCreationHandling, "remove it, so that reading replaces what a member holds");
    }

    /// <summary>Whether the type is one of the framework, by its namespace.</summary>
    public static bool IsFramework(ITypeSymbol type)
    {
        INamespaceSymbol? ns = type.ContainingNamespace;
        while (ns is { ContainingNamespace: { IsGlobalNamespace: false } outer })
            ns = outer;
        return ns?.Name == "System" && !type.Locations.Any(location => location.IsInSource);
    }
}
