namespace Agno.Storage.Sqlite.Connections;

/// <summary>What happened to the files of a database that is open.</summary>
internal enum FileFault
{
    None,

    /// <summary>The path of the database names nothing, or another file.</summary>
    DatabaseGone,

    /// <summary>The log's name is gone.</summary>
    LogRemoved,

    /// <summary>The log's name is another file's.</summary>
    LogReplaced,

    /// <summary>The log is shorter than what was committed to it.</summary>
    LogCut,
}

/// <summary>
/// The files of a database that is open: itself, its write-ahead log and the log's index. SQLite does not notice that somebody removed or replaced one of them, and goes on where nobody
/// else reads and writes.
/// </summary>
/// <param name="path">The database's path as SQLite knows it, without symbolic links: SQLite names the log after that.</param>
internal sealed class DatabaseFiles(string path)
{
    public WatchedFile Database { get; } = new(path);

    public WatchedFile Log { get; } = new(path + "-wal");

    public WatchedFile Index { get; } = new(path + "-shm");

    /// <summary>Looks at the database and the log.</summary>
    /// <param name="index">What the log must hold; null where that is unknown.</param>
    /// <param name="logLength">The log's length in bytes; -1 where it is unknown.</param>
    public FileFault Look(LogIndex? index, out long logLength)
    {
        LogIndex.Header before = index?.Read() ?? default;
        FileFault log = LookAtLog(out logLength);
        if (Database.Look() != FileChange.None)
            return FileFault.DatabaseGone;
        if (log != FileFault.None || index is null || logLength < 0 || logLength >= before.LogLength)
            return log;
        // Somebody may have emptied it in between: then the next look will say.
        return index.Read().IsSame(before) ? FileFault.LogCut : FileFault.None;
    }

    /// <summary>Looks at the log alone, which others may have removed.</summary>
    /// <inheritdoc cref="Look"/>
    public FileFault LookAtLog(out long logLength) => Log.Look(out logLength) switch
    {
        FileChange.Removed => FileFault.LogRemoved,
        FileChange.Replaced => FileFault.LogReplaced,
        _ => FileFault.None,
    };

    /// <summary>Refuses to read where that would give what nobody else reads.</summary>
    /// <exception cref="StorageException">The database or its log was removed or replaced.</exception>
    public void ThrowIfChanged()
    {
        if (Look(index: null, out _) is var fault and not FileFault.None)
            throw new StorageException($"{Describe(fault)} What is read now could be out of date or wrong. Close the storage and open it again.");
    }

    /// <summary>Says what happened, in a sentence or two.</summary>
    public string Describe(FileFault fault) => fault switch
    {
        FileFault.DatabaseGone => $"The database '{Database.Path}' was removed or replaced while it was open.",
        FileFault.LogCut => $"The write-ahead log '{Log.Path}' was cut short while the database was open.",
        _ => $"The write-ahead log '{Log.Path}' was {(fault == FileFault.LogRemoved ? "removed" : "replaced by another")} while the database was open. Somebody deleted it, or this process "
            + "opened and closed the database file by other means than SQLite (File.Copy does): that drops SQLite's locks, and another process may then remove the log. Use BackupAsync for copies.",
    };
}
