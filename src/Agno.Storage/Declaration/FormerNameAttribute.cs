namespace Agno.Storage;

/// <summary>
/// Says that a member's column had another name in the version before, so that it is renamed with its values. Needed until the record's snapshot file holds the
/// new version; it may stay after that. On a list with <see cref="SessionRunsAttribute"/> it names the JSON column whose lists become rows.
/// </summary>
/// <param name="name">The former name, of the column or of the member.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter, Inherited = true)]
public sealed class FormerNameAttribute(string name) : Attribute
{
    /// <summary>The former name, of the column or of the member.</summary>
    public string Name { get; } = name;
}
