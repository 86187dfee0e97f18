namespace Agno.Storage;

/// <summary>
/// Marks the method that fills what a version of the schema brought. An upgrade from an older version reads each stored session in the record's shape of today, calls
/// the method and stores what it changed, in the same transaction as the rest. The method is static, takes the record, and returns nothing or the record.
/// </summary>
/// <param name="version">The version that the method belongs to, 2 or more.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class SessionBackfillAttribute(int version) : Attribute
{
    /// <summary>The version that the method belongs to.</summary>
    public int Version { get; } = version;
}
