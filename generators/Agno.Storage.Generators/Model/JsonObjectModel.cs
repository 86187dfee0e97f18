namespace Agno.Storage.Generators.Model;

/// <summary>How reading gives a member its value.</summary>
internal enum JsonAssignment
{
    /// <summary>It does not: the member's JSON is skipped.</summary>
    None,
    Set,

    /// <summary>After construction, through an accessor: an init-only property keeps its initializer when the JSON lacks it.</summary>
    Init,

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
    public string Local => GeneratedName.Of("value", Member);

    /// <summary>The type that declares the member.</summary>
    public required string DeclaringType { get; init; }

    public required JsonAssignment Assignment { get; init; }

    public required JsonOmission Omission { get; init; }

    /// <summary>Whether JSON without the member is refused.</summary>
    public required bool IsRequired { get; init; }

    /// <summary>What the local starts as: the constructor parameter's default.</summary>
    public string Default { get; init; } = "default";
}

/// <summary>An object: its members in the order of writing and how it is made.</summary>
internal sealed record JsonObjectModel
{
    /// <summary>The type's name in messages.</summary>
    public required string Name { get; init; }

    public required EquatableArray<JsonMemberModel> Members { get; init; }

    /// <summary>The constructor's arguments: locals of members, or defaults.</summary>
    public required EquatableArray<string> Arguments { get; init; }

    /// <summary>Whether it can be made: false for an abstract base.</summary>
    public required bool CanConstruct { get; init; }

    public required bool RefusesUnknown { get; init; }

    /// <summary>JSON names that are known and skipped, because their members are ignored.</summary>
    public required EquatableArray<string> IgnoredNames { get; init; }

    public JsonExtensionModel? Extension { get; init; }

    public JsonPolymorphismModel? Polymorphism { get; init; }

    /// <summary>Whether it is a derived type of a polymorphic one, so that its members are read after a discriminator.</summary>
    public bool IsDerived { get; init; }

    public bool IsSplit => IsDerived || Polymorphism is not null;
}

/// <summary>The member that holds unknown members.</summary>
internal sealed record JsonExtensionModel(string Member, string Type, string Create, bool IsNode, JsonAssignment Assignment, string DeclaringType);

/// <summary>The derived types of a polymorphic type.</summary>
internal sealed record JsonPolymorphismModel(string Discriminator, string UnknownHandling, bool IgnoresUnrecognized, EquatableArray<JsonDerivedModel> Derived)
{
    /// <summary>Whether any derived type is told by the JSON; else all is read as the base.</summary>
    public required bool HasDiscriminators { get; init; }
}

/// <summary>A derived type; its discriminator is text, a number, or missing.</summary>
internal sealed record JsonDerivedModel(string Id, string Type, string? Text, int? Number);
