namespace Agno.Storage;

/// <summary>
/// Declares a partial class or record as a session. The generator adds the identity members of its <see cref="StorageMode"/> that it does not declare, and writes its table, SQL,
/// binding, JSON and row reader.
/// </summary>
/// <param name="mode">The kind of session. It determines the columns that are added to the record's.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SessionRecordAttribute(StorageMode mode) : Attribute
{
    /// <summary>The kind of session.</summary>
    public StorageMode Mode { get; } = mode;

    /// <summary>The version of Agno that the table is shared with. <see cref="StorageMode.WorkflowV2"/> exists in <see cref="SessionLayout.V1"/> only.</summary>
    public SessionLayout Layout { get; init; }

    /// <summary>
    /// The table's name, a valid identifier. When null, the mode's name followed by <c>_sessions</c>, such as <c>agent_sessions</c>;
    /// from <see cref="SessionLayout.V2"/> on <c>agno_sessions</c>.
    /// </summary>
    public string? Table { get; init; }

    /// <summary>The version of the record's schema, 1 or more. A table of a newer version is refused when it is opened.</summary>
    public int Version { get; init; } = 1;

    /// <summary>
    /// A <c>JsonSerializerContext</c>, which reads and writes every type that it lists, anywhere in the record's JSON members. Other types are handled by generated code, or are a
    /// build error.
    /// Options of the context that change what JSON looks like, such as a naming policy, hold for all JSON columns of the record. Null for none.
    /// </summary>
    public Type? JsonContext { get; init; }
}
