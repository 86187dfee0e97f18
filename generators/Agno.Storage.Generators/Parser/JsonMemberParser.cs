using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>A member with what binding a constructor and sorting need of it; its symbol is null where the generator adds it.</summary>
internal sealed record JsonFoundMember(JsonMemberModel Model, ISymbol? Symbol, string Name, ITypeSymbol Type, int Order, bool IsIgnored, Location Location);

/// <summary>Finds the members of one object type as System.Text.Json does: its own first, then those of its bases.</summary>
internal sealed class JsonMemberParser(JsonGraphParser graph, INamedTypeSymbol type, bool setsRequired, JsonUse use)
{
    private readonly Dictionary<string, ISymbol> _ignored = [];
    private readonly Dictionary<string, int> _names = [];

    public List<JsonFoundMember> Found { get; } = [];

    /// <summary>The names of members whose types an error stands against.</summary>
    public HashSet<string> Failed { get; } = new(StringComparer.OrdinalIgnoreCase);

    public JsonExtensionModel? Extension { get; private set; }

    /// <summary>A public field that JSON has only where options say so; null where there is none.</summary>
    public string? PlainField { get; private set; }

    public void AddDeclared()
    {
        foreach (INamedTypeSymbol declaring in MemberParser.SelfAndBases(type))
        {
            foreach (IPropertySymbol property in declaring.GetMembers().OfType<IPropertySymbol>())
                if (property is { IsStatic: false, IsIndexer: false } && property.ExplicitInterfaceImplementations.IsEmpty && !graph.IsGenerated(property) && !IsIgnoredOverride(property))
                    AddProperty(property);
            foreach (IFieldSymbol field in declaring.GetMembers().OfType<IFieldSymbol>())
                if (field is { IsStatic: false, IsConst: false, AssociatedSymbol: null })
                    AddField(field);
            foreach (string name in declaring.GetMembers().Select(member => member.Name).Distinct())
                _names[name] = HiddenBy(name) + 1;
        }
        CheckFormerNames();
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
            }, null, member.Name, memberType, 0, isIgnored: false, use.Location);
    }

    private int HiddenBy(string name) => _names.TryGetValue(name, out int count) ? count : 0;

    private void AddProperty(IPropertySymbol property)
    {
        bool isIncluded = property.Json(JsonAttributes.Include) is not null;
        if (property.DeclaredAccessibility != Accessibility.Public && !isIncluded)
            return;
        bool canGet = CanUse(property.GetMethod, isIncluded);
        bool canSet = CanUse(property.SetMethod, isIncluded);
        if (!isIncluded || CheckAccessible(property))
            AddMember(property, property.Type, canGet, canSet, property.SetMethod, property.IsRequired);
    }

    private void AddField(IFieldSymbol field)
    {
        if (field.Json(JsonAttributes.Include) is null)
        {
            if (field.DeclaredAccessibility == Accessibility.Public && field.Json(JsonAttributes.Ignore) is null)
                PlainField ??= field.Name;
        }
        else if (CheckAccessible(field))
        {
            AddMember(field, field.Type, canGet: true, canSet: !field.IsReadOnly, setter: null, field.IsRequired);
        }
    }

    private bool CheckAccessible(ISymbol member)
    {
        if (graph.IsAccessible(member))
            return true;
        graph.Report(JsonDescriptors.Inaccessible, JsonGraphParser.LocationOf(member, use), $"{type.Name}.{member.Name}");
        return false;
    }

    // An accessor that is included is used whoever may see it.
    private static bool CanUse(IMethodSymbol? accessor, bool isIncluded) =>
        accessor is not null && (isIncluded || accessor.DeclaredAccessibility == Accessibility.Public);

    // An override that is ignored takes what it overrides out of the JSON too.
    private bool IsIgnoredOverride(IPropertySymbol property) =>
        IsVirtual(property) && _ignored.TryGetValue(property.Name, out ISymbol? ignored) && ignored is IPropertySymbol overriding && IsVirtual(overriding)
        && SymbolEqualityComparer.Default.Equals(overriding.Type, property.Type);

    private static bool IsVirtual(ISymbol member) => member.IsVirtual || member.IsOverride || member.IsAbstract;

    private void AddMember(ISymbol member, ITypeSymbol memberType, bool canGet, bool canSet, IMethodSymbol? setter, bool isRequired)
    {
        if (!canGet && !canSet)
            return;
        string where = $"{type.Name}.{member.Name}";
        Location location = JsonGraphParser.LocationOf(member, use);
        string? explicitName = member.Json(JsonAttributes.PropertyName)?.Argument() as string;
        string jsonName = explicitName ?? member.Name;

        int? condition = member.Json(JsonAttributes.Ignore) is { } ignore ? ignore.Named("Condition") as int? ?? 1 : null;
        // What a record does not store is not part of its JSON.
        if (member.Attribute(KnownTypes.SessionIgnoreAttribute) is not null)
            condition = 1;
        bool isIgnored = condition == 1;
        if (!IsShown(member, jsonName, isIgnored, location))
            return;
        bool isExtension = member.Json(JsonAttributes.ExtensionData) is not null;
        if (isExtension && !IsExtension(memberType, canSet))
        {
            graph.Report(JsonDescriptors.InvalidExtensionData, location, where);
            return;
        }
        if (member.Json(JsonAttributes.ObjectCreationHandling)?.Argument() is 1)
            graph.Report(JsonDescriptors.UnsupportedAttribute, location, where, JsonAttributes.ObjectCreationHandling, "remove it, so that reading replaces what the member holds");

        bool isJsonRequired = member.Json(JsonAttributes.Required) is not null || (isRequired && !setsRequired);
        if (condition == 3 && !IsNullable(memberType))
            graph.Report(JsonDescriptors.InvalidIgnore, location, where, $"of type '{memberType.ToDisplayString()}', which is never null", "use JsonIgnoreCondition.WhenWritingDefault");
        if ((isIgnored || condition == 5) && isJsonRequired)
            graph.Report(JsonDescriptors.InvalidIgnore, location, where, "required", "remove 'required' or the attribute");

        JsonUse memberUse = UseOf(member, memberType, where, location);
        string? id = isIgnored || isExtension ? "" : graph.Add(memberType, memberUse);
        if (id is null)
        {
            Failed.Add(member.Name);
            return;
        }
        var model = new JsonMemberModel
        {
            Member = Naming.Escape(member.Name),
            JsonName = jsonName,
            TypeId = id,
            DeclaringType = JsonGraphParser.Name(member.ContainingType),
            Generic = Generic(member),
            HiddenBy = HiddenBy(member.Name),
            IsReadByAccessor = member is IPropertySymbol { GetMethod: { } getter } && !graph.IsAccessible(getter),
            Assignment = (canSet, condition) switch
            {
                (false, _) or (_, 5) => JsonAssignment.None,
                _ when isRequired && !setsRequired => JsonAssignment.Initializer,
                _ when setter is { IsInitOnly: true } || (setter is not null && !graph.IsAccessible(setter)) => JsonAssignment.Accessor,
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
            FormerName = FormerName(member),
            Contract = new()
            {
                ExplicitName = explicitName,
                Condition = condition,
                Handling = member.Json(JsonAttributes.NumberHandling) is null ? null : JsonGraphParser.HandlingOf(member),
                Order = member.Json(JsonAttributes.PropertyOrder)?.Argument() as int? ?? 0,
                IsField = member is IFieldSymbol,
                IsVirtual = IsVirtual(member),
                CanSet = canSet,
                IsIncluded = member.Json(JsonAttributes.Include) is not null,
                HasConverter = memberUse.IsVariant,
                IsNullable = memberType.AllowsNull(),
            },
        };
        if (isExtension)
            AddExtension(model, memberType);
        else
            Insert(model, member, member.Name, memberType, model.Contract.Order, isIgnored, location);
        if (isIgnored)
            _ignored[member.Name] = member;
    }

    private JsonUse UseOf(ISymbol member, ITypeSymbol memberType, string where, Location location)
    {
        JsonUse own = graph.UseOf(member, where, location, Handling(member, memberType, where, location));
        if (!graph.IsRecord(type) || own.IsVariant || member is not IPropertySymbol property)
            return own;
        // A record's member that is stored through a column converter is that in JSON too, so that nothing is asked of its type; what is a JSON column has the record's options.
        if (property.ColumnAttribute(KnownTypes.SessionColumnAttribute)?.Named("Converter") is INamedTypeSymbol converter)
            return ColumnParser.StoredType(converter, memberType.Bare()) is null ? own : own with { ColumnConverter = converter };
        return ScalarParser.Parse(memberType.Bare(), member) == ScalarKind.None ? own with { Options = graph.RecordOptions } : own;
    }

    /// <summary>
    /// Whether System.Text.Json shows a member beside what the types that derive from its own show. A name is taken once; what is ignored gives its name free,
    /// but an ignored member hides the one of its own name where another has taken that.
    /// </summary>
    private bool IsShown(ISymbol member, string jsonName, bool isIgnored, Location location)
    {
        if (Found.Find(other => other.Model.JsonName == jsonName) is not { IsIgnored: false } taken)
            return true;
        bool isHidden = isIgnored || Hides(taken.Symbol, member) || (_ignored.TryGetValue(member.Name, out ISymbol? ignored) && Hides(ignored, member));
        if (!isHidden)
            graph.Report(JsonDescriptors.DuplicateName, location, $"{type.Name}.{taken.Name}", $"{type.Name}.{member.Name}", jsonName);
        if (isIgnored)
            _ignored[member.Name] = member;
        return false;
    }

    private static bool Hides(ISymbol? hiding, ISymbol member) =>
        hiding is not null && hiding.Name == member.Name && !SymbolEqualityComparer.Default.Equals(hiding.ContainingType, member.ContainingType);

    // Only what is stored has a former name: a record's own member is a column, whose name says so already.
    private string? FormerName(ISymbol member)
    {
        AttributeData? attribute = graph.IsRecord(type) ? null : member is IPropertySymbol property ? property.ColumnAttribute(KnownTypes.FormerNameAttribute) : null;
        if (attribute is not null && graph.HasOptions)
            graph.RefuseFormerName(member, use);
        return attribute?.Argument() as string;
    }

    private void CheckFormerNames()
    {
        foreach (JsonFoundMember member in Found.Where(member => member.Model.FormerName is not null))
            if (Found.Find(other => (other.Model.JsonName == member.Model.FormerName && !other.IsIgnored) || (other != member && other.Model.FormerName == member.Model.FormerName)) is { } taken)
                graph.Report(JsonDescriptors.DuplicateName, member.Location, $"{type.Name}.{taken.Name}", $"{type.Name}.{member.Name}", member.Model.FormerName!);
    }

    // An accessor of a generic type is declared with the type's own parameters.
    private static JsonGenericModel? Generic(ISymbol member)
    {
        INamedTypeSymbol declaring = member.ContainingType.OriginalDefinition;
        List<ITypeParameterSymbol> parameters = [];
        List<ITypeSymbol> arguments = [];
        for (INamedTypeSymbol? current = member.ContainingType; current is not null; current = current.ContainingType)
        {
            parameters.InsertRange(0, current.OriginalDefinition.TypeParameters);
            arguments.InsertRange(0, current.TypeArguments);
        }
        if (parameters.Count == 0)
            return null;
        ITypeSymbol memberType = member.OriginalDefinition switch
        {
            IPropertySymbol property => property.Type,
            _ => ((IFieldSymbol)member.OriginalDefinition).Type,
        };
        return new(
            $"<{string.Join(", ", parameters.Select(parameter => Naming.Escape(parameter.Name)))}>",
            string.Concat(parameters.Select(Constraints)),
            $"<{string.Join(", ", arguments.Select(JsonGraphParser.Name))}>",
            JsonGraphParser.Name(declaring),
            JsonGraphParser.Name(memberType));
    }

    private static string Constraints(ITypeParameterSymbol parameter)
    {
        List<string> constraints = [];
        if (parameter.HasUnmanagedTypeConstraint)
            constraints.Add("unmanaged");
        else if (parameter.HasValueTypeConstraint)
            constraints.Add("struct");
        if (parameter.HasReferenceTypeConstraint)
            constraints.Add("class");
        if (parameter.HasNotNullConstraint)
            constraints.Add("notnull");
        constraints.AddRange(parameter.ConstraintTypes.Select(JsonGraphParser.Name));
        if (parameter.HasConstructorConstraint)
            constraints.Add("new()");
        return constraints.Count == 0 ? "" : $" where {Naming.Escape(parameter.Name)} : {string.Join(", ", constraints)}";
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

    private bool IsExtension(ITypeSymbol memberType, bool canSet) => Extension is null && canSet && (IsNode(memberType) || IsDictionaryOfElements(memberType));

    private void AddExtension(JsonMemberModel model, ITypeSymbol memberType) => Extension = new(
        model,
        JsonGraphParser.Name(memberType),
        IsNode(memberType) ? "new global::System.Text.Json.Nodes.JsonObject()" : "new global::System.Collections.Generic.Dictionary<string, global::System.Text.Json.JsonElement>()",
        IsNode(memberType));

    private static bool IsNode(ITypeSymbol memberType) => memberType.Is("System.Text.Json.Nodes.JsonObject");

    private static bool IsDictionaryOfElements(ITypeSymbol memberType) =>
        (memberType.Is("System.Collections.Generic.Dictionary") || memberType.Is("System.Collections.Generic.IDictionary"))
        && ((INamedTypeSymbol)memberType).TypeArguments is var arguments
        && arguments[0].SpecialType == SpecialType.System_String && arguments[1].Is("System.Text.Json.JsonElement");

    private void Insert(JsonMemberModel model, ISymbol? symbol, string name, ITypeSymbol memberType, int order, bool isIgnored, Location location)
    {
        var found = new JsonFoundMember(model, symbol, name, memberType, order, isIgnored, location);
        int same = Found.FindIndex(other => other.Model.JsonName == model.JsonName);
        if (same < 0)
            Found.Add(found);
        else
            Found[same] = found;
    }

    private static bool IsNullable(ITypeSymbol memberType) => !memberType.IsValueType || JsonGraphParser.IsNullable(memberType);
}
