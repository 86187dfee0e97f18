namespace Agno.Storage.Generators.Model;

/// <summary>How generated code gives a member its value.</summary>
internal enum Setter
{
    /// <summary>It has no way to: an error unless a constructor takes it.</summary>
    None,
    Set,
    Init,
    Constructor,
}

/// <summary>How Agno 2 stores JSON.</summary>
internal enum JsonNesting
{
    /// <summary>As text.</summary>
    None,

    /// <summary>Inside a string; null as the text <c>null</c>.</summary>
    Own,

    /// <summary>Inside a string; null as NULL, because the column belongs to another type of session.</summary>
    Foreign,
}

/// <summary>A column of the record and the member that it stores.</summary>
internal sealed record ColumnModel
{
    /// <summary>The member's name, escaped where it is a keyword.</summary>
    public required string Member { get; init; }

    /// <summary>The name of the local variable for its value in generated code.</summary>
    public string Local => GeneratedName.Of("value", Member);

    /// <summary>The member's type with its nullability: <c>global::System.Guid?</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The member's type without nullability, or the converter's member type.</summary>
    public required string BareType { get; init; }

    /// <summary>Whether a null of the member's type is a <c>Nullable</c> without value.</summary>
    public required bool IsValueType { get; init; }

    /// <summary>The type of its local: nullable where NULL may be read, also where the declaration leaves nullability open.</summary>
    public string LocalType => IsValueType ? Type : IsNullable ? BareType + "?" : BareType;

    /// <summary>The column's name.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the <c>ColumnKind</c> member.</summary>
    public required string Kind { get; init; }

    /// <summary>The name of the <c>ColumnRole</c> member.</summary>
    public string Role { get; init; } = "None";

    /// <summary>Whether it is an id of the mode's, such as the user's, beside the session's own: those have indexes and hardly ever change.</summary>
    public bool IsReference { get; init; }

    /// <summary>Whether the member can be null.</summary>
    public required bool IsNullable { get; init; }

    /// <summary>Whether the column can't hold NULL although the member can: storing fills it.</summary>
    public bool IsFilled { get; init; }

    /// <summary>Whether the column may hold NULL.</summary>
    public bool AllowsNull => IsNullable && !IsFilled;

    /// <summary>What the column holds in rows that were stored without it, as <c>TableColumn.Default</c> has it; null for no default.</summary>
    public string? Default { get; init; }

    /// <summary>The name that <c>[FormerName]</c> gives, or null.</summary>
    public string? FormerName { get; init; }

    public required ScalarKind Scalar { get; init; }

    /// <summary>Whether values that are equal may be stored as different texts: 9.9 and 9.90, times of different kinds, addresses with and without their port.</summary>
    public bool HasSpellings => Scalar is ScalarKind.Decimal or ScalarKind.DateTime or ScalarKind.Uri;

    /// <summary>For an enum, its type.</summary>
    public string? StoredType { get; init; }

    /// <summary>For an enum stored by its number, the scalar and the C# name of its underlying type.</summary>
    public ScalarKind EnumNumberScalar { get; init; }

    public string? EnumNumberType { get; init; }

    public string? Converter { get; init; }

    public required Setter Setter { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>Whether the member has a set accessor, whatever reading uses.</summary>
    public required bool CanSet { get; init; }

    /// <summary>The XML summary of a member that the generator writes; null where the user declared it.</summary>
    public string? CompletedSummary { get; init; }

    /// <summary>For JSON columns, the codec of the type, as generated code names it.</summary>
    public string? JsonCodec { get; init; }

    /// <summary>Whether the member is a <c>JsonColumn</c>, which is parsed when asked.</summary>
    public bool IsLazy { get; init; }

    /// <summary>Whether and how its JSON is stored inside a JSON string.</summary>
    public JsonNesting Nesting { get; init; }

    /// <summary>For an enum stored by name, each member's C# name and stored text.</summary>
    public EquatableArray<EnumNameModel> EnumNames { get; init; }
}

/// <summary>A member of an enum that is stored by name.</summary>
/// <param name="Member">The member's C# name.</param>
/// <param name="Text">What is stored.</param>
/// <param name="IsAlias">Whether another member has the same value: the name is read but not written.</param>
internal sealed record EnumNameModel(string Member, string Text, bool IsAlias);
