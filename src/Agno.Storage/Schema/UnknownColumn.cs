namespace Agno.Storage.Schema;

/// <summary>A stored column that a record does not know.</summary>
/// <param name="Table">Its table: that of the sessions, or of their runs.</param>
/// <param name="Name">Its name.</param>
public sealed record UnknownColumn(string Table, string Name);
