namespace Agno.Storage.Generators.Model;

/// <summary>How reading gives a member its value.</summary>
internal enum JsonAssignment
{
    /// <summary>It does not: the member's JSON is skipped.</summary>
    None,
    Set,

    /// <summary>After construction, past what C# allows: an init-only property keeps its initializer when the JSON lacks it, and a private setter may be included.</summary>
    Accessor,

    /// <summary>In the object initializer: a required member.</summary>
    Initializer,
    Constructor,
}

/// <summary>When writing leaves a member out.</summary>
internal enum JsonOmission
{
    Never,
    Always,
    WhenNull,
    WhenDefault,
}

/// <summary>A member of an object.</summary>
internal sealed record JsonMemberModel
{
    /// <summary>The member's C# name, escaped where it is a keyword.</summary>
    public required string Member { get; init; }

    public required string JsonName { get; init; }

    /// <summary>The id of the member's type.</summary>
    public required string TypeId { get; init; }

    /// <summary>The name of the local variable for its value in generated code.</summary>
    public string Local => NameOf("value");

    /// <summary>The type that declares the member.</summary>
    public required string DeclaringType { get; init; }

    /// <summary>What accessors of a generic declaring type are declared with; null for others.</summary>
    public JsonGenericModel? Generic { get; init; }

    /// <summary>How many members of derived types have its name, so that it is only seen as its declaring type's.</summary>
    public int HiddenBy { get; init; }

    /// <summary>Whether it is read through an accessor, because its own is not accessible.</summary>
    public bool IsReadByAccessor { get; init; }

    public required JsonAssignment Assignment { get; init; }

    public required JsonOmission Omission { get; init; }

    /// <summary>The name that it had in JSON that is stored already; null for none.</summary>
    public string? FormerName { get; init; }

    /// <summary>What System.Text.Json has to know of it beyond that.</summary>
    public JsonContractModel Contract { get; init; } = new();

    /// <summary>Whether JSON without the member is refused.</summary>
    public required bool IsRequired { get; init; }

    /// <summary>What the local starts as: the constructor parameter's default.</summary>
    public string Default { get; init; } = "default";

    /// <summary>A generated name for something of the member.</summary>
    public string NameOf(string kind) => GeneratedName.Of(HiddenBy == 0 ? kind : kind + HiddenBy, Member);
}

/// <summary>A generic type as its own declaration sees it.</summary>
/// <param name="Parameters">Its type parameters: <c>&lt;T&gt;</c>.</param>
/// <param name="Constraints">What the declaration demands of them.</param>
/// <param name="Arguments">The arguments that the member's owner has: <c>&lt;int&gt;</c>.</param>
/// <param name="DeclaringType">The type by its parameters.</param>
/// <param name="MemberType">The member's type by its parameters.</param>
internal sealed record JsonGenericModel(string Parameters, string Constraints, string Arguments, string DeclaringType, string MemberType);

/// <summary>A member as the contracts of System.Text.Json have it.</summary>
internal sealed record JsonContractModel
{
    /// <summary>The name that <c>[JsonPropertyName]</c> gives; null where the caller's naming policy decides.</summary>
    public string? ExplicitName { get; init; }

    /// <summary>The value of its <c>JsonIgnoreCondition</c>, or null.</summary>
    public int? Condition { get; init; }

    /// <summary>The value of its <c>JsonNumberHandling</c>, or null.</summary>
    public int? Handling { get; init; }

    public int Order { get; init; }

    public bool IsField { get; init; }

    public bool IsVirtual { get; init; }

    /// <summary>Whether it has a setter, also where a constructor takes it.</summary>
    public bool CanSet { get; init; } = true;

    public bool IsIncluded { get; init; }

    /// <summary>Whether the member itself says how its type is converted.</summary>
    public bool HasConverter { get; init; }

    /// <summary>Whether null is a value of its getter and setter.</summary>
    public bool IsNullable { get; init; } = true;
}

/// <summary>A parameter of the constructor that reading calls.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Type">The parameter's type.</param>
/// <param name="Argument">What it is given: the local of a member, or a default.</param>
/// <param name="Default">What it is given where the JSON lacks the member.</param>
/// <param name="IsOptional">Whether it declares a default.</param>
/// <param name="IsNullable">Whether null is a value of it.</param>
internal sealed record JsonParameterModel(string Name, string Type, string Argument, string Default, bool IsOptional, bool IsNullable);

/// <summary>A member that is not part of the JSON.</summary>
/// <param name="JsonName">Its name in JSON.</param>
/// <param name="Name">Its C# name.</param>
/// <param name="ExplicitName">The name that <c>[JsonPropertyName]</c> gives, or null.</param>
/// <param name="Type">Its type where a parameter of the constructor takes it; for others any.</param>
internal sealed record JsonIgnoredModel(string JsonName, string Name, string? ExplicitName, string Type);

/// <summary>An object: its members in the order of writing and how it is made.</summary>
internal sealed record JsonObjectModel
{
    /// <summary>The type's name in messages.</summary>
    public required string Name { get; init; }

    public required EquatableArray<JsonMemberModel> Members { get; init; }

    public required EquatableArray<JsonParameterModel> Parameters { get; init; }

    /// <summary>Whether it can be made: false for an abstract base.</summary>
    public required bool CanConstruct { get; init; }

    public required bool RefusesUnknown { get; init; }

    /// <summary>Members that are known and skipped.</summary>
    public required EquatableArray<JsonIgnoredModel> Ignored { get; init; }

    /// <summary>A public field that JSON has only where options say so; null where there is none.</summary>
    public string? PlainField { get; init; }

    /// <summary>The callbacks of System.Text.Json that the type implements: <c>OnSerializing</c> and its kin.</summary>
    public EquatableArray<string> Callbacks { get; init; }

    /// <summary>The value of the type's <c>JsonNumberHandling</c>, or null.</summary>
    public int? Handling { get; init; }

    public JsonExtensionModel? Extension { get; init; }

    public JsonPolymorphismModel? Polymorphism { get; init; }

    /// <summary>Whether it is a derived type of a polymorphic one, so that its members are read after a discriminator.</summary>
    public bool IsDerived { get; init; }

    public bool IsSplit => IsDerived || Polymorphism is not null;
}

/// <summary>The member that holds unknown members.</summary>
internal sealed record JsonExtensionModel(JsonMemberModel Member, string Type, string Create, bool IsNode);

/// <summary>The derived types of a polymorphic type.</summary>
internal sealed record JsonPolymorphismModel(string Discriminator, string UnknownHandling, bool IgnoresUnrecognized, EquatableArray<JsonDerivedModel> Derived)
{
    /// <summary>Whether any derived type is told by the JSON; else all is read as the base.</summary>
    public required bool HasDiscriminators { get; init; }
}

/// <summary>A derived type; its discriminator is text, a number, or missing.</summary>
internal sealed record JsonDerivedModel(string Id, string Type, string? Text, int? Number);
