namespace Agno.Storage.Schema;

/// <summary>A column of a session table.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Kind">How its values are stored.</param>
/// <param name="IsNullable">Whether it may hold NULL.</param>
/// <param name="Role">What engines use it for.</param>
public sealed record TableColumn(string Name, ColumnKind Kind, bool IsNullable, ColumnRole Role = ColumnRole.None)
{
    /// <summary>
    /// What the column holds in rows that were stored without it: a number in invariant digits, otherwise the text or JSON itself. Null where there is no
    /// default. <c>created_at</c> and <c>updated_at</c> have the engine's clock instead.
    /// </summary>
    public string? Default { get; init; }
}
