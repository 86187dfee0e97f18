using SQLitePCL;

namespace Agno.Storage.Sqlite.Connections;

/// <summary>
/// The file of the connection that writes. SQLite itself does not notice that somebody removed or replaced it, and goes on writing where nobody will read; nor does
/// it shorten the write-ahead log while readers come without a pause. Both are looked after before writes, from time to time.
/// </summary>
internal sealed class DatabaseFile(Connection writer, string path)
{
    // Milliseconds: a look costs a few system calls, which a write need not pay each time.
    private const long BetweenLooks = 100;
    private const long BetweenCheckpoints = 1000;

    // SQLite's own checkpoints, every 1,000 pages, keep the log at some 4 MB unless readers prevent it.
    private const long LongLog = 16 << 20;

    // For readers to move on from the log; not so long that a write seems to hang. Readers that come meanwhile read the database itself.
    private static readonly TimeSpan CheckpointTimeout = TimeSpan.FromMilliseconds(100);

    private readonly FileInfo _log = new(path + "-wal");
    private readonly bool _hasLog = File.Exists(path + "-wal");
    private long _nextLook;
    private long _nextCheckpoint;
    private long _nextLength;
    private string? _fault;

    /// <summary>Looks after the file, if it is time. The writer is entered, and no transaction is open.</summary>
    /// <exception cref="StorageException">The file was removed or replaced; then nothing can be written any more.</exception>
    public void Attend()
    {
        long now = Environment.TickCount64;
        if (now >= _nextLook)
        {
            _nextLook = now + BetweenLooks;
            Look(now);
        }
        if (_fault is not null)
            throw new StorageException(_fault);
    }

    private void Look(long now)
    {
        _log.Refresh();
        if (HasMoved())
            _fault ??= $"The database '{path}' was removed or replaced while it was open: what is written now would be lost. Close the storage and open it again, after putting the right file in its place.";
        else if (_hasLog && !_log.Exists)
            _fault ??= $"The write-ahead log '{_log.FullName}' was removed while the database was open: what is written now could be lost. Close the storage, which saves what is in the log, and open it again.";
        else if (_log.Exists && _log.Length > LongLog && (now >= _nextCheckpoint || _log.Length >= _nextLength))
            ShortenLog(now);
    }

    // It may be in vain, where a list is read for long: then again after a while, or when the log is so much longer.
    private void ShortenLog(long now)
    {
        writer.WaitAtMost(CheckpointTimeout);
        raw.sqlite3_wal_checkpoint_v2(writer.Db, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);
        writer.WaitAtMost(writer.Options.BusyTimeout);
        _nextCheckpoint = now + BetweenCheckpoints;
        _nextLength = _log.Length + LongLog;
    }

    private unsafe bool HasMoved()
    {
        const int HasMovedCode = 20;
        if (writer.Native is not { } native)
            return !File.Exists(path);
        int hasMoved = 0;
        fixed (byte* main = "main\0"u8)
            native.FileControl(writer.Db.DangerousGetHandle(), main, HasMovedCode, &hasMoved);
        return hasMoved != 0;
    }
}
