namespace Agno.Storage;

/// <summary>
/// Says that a member had another name before. The column of a record's member is renamed and keeps its values. The attribute is needed until the record's snapshot file has the new
/// version, and may stay after that. On a list with <see cref="SessionRunsAttribute"/> it names the JSON column whose lists become rows. A member of a type that is
/// stored as JSON is read under either name, the present one first, and written under the present one: needed as long as sessions are stored with the former name.
/// </summary>
/// <param name="name">The former name, of the column or of the member; inside JSON, the name in JSON.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter, Inherited = true)]
public sealed class FormerNameAttribute(string name) : Attribute
{
    /// <summary>The former name, of the column or of the member; inside JSON, the name in JSON.</summary>
    public string Name { get; } = name;
}
