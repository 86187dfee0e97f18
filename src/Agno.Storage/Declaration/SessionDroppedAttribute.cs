namespace Agno.Storage;

/// <summary>
/// Drops a column of the previous version with its values, because no member stores it any more. The attribute is needed until the record's snapshot file has the new version, and may
/// stay after that.
/// </summary>
/// <param name="column">The column's name, or that of its former member.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class SessionDroppedAttribute(string column) : Attribute
{
    /// <summary>The column's name, or that of its former member.</summary>
    public string Column { get; } = column;
}
