namespace Agno.Storage;

/// <summary>Says how a member is stored, where the rule (a column of the member's snake_case name) does not fit.</summary>
/// <param name="name">The column's name, a plain identifier. When null, the member's name in snake_case.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter, Inherited = true)]
public sealed class SessionColumnAttribute(string? name = null) : Attribute
{
    /// <summary>The column's name, or null for the member's name in snake_case.</summary>
    public string? Name { get; } = name;

    /// <summary>A type that implements <see cref="IColumnConverter{TMember, TStored}"/> for the member's type, or null.</summary>
    public Type? Converter { get; init; }

    /// <summary>
    /// What the column holds in sessions that were stored without it, so that a member that is not nullable can be added to a table with rows: a constant
    /// of the member's type, or a number that it can hold; a number or its text for <see cref="decimal"/>, the text of a <see cref="Guid"/>; <c>"[]"</c> or <c>"{}"</c> for JSON. With a converter, what it stores.
    /// Null for no default.
    /// </summary>
    public object? Default { get; init; }
}
