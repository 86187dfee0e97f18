namespace Agno.Storage;

/// <summary>
/// Marks the method that fills what a version of the schema brought. An upgrade from an older version reads each stored session in the record's shape of today, calls
/// the method and stores what it changed, in the same transaction as the rest. The method is static, takes the record, and returns nothing or the record.
/// </summary>
/// <remarks>
/// The session has all its runs, and what the method leaves in the list is what is stored: a run that it takes out is deleted. The method may read the database, but not write to it,
/// begin a transaction there or dispose of the storage: that fails with an <see cref="InvalidOperationException"/>, which undoes the upgrade.
/// </remarks>
/// <param name="version">The version that the method belongs to, 2 or more.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class SessionBackfillAttribute(int version) : Attribute
{
    /// <summary>The version that the method belongs to.</summary>
    public int Version { get; } = version;
}
