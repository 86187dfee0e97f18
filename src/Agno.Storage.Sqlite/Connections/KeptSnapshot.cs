using System.Runtime.Intrinsics;
using Agno.Storage.Sqlite.Statements;
using SQLitePCL;

namespace Agno.Storage.Sqlite.Connections;

/// <summary>
/// A reader's snapshot of the database, kept from one read to the next while nobody commits: SQLite then needs no locks and no look at the write-ahead log, which is more than half of what
/// reading a small row costs. Whether somebody committed is seen in the index of the log, memory that all processes with the database share: SQLite writes its header anew before a
/// commit returns.
/// </summary>
/// <remarks>
/// See "WAL-Index Header" in SQLite's "WAL-mode File Format". While a connection has the log open, which ends when the connection is closed, nobody can leave the log's mode, and the
/// header stays where it is. A snapshot that is kept holds up checkpoints like any reader: see <see cref="ReaderPool"/> for how long.
/// </remarks>
internal sealed unsafe class KeptSnapshot
{
    private const string Action = "Keeping a snapshot";

    private readonly Connection _connection;
    private readonly byte* _current;

    // Read before the snapshot was begun, which is then this or, where somebody commits between the two, a newer one.
    private Header _seen;

    // Stands on its row as long as the snapshot is kept.
    private Statement? _keeper;
    private bool _isKept;
    private int _term;

    private KeptSnapshot(Connection connection, byte* current)
    {
        _connection = connection;
        _current = current;
    }

    /// <summary>For a connection that is open; null where there is no log, or its index can't be looked at.</summary>
    public static KeptSnapshot? Of(Connection connection)
    {
        const int FilePointer = 7;
        const int HeaderVersion = 3007000;
        const int RegionBytes = 32 * 1024;
        if (connection.Native is not { } native || !connection.HasWriteAheadLog())
            return null;
        nint* file = null;
        fixed (byte* main = "main\0"u8)
            if (native.FileControl(connection.Db.DangerousGetHandle(), main, FilePointer, &file) != raw.SQLITE_OK)
                return null;

        // A file begins with a pointer to its methods, and those with their version; this one, of the second, is the fourteenth.
        nint* methods = (nint*)*file;
        const int MapSharedMemory = 13;
        if (methods is null || *(int*)methods < 2 || methods[MapSharedMemory] == 0)
            return null;
        byte* header = null;
        int code = ((delegate* unmanaged[Cdecl]<nint*, int, int, int, byte**, int>)methods[MapSharedMemory])(file, 0, RegionBytes, 0, &header);
        return code == raw.SQLITE_OK && header is not null && *(int*)header == HeaderVersion ? new(connection, header) : null;
    }

    /// <summary>Lets go of the snapshot where it is not the newest any more. The second read between two commits is the first that keeps it.</summary>
    /// <param name="term">The time for which it may be kept.</param>
    public void Renew(int term)
    {
        var current = new Header(_current);
        bool isSeen = current.IsSame(_seen);
        if (isSeen && _isKept)
            return;
        LetGo();
        _seen = current;
        if (isSeen)
            Keep(term);
    }

    /// <summary>Whether the snapshot is kept on; it is let go where its term has ended.</summary>
    public bool StaysKept(int term)
    {
        if (_isKept && _term != term)
            LetGo();
        return _isKept;
    }

    /// <summary>To be called before the connection is closed.</summary>
    public void Close() => _keeper?.Dispose();

    private void LetGo()
    {
        if (!_isKept)
            return;
        _isKept = false;
        _keeper!.Reset();
    }

    private void Keep(int term)
    {
        _keeper ??= new Statement(_connection, "PRAGMA schema_version", Action);
        _isKept = _keeper.Step();
        _term = term;
    }

    private readonly struct Header(byte* start)
    {
        private readonly Vector256<byte> _start = Vector256.Load(start);
        private readonly Vector128<byte> _end = Vector128.Load(start + Vector256<byte>.Count);

        public bool IsSame(in Header other) => _start == other._start && _end == other._end;
    }
}
