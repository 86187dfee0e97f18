namespace Agno.Storage;

/// <summary>
/// Marks the list member that holds a session's runs. Each run is stored as a row of a second table. A turn of a long session then reads and writes only the runs that it touches. The
/// table is <c>agno_runs</c> in <see cref="SessionLayout.V3"/>, otherwise the session's table followed by <c>_runs</c>.
/// </summary>
/// <remarks>
/// A run is a type whose JSON has a string member <c>run_id</c>, or any JSON as <see cref="JsonColumn{T}"/>. Its <c>status</c>, <c>parent_run_id</c>,
/// <c>agent_id</c>, <c>team_id</c>, <c>workflow_id</c>, <c>user_id</c>, <c>run_type</c> and <c>created_at</c> are also copied from its JSON into columns of the row.
/// <para>
/// If lists were stored as JSON before, in the column of the member's name, they become rows when the table is upgraded, provided that the record has a snapshot file. Without one, a
/// table that still has the column is refused with a <see cref="SchemaException"/>.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter, Inherited = true)]
public sealed class SessionRunsAttribute : Attribute;
