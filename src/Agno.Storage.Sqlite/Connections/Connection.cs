using System.Diagnostics;
using System.Globalization;
using Agno.Storage.Sqlite.Statements;
using SQLitePCL;

namespace Agno.Storage.Sqlite.Connections;

/// <summary>
/// A connection of our own, or the caller's, with its prepared statements. Whoever uses it calls <see cref="Enter"/>:
/// SQLite's own mutexes are off.
/// </summary>
internal sealed class Connection : IDisposable
{
    /// <summary>The path of a database in memory.</summary>
    public const string InMemory = ":memory:";

    // SQLITE_DBCONFIG_DQS_DML and _DDL: a misspelt "column" must be an error, not a string.
    private const int DoubleQuotedStringsInDml = 1013;
    private const int DoubleQuotedStringsInDdl = 1014;

    // SQLITE_DBCONFIG_ENABLE_QPSG: plans don't depend on what is bound. Otherwise binding a limit makes SQLite prepare the statement anew, each time.
    private const int StablePlans = 1007;

    // As much of a file is read from the system's own cache, without a call for each page. Only by connections that do nothing but read.
    private const int MappedBytes = 256 << 20;

    // What a transaction changes beyond this goes to the log before its end, and again when it is changed again. SQLite's 2 MB hold a hundred sessions of 17 KB.
    private const int WriterCacheKilobytes = 16 << 10;

    // The SQL of a store is one string object for its life, so that looking it up needs no hashing of text.
    private const int MaxStatements = 512;

    private readonly Lock _gate = new();

    private readonly Dictionary<string, Statement> _statements = new(ReferenceEqualityComparer.Instance);

    // The one that was used last is mostly the one that is needed next.
    private Statement? _last;

    // Second ones of a text whose first is in use.
    private readonly HashSet<Statement> _doubles = [];
    private readonly bool _isOwned;

    // The busy timeout of a connection of the caller's, which gets it back; -1 for one of ours.
    private int _callersTimeout = -1;
    private bool _isClosed;
    private int _claimed;

    // A reader looks whether its files are still those that others write, from time to time: this often, in milliseconds.
    private const long BetweenLooks = 100;
    private DatabaseFiles? _files;
    private long _nextLook;

    // Of a reader that was used before; null where it can't be kept.
    private KeptSnapshot? _snapshot;
    private bool _hasLookedForSnapshot;

    // Few queries need them.
    private bool _hasFunctions;

    private Connection(sqlite3 db, SqliteStorageOptions options, bool isOwned)
    {
        Db = db;
        Options = options;
        BusyTimeout = (int)options.BusyTimeout.TotalMilliseconds;
        _isOwned = isOwned;
    }

    public sqlite3 Db { get; }

    public SqliteStorageOptions Options { get; }

    /// <summary>Whether nothing is written on this connection while it is used to read.</summary>
    public bool IsReader { get; private init; }

    /// <summary>Direct calls for this connection's statements; null where there may be mutexes, on the caller's connection.</summary>
    public NativeSqlite? Native => _isOwned ? NativeSqlite.Loaded : null;

    /// <summary>The path of the file; null where the database is in memory.</summary>
    public string? FileName => raw.sqlite3_db_filename(Db, "main").utf8_to_string() is { Length: > 0 } path ? path : null;

    /// <summary>The file of a connection of ours that writes; null for others, and in memory.</summary>
    public DatabaseFile? File { get; private set; }

    /// <summary>Whether SQLite keeps transactions whole by a write-ahead log.</summary>
    public bool HasWriteAheadLog() => Ask("PRAGMA journal_mode", "Reading the database's journal mode") == "wal";

    /// <summary>Whether text may be stored as UTF-16, so that its UTF-8 must be asked for. True until the encoding is known.</summary>
    public bool IsUtf16 { get; private set; } = true;

    /// <summary>Opens a file, or <see cref="InMemory"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is opened and used.</param>
    /// <param name="isReader">Whether nothing is written on it.</param>
    /// <param name="files">The files that it must have, of a connection that is open already; null for those that are there.</param>
    public static Connection Open(string path, SqliteStorageOptions options, bool isReader, DatabaseFiles? files = null)
    {
        // SQLite would make a log that is gone anew, beside the one that the others have open.
        files?.ThrowIfChanged();
        int flags = raw.SQLITE_OPEN_NOMUTEX | (isReader || options.ReadOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        int code = raw.sqlite3_open_v2(path, out sqlite3 db, flags, null);
        var connection = new Connection(db, options, isOwned: true) { IsReader = isReader };
        try
        {
            if (code != raw.SQLITE_OK)
                throw connection.Failure(code, $"Opening the database '{path}'");
            connection.Configure(path, canWrite: !isReader && !options.ReadOnly);
            files?.ThrowIfChanged();
            connection.Watch(files);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Uses a connection that stays the caller's: its settings are left as they are, but for the busy timeout while it is used here.</summary>
    public static Connection Borrow(sqlite3 db, SqliteStorageOptions options)
    {
        var connection = new Connection(db, options, isOwned: false);
        connection.IsUtf16 = connection.IsEncodedAsUtf16();
        connection._callersTimeout = int.Parse(connection.Ask("PRAGMA busy_timeout", "Reading the connection's busy timeout"), CultureInfo.InvariantCulture);
        connection.WaitAtMost(connection.BusyTimeout);
        return connection;
    }

    /// <summary>Of a reader, in which of its pool's times it was used last.</summary>
    public int LastUsed { get; set; }

    /// <summary>Takes a reader for oneself, unless somebody has it.</summary>
    public bool TryClaim() => Interlocked.CompareExchange(ref _claimed, 1, 0) == 0;

    /// <summary>Leaves a reader to whoever comes next.</summary>
    public void Unclaim() => Volatile.Write(ref _claimed, 0);

    /// <summary>Waits until nobody else uses the connection, until the scope ends. A reader belongs to whoever has taken it from its pool, and needs no lock.</summary>
    public Lock.Scope Enter() => IsReader ? default : _gate.EnterScope();

    /// <summary>How many rows the last INSERT, UPDATE or DELETE touched.</summary>
    public int Changes => raw.sqlite3_changes(Db);

    /// <summary>The collation that compares texts byte by byte.</summary>
    public const string Binary = "BINARY";

    /// <summary>The collation by which a table compares the values of a column, in upper case.</summary>
    public string CollationOf(string table, string column) =>
        raw.sqlite3_table_column_metadata(Db, "main", table, column, out _, out string collation, out _, out _, out _) == raw.SQLITE_OK ? collation.ToUpperInvariant() : Binary;

    /// <summary>Whether a transaction is open.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(Db) == 0;

    /// <summary>How many milliseconds statements wait for another connection's lock, unless <see cref="WaitAtMost"/> says otherwise for a while.</summary>
    public int BusyTimeout { get; }

    /// <summary>Sets how many milliseconds statements wait for another connection's lock.</summary>
    public void WaitAtMost(int milliseconds) => raw.sqlite3_busy_timeout(Db, milliseconds);

    /// <summary>Whether this thread is using the connection right now. Not known of a reader, which belongs to whoever has taken it.</summary>
    public bool IsEntered => _gate.IsHeldByCurrentThread;

    public void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_isClosed, typeof(SqliteStorage));

    /// <summary>Runs statements without parameters or results.</summary>
    public void Execute(string sql, string action)
    {
        int code = raw.sqlite3_exec(Db, sql);
        if (code != raw.SQLITE_OK)
            throw Failure(code, action);
    }

    /// <summary>The exception for the last failure: SQLite's, or that the files are lost.</summary>
    /// <param name="code">The result code.</param>
    /// <param name="action">What was being done, as the start of a sentence: <c>Storing session 'a' in table 't'</c>.</param>
    public StorageException Failure(int code, string action) =>
        File?.Lost is { } lost ? new StorageException($"{action} failed: {lost}") : SqliteError.Of(Db, code, action, Options);

    /// <summary>Runs a statement without parameters or results that comes again and again.</summary>
    public void Run(string sql, string action)
    {
        using Statement statement = Rent(sql, action);
        statement.Step();
    }

    /// <summary>A number that every change of the schema, by whomever, makes another.</summary>
    public long ReadSchemaVersion(string action)
    {
        using Statement statement = Rent("PRAGMA schema_version", action);
        return statement.Step() ? statement.GetInt64(0) : 0;
    }

    /// <summary>Runs a statement without parameters. Gives the first column of its first row; empty where there is no row.</summary>
    public string Ask(string sql, string action)
    {
        using var statement = new Statement(this, sql, action);
        return statement.Step() ? statement.GetString(0) : "";
    }

    /// <summary>Whether SQLite can make a statement of a text, as the schema is: all that it names is there.</summary>
    public bool Compiles(string sql)
    {
        int code = raw.sqlite3_prepare_v2(Db, sql, out sqlite3_stmt statement);
        statement?.Dispose();
        return code != raw.SQLITE_ERROR;
    }

    /// <summary>Whether SQLite sorts the rows of a SELECT, because no index has their order.</summary>
    public bool Sorts(string sql)
    {
        using var plan = new Statement(this, $"EXPLAIN QUERY PLAN {sql}", "Looking at the plan of a list");
        while (plan.Step())
            if (plan.GetString(3).Contains("TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal))
                return true;
        return false;
    }

    /// <summary>Ends a transaction that failed. SQLite may have ended it already.</summary>
    public void RollBack()
    {
        if (IsInTransaction)
            raw.sqlite3_exec(Db, "ROLLBACK");
    }

    /// <summary>Sees to it that what is read next is the newest: in the snapshot that is kept from the last read, or in another. For readers, before each read but their first.</summary>
    /// <param name="term">The time for which a snapshot may be kept.</param>
    /// <exception cref="StorageException">The files were removed or replaced: it would not be the newest.</exception>
    public void RenewSnapshot(int term)
    {
        LookFromTimeToTime();
        try
        {
            if (!_hasLookedForSnapshot)
                _snapshot = KeptSnapshot.Of(this);
            _hasLookedForSnapshot = true;
            _snapshot?.Renew(term);
        }
        catch (StorageException)
        {
            // The read itself will meet what is wrong, and say what it was about.
        }
    }

    /// <summary>Whether the snapshot is kept for the next read, which it is not where its term has ended.</summary>
    public bool KeepsSnapshot(int term) => _snapshot is { } snapshot && snapshot.StaysKept(term);

    /// <summary>Takes the prepared statement of a text; one that is in use is prepared once more.</summary>
    public Statement Rent(string sql, string action)
    {
        ThrowIfClosed();
        Statement? statement = _last;
        if (!ReferenceEquals(statement?.Sql, sql))
            _statements.TryGetValue(sql, out statement);
        if (statement is { IsRented: false })
        {
            statement.Rent(action);
            return _last = statement;
        }
        if (_statements.Count >= MaxStatements)
            Forget();
        if (!_hasFunctions && sql.Contains(SqlFunctions.Prefix, StringComparison.Ordinal))
        {
            SqlFunctions.Register(Db);
            _hasFunctions = true;
        }
        var prepared = new Statement(this, sql, action) { IsKept = statement is null };
        if (prepared.IsKept)
            _statements.Add(sql, prepared);
        else
            _doubles.Add(prepared);
        return prepared;
    }

    // Those that are needed are soon there again.
    private void Forget()
    {
        _last = null;
        foreach ((string sql, Statement statement) in _statements)
        {
            if (statement.IsRented)
                continue;
            statement.Close();
            _statements.Remove(sql);
        }
    }

    /// <summary>Takes a statement back, by its <see cref="Statement.Dispose"/>: it may be used again or, if it is a second one of its text, not any more.</summary>
    public void Return(Statement statement)
    {
        if (_isClosed)
            return;
        statement.Reset();
        if (statement.IsKept)
        {
            statement.Return();
            return;
        }
        _doubles.Remove(statement);
        statement.Close();
    }

    public void Dispose()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        File?.Dispose();
        _snapshot?.Close();
        foreach (Statement statement in _statements.Values.Concat(_doubles))
            statement.Close();
        _statements.Clear();
        _doubles.Clear();
        if (_isOwned)
            Db.Dispose();
        // The caller may have closed the connection first.
        else if (_callersTimeout >= 0 && !Db.IsClosed)
            raw.sqlite3_busy_timeout(Db, _callersTimeout);
    }

    private void Configure(string path, bool canWrite)
    {
        string action = $"Opening the database '{path}'";
        raw.sqlite3_extended_result_codes(Db, 1);
        WaitAtMost(BusyTimeout);
        raw.sqlite3_db_config(Db, DoubleQuotedStringsInDml, 0, out _);
        raw.sqlite3_db_config(Db, DoubleQuotedStringsInDdl, 0, out _);
        raw.sqlite3_db_config(Db, StablePlans, 1, out _);
        if (canWrite)
        {
            UseWriteAheadLog(action);
            bool isFull = Options.Synchronous == SqliteSynchronous.Full;
            // On macOS a sync alone leaves what was written in the drive's cache; elsewhere the second setting does nothing.
            Execute($"PRAGMA foreign_keys = ON; PRAGMA cache_size = -{WriterCacheKilobytes}; PRAGMA synchronous = {(isFull ? "FULL" : "NORMAL")}; PRAGMA fullfsync = {(isFull ? "ON" : "OFF")};", action);
        }
        else
        {
            Execute($"PRAGMA mmap_size = {MappedBytes};", action);
        }
        IsUtf16 = IsEncodedAsUtf16();
    }

    // The log of a new file is opened by the first read.
    private void Watch(DatabaseFiles? files)
    {
        if (FileName is not { } path)
            return;
        Ask("PRAGMA schema_version", $"Opening the database '{path}'");
        _files = files ?? new(path);
        if (!IsReader && !Options.ReadOnly)
            File = new(this, _files);
    }

    private void LookFromTimeToTime()
    {
        if (Environment.TickCount64 is var now && now < _nextLook)
            return;
        _files?.ThrowIfChanged();
        _nextLook = now + BetweenLooks;
    }

    // Two processes that open a new file at once stand in each other's way here, and SQLite gives up at once rather than wait for ever.
    private void UseWriteAheadLog(string action)
    {
        const int MaxPause = 25;
        long start = Stopwatch.GetTimestamp();
        for (int pause = 1; ; pause = Math.Min(2 * pause, MaxPause))
        {
            try
            {
                Execute("PRAGMA journal_mode = WAL", action);
                return;
            }
            catch (StorageBusyException) when (Stopwatch.GetElapsedTime(start) < Options.BusyTimeout)
            {
                Thread.Sleep(pause);
            }
        }
    }

    // Asking for the encoding reads the header, which finds a file that is not a database.
    private bool IsEncodedAsUtf16() => Ask("PRAGMA encoding", "Reading the database's encoding").StartsWith("UTF-16", StringComparison.Ordinal);
}
