using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Agno.Storage.Sqlite.Connections;

/// <summary>
/// Looks after the files of the connection that writes: whether they are still those that others read and write, and that the log stays short, which SQLite does not see to while readers
/// come without a pause.
/// </summary>
/// <remarks>
/// A look at one file takes a microsecond or two, a tenth of a small write. No write is acknowledged by a look that is older than a tenth of a millisecond: the files are looked at before a
/// write, and the log once more after the commit, unless that was done so shortly ago. The log is also looked at before it is copied to the database.
/// </remarks>
internal sealed unsafe class DatabaseFile : IDisposable
{
    // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE
    private const int NoCheckpointOnClose = 1006;

    // Pages after which SQLite's own checkpoints come: they keep the log at some 4 MB unless readers prevent it.
    private const int CheckpointPages = 1000;

    private const long UsualPageBytes = 4096;
    private const long LongLog = 16 << 20;

    // Milliseconds.
    private const long BetweenCheckpoints = 1000;

    private static readonly long BetweenLooks = Stopwatch.Frequency / 10_000;

    // For readers to move on from the log; not so long that a write seems to hang. Readers that come meanwhile read the database itself.
    private const int CheckpointMilliseconds = 100;

    private readonly Connection _writer;
    private readonly LogIndex? _index;
    private GCHandle _self;
    private long _lastLook;
    private long _lastLookAtLog;
    private long _logLength;
    private long _nextCheckpoint;
    private long _nextLength;

    /// <summary>For a writer that has read from the database, so that it has opened the log.</summary>
    public DatabaseFile(Connection writer, DatabaseFiles files)
    {
        _writer = writer;
        Files = files;
        _index = LogIndex.Of(writer);
        _self = GCHandle.Alloc(this);
        if (writer.Native is { } native)
            native.CommitHook(writer.Db.DangerousGetHandle(), &AfterCommit, GCHandle.ToIntPtr(_self));
    }

    public DatabaseFiles Files { get; }

    /// <summary>What happened to the files and what to do, where nothing that is written reaches the database any more; null while all is well.</summary>
    public string? Lost { get; private set; }

    /// <summary>Looks after the files, before a write. The writer is entered, and no transaction is open.</summary>
    /// <exception cref="StorageException">They were removed or replaced; then nothing can be written any more.</exception>
    public void Attend()
    {
        if (IsDue(ref _lastLook))
            Look();
        if (Lost is not null)
            throw new StorageException(Lost);
        if (_logLength > LongLog)
            ShortenLog(Environment.TickCount64);
    }

    /// <summary>To be called before the connection is closed: sees to it that closing changes no file that is not this one's.</summary>
    public void Dispose()
    {
        Look();
        if (Lost is not null)
            raw.sqlite3_db_config(_writer.Db, NoCheckpointOnClose, 1, out _);
        if (_writer.Native is { } native)
            native.CommitHook(_writer.Db.DangerousGetHandle(), null, 0);
        _self.Free();
    }

    private static bool IsDue(ref long last)
    {
        long now = Stopwatch.GetTimestamp();
        bool isDue = now - last >= BetweenLooks;
        if (isDue)
            last = now;
        return isDue;
    }

    private void Look()
    {
        if (Lost is not null)
            return;
        _lastLookAtLog = _lastLook;
        FileFault fault = Files.Look(_index, out long length);
        if (length >= 0)
            _logLength = length;
        if (fault != FileFault.None)
            Meet(fault);
    }

    // SQLite calls it after a commit, before the statement returns that made it.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int AfterCommit(nint self, nint db, byte* name, int pages) => ((DatabaseFile)GCHandle.FromIntPtr(self).Target!).AfterCommit(pages);

    private int AfterCommit(int pages)
    {
        bool isLong = pages >= CheckpointPages;
        // A log that others don't read must not be copied to the database, and what is in it alone must not be acknowledged.
        if (Lost is not null || ((isLong || IsDue(ref _lastLookAtLog)) && !HoldsLog(pages)))
            return raw.SQLITE_IOERR;
        if (Lost is null && isLong)
            raw.sqlite3_wal_checkpoint_v2(_writer.Db, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        return raw.SQLITE_OK;
    }

    // Whether what was committed is safe.
    private bool HoldsLog(int pages)
    {
        FileFault fault = Files.LookAtLog(out long length);
        _logLength = length >= 0 ? length : pages * UsualPageBytes;
        return fault == FileFault.None || Meet(fault);
    }

    // It may be in vain, where a list is read for long: then again after a while, or when the log is so much longer.
    private void ShortenLog(long now)
    {
        if (now < _nextCheckpoint && _logLength < _nextLength)
            return;
        using (new BusyScope(_writer, CheckpointMilliseconds))
            raw.sqlite3_wal_checkpoint_v2(_writer.Db, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);
        _nextCheckpoint = now + BetweenCheckpoints;
        _nextLength = _logLength + LongLog;
    }

    // Saves what can be saved, once. Gives whether all that was committed is in the database.
    private bool Meet(FileFault fault)
    {
        bool isSaved = false;
        string what;
        try
        {
            isSaved = fault is FileFault.LogRemoved or FileFault.LogReplaced && IsWithoutOthers() && TryCheckpoint();
            what = isSaved ? "What was acknowledged is saved in the database." : Keep(fault);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            what = $"The log can't be kept aside: {exception.Message}";
        }
        string end = fault == FileFault.DatabaseGone ? ", after putting the right file in its place" : "";
        Lost = $"{Files.Describe(fault)} Nothing more is written, because it would be lost. {what} Close the storage and open it again{end}.";
        return isSaved;
    }

    private string Keep(FileFault fault)
    {
        if (fault == FileFault.DatabaseGone)
            return KeepFromOtherDatabase();
        if (fault == FileFault.LogCut || NativeFile.Log(_writer) is not { } log)
            return "What was in the log alone is lost; the database is as it was before.";
        string target = OrphanedLog.Copy(log, Files, _writer.Options.TimeProvider);
        return $"What was acknowledged and may not be in the database is in its log, which was kept as '{target}-wal': to read it, copy '{Files.Database.Path}' to '{target}' once no process has it open, and open that.";
    }

    // The log that still stands there would be applied to whatever file takes the place of the database.
    private string KeepFromOtherDatabase()
    {
        if (Files.Log.Look(out long length) != FileChange.None || length < 0)
            return "Its log is gone from there, too.";
        string target = OrphanedLog.Move(Files, _writer.Options.TimeProvider);
        if (Files.Index.Look() == FileChange.None)
            File.Delete(Files.Index.Path);
        return $"Its log does not belong to another file, and was moved to '{target}-wal': to read what is in it, put the database that it belongs to at '{target}', and open that.";
    }

    // With another log, others may have changed the database since. With the same index, locks keep this connection and theirs apart, and nobody can have removed the log by closing.
    private bool IsWithoutOthers() =>
        Files.Index.Look(out long length) == FileChange.None && length >= 0 && (Files.Log.Look(out long logLength) == FileChange.Removed || logLength == 0);

    private bool TryCheckpoint() =>
        raw.sqlite3_wal_checkpoint_v2(_writer.Db, "main", raw.SQLITE_CHECKPOINT_FULL, out int pages, out int saved) == raw.SQLITE_OK && saved == pages;
}
