namespace Agno.Storage.Sqlite;

/// <summary>How much a commit waits for the disk.</summary>
public enum SqliteSynchronous
{
    /// <summary>Every commit reaches the disk before it is acknowledged: it survives a power loss.</summary>
    Full,

    /// <summary>A commit survives the end of the process, but the last ones may be lost with the power. The database stays consistent.</summary>
    Normal,
}

/// <summary>How a <see cref="SqliteStorage"/> opens and uses its database.</summary>
public sealed record SqliteStorageOptions
{
    /// <summary>
    /// How long a call waits for others before it fails with <see cref="StorageBusyException"/>: for a transaction of this process, a place among the writes that wait, a reader, and
    /// another process's lock, all of them together from the call's start. 5 seconds by default; zero fails at once. Writes of this process that others only stand in line behind are no
    /// reason to fail as long as one of them ends within this time, or within a second where that is longer. A bulk call waits so long for each of its transactions.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or above <see cref="int.MaxValue"/> milliseconds.</exception>
    public TimeSpan BusyTimeout
    {
        get;
        init
        {
            if (value < TimeSpan.Zero || value.TotalMilliseconds > int.MaxValue)
                throw new ArgumentOutOfRangeException(nameof(BusyTimeout), value, $"A busy timeout is between zero and {int.MaxValue} milliseconds.");
            field = value;
        }
    } = TimeSpan.FromSeconds(5);

    /// <summary>How much a commit waits for the disk. <see cref="SqliteSynchronous.Full"/> unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public SqliteSynchronous Synchronous
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Synchronous), value, "Use Full or Normal.");
    }

    /// <summary>Opens the file for reading only: it must exist, and it is not changed in any way.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether the first write to a table that does not exist creates it. True unless set.</summary>
    public bool AutoCreate { get; init; } = true;

    /// <summary>
    /// Whether creating a store, or the first write to it, upgrades the stored table: adds columns that it lacks and, where the record has a snapshot file, makes the
    /// steps from the stored version to the record's, and gives a table of Agno 2 or 3 that an earlier build created the column types that Agno declares. True unless set.
    /// </summary>
    public bool AutoUpgrade { get; init; } = true;

    /// <summary>
    /// The directory that gets a copy of the whole database before a table is upgraded, by whatever call: <c>{database}-{table}-v{version}-{time}.db</c>, the database as it was
    /// right before, because nobody can write between the two. Without its copy, a table is not upgraded. A copy that an upgrade which fails has made is removed. Null, as unless set, for no copy; a database in memory is
    /// not copied.
    /// </summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string? BackupDirectory
    {
        get;
        init
        {
            if (value is not null)
                ArgumentException.ThrowIfNullOrWhiteSpace(value, nameof(BackupDirectory));
            field = value is null ? null : Path.GetFullPath(value);
        }
    }

    /// <summary>
    /// Where the time for <c>created_at</c> and <c>updated_at</c> comes from, and the timers that end how long a reader keeps its snapshot and how long it stays open unused. The system's
    /// clock unless set.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TimeProvider TimeProvider
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(TimeProvider));
    } = TimeProvider.System;

    /// <summary>
    /// How many writes may be encoded and not yet acknowledged; the next ones wait for a place before they are encoded. 1,024 by default, which is twice as many as share a commit: the next ones
    /// are ready while the first are written.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxPendingWrites
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxPendingWrites));
            field = value;
        }
    } = 1024;

    /// <summary>
    /// How many bytes of encoded sessions and runs may wait to be acknowledged before the next write waits for a place, with nothing encoded yet. 64 MiB by default: more than a commit takes up
    /// at a time, and little beside what a process has anyway. What is being encoded when the bound is reached goes beyond it, one session for each processor at most.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long MaxPendingBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxPendingBytes));
            field = value;
        }
    } = 64 << 20;

    /// <summary>
    /// How many connections read a file at most; the next call that reads waits until one is given back, <see cref="BusyTimeout"/> at most. 1,024 by default. Each list, query or
    /// stream that is being read holds one, so that whoever reads sessions within such a loop needs two: the default is far above what programs read at once, and below what most systems
    /// let a process open (two file handles for each connection). Those that nobody uses are closed after a second or two; of each, SQLite keeps
    /// one handle of the file for the next, until the storage is closed. A database in memory has one connection for everything.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxReaders
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxReaders));
            field = value;
        }
    } = 1024;
}
