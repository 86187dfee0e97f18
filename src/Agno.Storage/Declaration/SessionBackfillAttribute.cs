namespace Agno.Storage;

/// <summary>
/// Marks the method that fills the new columns of a schema version. An upgrade from an older version reads each stored session as the current record, calls the method and stores its
/// changes, in the same transaction as the rest. The method is static, takes the record, and returns nothing or the record.
/// </summary>
/// <remarks>
/// The session has all its runs. The list that the method leaves is stored: a run that it takes out is deleted. The method may read the database. It must not write to it, begin a
/// transaction or dispose of the storage: that throws an <see cref="InvalidOperationException"/>, which undoes the upgrade.
/// </remarks>
/// <param name="version">The version that the method belongs to, 2 or more.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class SessionBackfillAttribute(int version) : Attribute
{
    /// <summary>The version that the method belongs to.</summary>
    public int Version { get; } = version;
}
