using System.Numerics;
using System.Runtime.CompilerServices;

namespace Agno.Storage.Sqlite;

/// <summary>Whether a commit waits for the disk.</summary>
public enum SqliteSynchronous
{
    /// <summary>Every commit reaches the disk before it is acknowledged: it survives a power loss.</summary>
    Full,

    /// <summary>A commit survives the end of the process. A power loss may take the last commits; the database stays consistent.</summary>
    Normal,
}

/// <summary>How a <see cref="SqliteStorage"/> opens and uses its database.</summary>
public sealed record SqliteStorageOptions
{
    /// <summary>
    /// How long a call waits for others before it fails with <see cref="StorageBusyException"/>: for a transaction of this process, a place among the writes that wait, a reader, and
    /// another process's lock, all of them together from the call's start. 5 seconds by default; zero fails at once. A write does not fail because it is behind other plain writes of
    /// this process, as long as one of them ends within this time, or within a second if that is longer. A bulk call may wait this long for each of its transactions.
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

    /// <summary>Whether a commit waits for the disk. <see cref="SqliteSynchronous.Full"/> by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of the enum.</exception>
    public SqliteSynchronous Synchronous
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Synchronous), value, "Use Full or Normal.");
    }

    /// <summary>Opens the file for reading only. It must exist, and it is not changed in any way.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether the first write to a table that does not exist creates it. True by default.</summary>
    public bool AutoCreate { get; init; } = true;

    /// <summary>
    /// Whether creating a store, or the first write to it, upgrades the stored table: adds the columns that it lacks and, if the record has a snapshot file, makes the steps from the
    /// stored version to the record's. A table of Agno 2 or 3 that an earlier build created gets the column types that Agno declares. True by default.
    /// </summary>
    public bool AutoUpgrade { get; init; } = true;

    /// <summary>
    /// The directory that gets a copy of the whole database before any call upgrades a table: <c>{database}-{table}-v{version}-{time}.db</c>. Nobody can write between the copy and the
    /// upgrade. If the copy can't be made, the table is not upgraded. If the upgrade fails, the copy is deleted. Default: null (no copy). A database in memory is not copied.
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
    /// The clock for <c>created_at</c> and <c>updated_at</c>, and the source of the timers that release a reader's snapshot and close unused readers. By default the system's clock.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TimeProvider TimeProvider
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(TimeProvider));
    } = TimeProvider.System;

    /// <summary>
    /// How many writes may be encoded and not yet acknowledged. Further writes wait for a place before they are encoded. 1,024 by default, twice as many as share a commit: the next
    /// ones are ready while the first are written.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxPendingWrites
    {
        get;
        init => field = AtLeastOne(value);
    } = 1024;

    /// <summary>
    /// How many bytes of encoded sessions and runs may wait to be acknowledged. Beyond that, the next write waits for a place before it is encoded. 64 MiB by default, more than one
    /// commit takes up. The sessions that are being encoded when the bound is reached may exceed it, at most one for each processor.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long MaxPendingBytes
    {
        get;
        init => field = AtLeastOne(value);
    } = 64 << 20;

    /// <summary>
    /// The maximum number of connections that read a file. If all are in use, the next call that reads waits for one, at most as long as <see cref="BusyTimeout"/>. 1,024 by default.
    /// Each list, query or stream holds a connection while it is read; reading a session inside such a loop needs a second one. Each connection needs two file handles. Unused
    /// connections are closed after a second or two; SQLite keeps one handle of each until the storage is closed. A database in memory has one connection for everything.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxReaders
    {
        get;
        init => field = AtLeastOne(value);
    } = 1024;

    private static T AtLeastOne<T>(T value, [CallerMemberName] string option = "")
        where T : INumber<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, T.One, option);
        return value;
    }
}
