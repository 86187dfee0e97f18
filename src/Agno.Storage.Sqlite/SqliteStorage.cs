namespace Agno.Storage.Sqlite;

/// <summary>One SQLite database of sessions.</summary>
public sealed class SqliteStorage;
