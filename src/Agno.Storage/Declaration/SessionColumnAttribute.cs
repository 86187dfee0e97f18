namespace Agno.Storage;

/// <summary>Says how a member is stored, if the default (a column with the member's name in snake_case) does not fit.</summary>
/// <param name="name">The column's name, a valid identifier. When null, the member's name in snake_case.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter, Inherited = true)]
public sealed class SessionColumnAttribute(string? name = null) : Attribute
{
    /// <summary>The column's name, or null for the member's name in snake_case.</summary>
    public string? Name { get; } = name;

    /// <summary>A type that implements <see cref="IColumnConverter{TMember, TStored}"/> for the member's type, or null.</summary>
    public Type? Converter { get; init; }

    /// <summary>
    /// The value of the column in sessions that were stored without it. With it, a non-nullable member can be added to a table with rows. A constant of the member's type, or a number
    /// that it can hold; a number or its text for <see cref="decimal"/>, the text of a <see cref="Guid"/>; <c>"[]"</c> or <c>"{}"</c> for JSON. With a converter, the stored value.
    /// Null for no default.
    /// </summary>
    public object? Default { get; init; }
}
