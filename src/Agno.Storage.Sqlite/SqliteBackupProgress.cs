namespace Agno.Storage.Sqlite;

/// <summary>The progress of a backup.</summary>
/// <param name="CopiedBytes">The number of bytes copied so far.</param>
/// <param name="TotalBytes">The size of the copy, in bytes. It is the same in each report of a backup.</param>
public readonly record struct SqliteBackupProgress(long CopiedBytes, long TotalBytes);
