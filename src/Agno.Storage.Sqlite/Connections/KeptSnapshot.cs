using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Connections;

/// <summary>
/// A reader's snapshot of the database, kept from one read to the next while nobody commits: SQLite then needs no locks and no look at the write-ahead log, which is more than half of what
/// reading a small row costs. Whether somebody committed is seen in the log's index.
/// </summary>
/// <remarks>A snapshot that is kept holds up checkpoints like any reader: see <see cref="ReaderPool"/> for how long.</remarks>
internal sealed class KeptSnapshot
{
    private const string Action = "Keeping a snapshot";

    private readonly Connection _connection;
    private readonly LogIndex _index;

    // Read before the snapshot was begun, which is then this or, where somebody commits between the two, a newer one.
    private LogIndex.Header _seen;

    // Stands on its row as long as the snapshot is kept.
    private Statement? _keeper;
    private bool _isKept;
    private int _term;

    private KeptSnapshot(Connection connection, LogIndex index)
    {
        _connection = connection;
        _index = index;
    }

    /// <summary>For a connection that is open; null where there is no log, or its index can't be looked at.</summary>
    public static KeptSnapshot? Of(Connection connection) => LogIndex.Of(connection) is { } index ? new(connection, index) : null;

    /// <summary>Lets go of the snapshot where it is not the newest any more. The second read between two commits is the first that keeps it.</summary>
    /// <param name="term">The time for which it may be kept.</param>
    public void Renew(int term)
    {
        LogIndex.Header current = _index.Read();
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
    public void Close() => _keeper?.Close();

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
}
