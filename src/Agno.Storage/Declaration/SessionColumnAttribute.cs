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
}
