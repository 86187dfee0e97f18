namespace Agno.Storage;

/// <summary>
/// Says that a column which the version before has is dropped with its values, because no member stores it any more. Needed until the record's snapshot file holds
/// the new version; it may stay after that.
/// </summary>
/// <param name="column">The column's name, or that of its former member.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class SessionDroppedAttribute(string column) : Attribute
{
    /// <summary>The column's name, or that of its former member.</summary>
    public string Column { get; } = column;
}
