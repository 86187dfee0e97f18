namespace Agno.Storage.Sqlite;

/// <summary>How far a backup is.</summary>
/// <param name="CopiedBytes">What is copied, in bytes.</param>
/// <param name="TotalBytes">The size of the copy, in bytes. It is the same in each report of a backup.</param>
public readonly record struct SqliteBackupProgress(long CopiedBytes, long TotalBytes);
