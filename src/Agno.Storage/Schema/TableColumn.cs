namespace Agno.Storage.Schema;

/// <summary>A column of a session table.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Kind">How its values are stored.</param>
/// <param name="IsNullable">Whether it may hold NULL.</param>
/// <param name="Role">What engines use it for.</param>
public sealed record TableColumn(string Name, ColumnKind Kind, bool IsNullable, ColumnRole Role = ColumnRole.None);
