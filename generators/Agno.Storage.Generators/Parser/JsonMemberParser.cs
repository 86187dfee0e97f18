using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>A member with what binding a constructor and sorting need of it.</summary>
internal sealed record JsonFoundMember(JsonMemberModel Model, string Name, ITypeSymbol Type, int Order, bool IsIgnored, Location Location);

/// <summary>Finds the members of one object type as System.Text.Json does: its own first, then those of its bases.</summary>
internal sealed class JsonMemberParser(JsonGraphParser graph, INamedTypeSymbol type, bool setsRequired, JsonUse use)
{
    private readonly Dictionary<string, ISymbol> _seen = [];

    public List<JsonFoundMember> Found { get; } = [];

    /// <summary>The names of members whose types an error stands against.</summary>
    public HashSet<string> Failed { get; } = new(StringComparer.OrdinalIgnoreCase);

    public JsonExtensionModel? Extension { get; private set; }

    public void AddDeclared()
    {
        foreach (INamedTypeSymbol declaring in MemberParser.SelfAndBases(type))
        {
            foreach (IPropertySymbol property in declaring.GetMembers().OfType<IPropertySymbol>())
                if (property is { IsStatic: false, IsIndexer: false } && property.ExplicitInterfaceImplementations.IsEmpty && !graph.IsGenerated(property))
                    AddProperty(property);
            foreach (IFieldSymbol field in declaring.GetMembers().OfType<IFieldSymbol>())
                if (field is { IsStatic: false, IsConst: false, AssociatedSymbol: null } && field.Json(JsonAttributes.Include) is not null)
                    AddMember(field, field.Type, canGet: true, canSet: !field.IsReadOnly, isInit: false, field.IsRequired);
        }
    }

    /// <summary>Adds a member that the generator completes; nothing declares it yet.</summary>
    public void AddCompleted(JsonCompletedMember member)
    {
        ITypeSymbol memberType = graph.TypeOf(member.Type);
        if (graph.Add(memberType, use) is { } id)
            Insert(new()
            {
                Member = member.Name,
                JsonName = member.Name,
                TypeId = id,
                DeclaringType = JsonGraphParser.Name(type),
                Assignment = JsonAssignment.Set,
                Omission = JsonOmission.Never,
                IsRequired = false,
            }, member.Name, memberType, 0, isIgnored: false, use.Location);
    }

    private void AddProperty(IPropertySymbol property)
    {
        bool isIncluded = property.Json(JsonAttributes.Include) is not null;
        if (property.DeclaredAccessibility != Accessibility.Public && !isIncluded)
            return;
        bool canGet = CanUse(property.GetMethod, isIncluded);
        bool canSet = CanUse(property.SetMethod, isIncluded);
        if (isIncluded && !graph.IsAccessible(property))
            graph.Report(JsonDescriptors.Inaccessible, JsonGraphParser.LocationOf(property, use), $"{type.Name}.{property.Name}");
        else if (canGet || canSet)
            AddMember(property, property.Type, canGet, canSet, property.SetMethod is { IsInitOnly: true }, property.IsRequired);
    }

    private bool CanUse(IMethodSymbol? accessor, bool isIncluded) =>
        accessor is not null && (accessor.DeclaredAccessibility == Accessibility.Public || (isIncluded && graph.IsAccessible(accessor)));

    private void AddMember(ISymbol member, ITypeSymbol memberType, bool canGet, bool canSet, bool isInit, bool isRequired)
    {
        string where = $"{type.Name}.{member.Name}";
        Location location = JsonGraphParser.LocationOf(member, use);
        string jsonName = member.Json(JsonAttributes.PropertyName)?.Argument() as string ?? member.Name;
        if (IsHidden(member, jsonName, where, location))
            return;
        if (member.Json(JsonAttributes.ExtensionData) is not null)
        {
            AddExtension(member, memberType, canSet, isInit, where, location);
            return;
        }
        if (member.Json(JsonAttributes.ObjectCreationHandling)?.Argument() is 1)
            graph.Report(JsonDescriptors.UnsupportedAttribute, location, where, JsonAttributes.ObjectCreationHandling, "remove it, so that reading replaces what the member holds");

        int? condition = member.Json(JsonAttributes.Ignore) is { } ignore ? ignore.Named("Condition") as int? ?? 1 : null;
        // What a record does not store is no part of its JSON.
        if (member.Attribute(KnownTypes.SessionIgnoreAttribute) is not null)
            condition = 1;
        bool isJsonRequired = member.Json(JsonAttributes.Required) is not null || (isRequired && !setsRequired);
        bool isIgnored = condition == 1;
        if (condition == 3 && !IsNullable(memberType))
            graph.Report(JsonDescriptors.InvalidIgnore, location, where, $"of type '{memberType.ToDisplayString()}', which is never null", "use JsonIgnoreCondition.WhenWritingDefault");
        if ((isIgnored || condition == 5) && isJsonRequired)
            graph.Report(JsonDescriptors.InvalidIgnore, location, where, "required", "remove 'required' or the attribute");

        string? id = isIgnored ? "" : graph.Add(memberType, new(where, location, member.ConverterAttribute(), Handling(member, memberType, where, location)));
        if (id is null)
        {
            Failed.Add(member.Name);
            return;
        }
        Insert(new()
        {
            Member = Naming.Escape(member.Name),
            JsonName = jsonName,
            TypeId = id,
            DeclaringType = JsonGraphParser.Name(member.ContainingType),
            Assignment = (canSet, condition) switch
            {
                (false, _) or (_, 5) => JsonAssignment.None,
                _ when isRequired && !setsRequired => JsonAssignment.Initializer,
                // An accessor for a closed generic type can't be declared: it is set where it is made.
                _ when isInit && member.ContainingType.IsGenericType => JsonAssignment.Initializer,
                _ when isInit => JsonAssignment.Init,
                _ => JsonAssignment.Set,
            },
            Omission = (canGet, condition) switch
            {
                (false, _) or (_, 4) => JsonOmission.Always,
                (_, 2) => IsNullable(memberType) ? JsonOmission.WhenNull : JsonOmission.WhenDefault,
                (_, 3) => JsonOmission.WhenNull,
                _ => JsonOmission.Never,
            },
            IsRequired = isJsonRequired,
        }, member.Name, memberType, member.Json(JsonAttributes.PropertyOrder)?.Argument() as int? ?? 0, isIgnored, location);
    }

    // A member that another hides or overrides is the same member, unless it has another name in JSON.
    private bool IsHidden(ISymbol member, string jsonName, string where, Location location)
    {
        if (!_seen.TryGetValue(member.Name, out ISymbol? hiding))
        {
            _seen.Add(member.Name, member);
            return false;
        }
        string hidingName = hiding.Json(JsonAttributes.PropertyName)?.Argument() as string ?? hiding.Name;
        if (hidingName != jsonName)
            graph.Report(JsonDescriptors.UnsupportedAttribute, location, where, JsonAttributes.PropertyName,
                $"'{hiding.ContainingType.Name}.{hiding.Name}' replaces the member under another JSON name; give both the same");
        return true;
    }

    private int Handling(ISymbol member, ITypeSymbol memberType, string where, Location location)
    {
        if (member.Json(JsonAttributes.NumberHandling) is null)
            return JsonGraphParser.HandlingOf(type);
        int handling = JsonGraphParser.HandlingOf(member);
        if (handling != 0 && !JsonGraphParser.HoldsNumbers(memberType))
            graph.Report(JsonDescriptors.InvalidNumberHandling, location, where, memberType.ToDisplayString());
        return handling;
    }

    private void AddExtension(ISymbol member, ITypeSymbol memberType, bool canSet, bool isInit, string where, Location location)
    {
        bool isNode = memberType.Is("System.Text.Json.Nodes.JsonObject");
        bool isDictionary = (memberType.Is("System.Collections.Generic.Dictionary") || memberType.Is("System.Collections.Generic.IDictionary"))
            && ((INamedTypeSymbol)memberType).TypeArguments is var arguments
            && arguments[0].SpecialType == SpecialType.System_String && arguments[1].Is("System.Text.Json.JsonElement");
        if (Extension is not null || !canSet || (isInit && member.ContainingType.IsGenericType) || !(isNode || isDictionary))
        {
            graph.Report(JsonDescriptors.InvalidExtensionData, location, where);
            return;
        }
        Extension = new(
            Naming.Escape(member.Name),
            JsonGraphParser.Name(memberType),
            isNode ? "new global::System.Text.Json.Nodes.JsonObject()" : "new global::System.Collections.Generic.Dictionary<string, global::System.Text.Json.JsonElement>()",
            isNode,
            isInit ? JsonAssignment.Init : JsonAssignment.Set,
            JsonGraphParser.Name(member.ContainingType));
    }

    private void Insert(JsonMemberModel model, string name, ITypeSymbol memberType, int order, bool isIgnored, Location location)
    {
        var found = new JsonFoundMember(model, name, memberType, order, isIgnored, location);
        int same = Found.FindIndex(other => other.Model.JsonName == model.JsonName);
        if (same < 0)
            Found.Add(found);
        else if (Found[same].IsIgnored)
            Found[same] = found;
        else if (!isIgnored)
            graph.Report(JsonDescriptors.DuplicateName, location, $"{type.Name}.{Found[same].Name}", $"{type.Name}.{name}", model.JsonName);
    }

    private static bool IsNullable(ITypeSymbol memberType) => !memberType.IsValueType || JsonGraphParser.IsNullable(memberType);
}
