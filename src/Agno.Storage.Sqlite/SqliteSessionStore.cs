using System.Collections.Concurrent;
using System.Text.Json;
using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Schema;
using Agno.Storage.Sqlite.Statements;
using Agno.Storage.Sqlite.Writes;

namespace Agno.Storage.Sqlite;

/// <summary>
/// The sessions of one type in one table of a <see cref="SqliteStorage"/>. SQLite works in-process. Reads and uncontended writes, asynchronous ones too, complete synchronously on the
/// calling thread. A contended write waits asynchronously and joins the next group commit. Thread-safe.
/// </summary>
/// <typeparam name="TSession">A type that carries <see cref="SessionRecordAttribute"/>.</typeparam>
public sealed partial class SqliteSessionStore<TSession> : ISessionStore<TSession>
    where TSession : class, ISessionRecord<TSession>
{
    private const string Dialect = "sqlite";

    private static readonly SessionFilter Everything = new();
    private static readonly int UserId = TSession.Table.OrdinalOf(ColumnRole.UserId);
    private static readonly int CreatedAt = TSession.Table.OrdinalOf(ColumnRole.CreatedAt);
    private static readonly int UpdatedAt = TSession.Table.OrdinalOf(ColumnRole.UpdatedAt);

    // The ordinal of the version, or -1.
    private static readonly int Version = TSession.Table.OrdinalOf(ColumnRole.Version);

    private readonly ConnectionPool _connections;

    // Whose sessions these are alone; null for everybody's.
    private readonly string? _userId;
    private readonly TableSchema _schema;
    private readonly Reading _whole;
    private readonly string _reading;
    private readonly string _writing;
    private readonly string _deleting;

    // Where runs that this store reads and writes are.
    private readonly RunsOrigin _origin;

    // The same for writes; null where the record has no runs.
    private readonly RunTables? _runTables;

    // What reads use, once the table has been looked at; null before that, and where there was no table.
    private volatile Reading? _read;
    private volatile bool _isPrepared;

    internal SqliteSessionStore(ConnectionPool connections, string table)
    {
        _connections = connections;
        _schema = new TableSchema(TSession.Table, table, SqlOf, Backfill);
        _origin = new RunsOrigin(_schema, connections);
        _runTables = Runs is null ? null : new(this);
        _whole = new Reading(new SqlTable(table), _schema.Sql);
        TableName = table;
        _reading = $"Reading from table '{table}'";
        _writing = $"Writing to table '{table}'";
        _deleting = $"Deleting from table '{table}'";
    }

    // The same table for another user or within a transaction. Its SQL is the same too: connections know prepared statements by the string object.
    private SqliteSessionStore(SqliteSessionStore<TSession> store, ConnectionPool connections, string? userId)
    {
        _connections = connections;
        _userId = userId;
        _schema = store._schema;
        _origin = new RunsOrigin(_schema, connections);
        _runTables = Runs is null ? null : new(this);
        _whole = store._whole;
        TableName = store.TableName;
        _reading = store._reading;
        _writing = store._writing;
        _deleting = store._deleting;
    }

    /// <inheritdoc/>
    public string TableName { get; }

#pragma warning disable RS0026 // The window, which has no default, tells the two apart.
    /// <inheritdoc cref="ISessionStore{TSession}.ReadAsync(string, string?, CancellationToken)"/>
    public TSession? Read(string sessionId, string? userId = null) => ReadWith(sessionId, userId, RunWindow.All);

    /// <inheritdoc cref="ISessionStore{TSession}.ReadAsync(string, RunWindow, string?, CancellationToken)"/>
    public TSession? Read(string sessionId, RunWindow runs, string? userId = null)
    {
        ThrowIfNoRuns();
        return ReadWith(sessionId, userId, runs);
    }

    /// <inheritdoc/>
    public ValueTask<TSession?> ReadAsync(string sessionId, string? userId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        return ReadWithAsync(sessionId, userId, RunWindow.All, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<TSession?> ReadAsync(string sessionId, RunWindow runs, string? userId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        return Runs is null ? FailedTask.Of<TSession?>(NoRuns()) : ReadWithAsync(sessionId, userId, runs, cancellationToken);
    }
#pragma warning restore RS0026

    private TSession? ReadWith(string sessionId, string? userId, RunWindow runs)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        return TryNarrow(ref userId)
            ? ReadTable((sessionId, userId, runs), static (store, connection, reading, session) => store.Read(connection, reading, session.sessionId, session.userId, session.runs))
            : null;
    }

    private async ValueTask<TSession?> ReadWithAsync(string sessionId, string? userId, RunWindow runs, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return TryNarrow(ref userId)
            ? await ReadTableAsync((sessionId, userId, runs), static (store, connection, reading, session) => store.Read(connection, reading, session.sessionId, session.userId, session.runs), cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <inheritdoc/>
    public ISessionStore<TSession> ForUser(string userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        if (_userId is not null && _userId != userId)
            throw new ArgumentException($"This store is user '{Shorten(_userId)}''s alone: ask the storage's own store for another user's.", nameof(userId));
        return new SqliteSessionStore<TSession>(this, _connections, userId);
    }

    /// <summary>The same store within a transaction.</summary>
    internal SqliteSessionStore<TSession> Within(ConnectionPool transaction) => new(this, transaction, _userId);

    private static SessionSql SqlOf(SqlTable table) => TSession.GetSql(Dialect, table)
        ?? throw new StorageException($"The session type of table '{table.Name}' was compiled without SQL for SQLite: reference Agno.Storage.Sqlite from the project that declares it.");

    private TSession? Read(Connection connection, Reading reading, string sessionId, string? userId, RunWindow runs)
    {
        using Statement statement = connection.Rent(userId is null ? reading.Sql.Read : reading.Sql.ReadOfUser, _reading);
        statement.Bind(1, sessionId);
        if (userId is not null)
            statement.Bind(2, userId);
        // The statement stays open, so that the runs are those that the session had when it was read.
        return statement.Step() ? ReadRuns(connection, reading, Decode(statement), runs) : null;
    }

    // A store of one user's has nothing of another's.
    private bool TryNarrow(ref string? userId)
    {
        if (_userId is null)
            return true;
        bool isOurs = userId is null || userId == _userId;
        userId = _userId;
        return isOurs;
    }

    private void ThrowIfNotOurs(string sessionId, RowBuffer row)
    {
        if (_userId is null)
            return;
        string? userId = UserOf(row);
        if (userId != _userId)
        {
            throw new SessionOwnershipException($"The session '{Shorten(sessionId)}' is {(userId is null ? "nobody's" : $"user '{Shorten(userId)}''s")}, and was not stored through the store of user '{Shorten(_userId)}': set its user to that one.")
            {
                Table = TableName,
                SessionId = sessionId,
            };
        }
    }

    private static string? UserOf(RowBuffer row) => row.GetKind(UserId) == ValueKind.Text ? row.GetString(UserId) : null;

    // Looks at the table once, to learn which columns it has.
    private Reading? Look(Connection connection)
    {
        if (_read is { } known && (known.IsWhole || known.SchemaVersion == connection.ReadSchemaVersion(_reading)))
            return known;
        long version = connection.ReadSchemaVersion(_reading);
        if (_schema.View(connection) is not { } view)
            return null;
        SqlTable table = connection.IsUtf16 ? new(TableName) { Source = view.Table.Source, HasUtf8Order = false } : view.Table;
        Reading reading = (table, view.List) switch
        {
            ({ IsWhole: true, HasUtf8Order: true }, null) when view.IdSql is null => _whole,
            ({ IsWhole: true }, null) => new(table, _schema.Sql) { IdSql = view.IdSql },
            _ => new(table, SqlOf(table)) { List = view.List, IdSql = view.IdSql, SchemaVersion = version },
        };
        // Looked for again when runs are read next.
        reading.HasRuns = false;
        return _read = reading;
    }

    private TSession Decode(Statement statement)
    {
        var row = new SqliteRow(statement, TableName);
        try
        {
            TSession session = TSession.Read(ref row);
            _connections.ThrowIfEndedWithin();
            return session;
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw Unreadable(exception, TSession.Table.Columns[row.LastOrdinal].Name, statement);
        }
    }

    // What generated code throws at a value that does not fit.
    private static bool IsUnreadable(Exception exception) => exception is FormatException or OverflowException or JsonException or ArgumentException;

    /// <summary>Says where a value is that does not fit.</summary>
    /// <param name="exception">What generated code threw.</param>
    /// <param name="column">The column.</param>
    /// <param name="statement">The statement whose first column is the session's id; null where that was not read.</param>
    private StorageException Unreadable(Exception exception, string column, Statement? statement)
    {
        string? sessionId = statement is null ? null : statement.GetKind(0) == ValueKind.Text ? statement.GetString(0) : "";
        long? offset = (exception as JsonException)?.BytePositionInLine;
        string what = sessionId is null ? "A session" : $"The session '{Shorten(sessionId)}'";
        string place = offset is null ? "" : $" at byte {offset}";
        return new StorageException($"{what} in table '{TableName}' can't be read: column '{column}'{place}: {exception.Message}", exception)
        {
            Table = TableName,
            SessionId = sessionId,
            Column = column,
            ByteOffset = offset,
        };
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private sealed class Reading(SqlTable table, SessionSql sql)
    {
        // Both are made when they are needed, which a program that reads and stores single sessions never does.
        private ConcurrentDictionary<(Type Command, QueryShape Shape), string>? _texts;
        private FilterSql? _filters;

        private ConcurrentDictionary<string, string>? _atOnce;

        public SessionSql Sql { get; } = sql;

        public FilterSql Filters => LazyInitializer.EnsureInitialized(ref _filters, () => new(TSession.Table, Sql));

        /// <summary>The lists of runs that sessions have in their own rows beside the runs' table; null where there are none.</summary>
        public RunList? List { get; init; }

        /// <summary>Reads the id that the row of session ?1 has; null where the table finds a row by its very id alone.</summary>
        public string? IdSql { get; init; }

        /// <summary>Whether an upgrade is to change the table, or the lists of runs in it.</summary>
        public bool IsBehind => !table.IsWhole || List is { IsMoved: true };

        /// <summary>Whether the table is as the record declares it.</summary>
        public bool IsWhole => SchemaVersion is null;

        /// <summary>The version of the schema that the table was looked at in, where values stand for what it lacks: once it has that, they must not. Null for a whole table.</summary>
        public long? SchemaVersion { get; init; }

        /// <summary>Whether the runs' table was seen. Another program may create it later.</summary>
        public bool HasRuns { get; set; }

        /// <summary>
        /// The text that gives what another one gives, all of it as it is at the first step: SQLite puts the rows aside, in a temporary file where they are many. For a connection that is
        /// written to while it is read from, and has no snapshot.
        /// </summary>
        public string AtOnce(string sql)
        {
            // Texts are one string object each, as connections need them.
            ConcurrentDictionary<string, string> texts = LazyInitializer.EnsureInitialized(ref _atOnce, static () => new(ReferenceEqualityComparer.Instance));
            return texts.TryGetValue(sql, out string? text) ? text : texts.GetOrAdd(sql, $"WITH \"rows\" AS MATERIALIZED (\n{sql}\n)\nSELECT * FROM \"rows\"");
        }

        /// <summary>The text of a generated command: one string object for each shape, by which connections know the prepared statement.</summary>
        public string TextFor<TCommand>(QueryShape shape)
            where TCommand : struct, ISessionCommand<TSession>
        {
            ConcurrentDictionary<(Type, QueryShape), string> texts = LazyInitializer.EnsureInitialized(ref _texts, static () => new());
            return texts.TryGetValue((typeof(TCommand), shape), out string? text) ? text : texts.GetOrAdd((typeof(TCommand), shape), Write());

            string Write() => TCommand.GetSql(Dialect, table, Sql, shape)
                ?? throw new StorageException($"The query of table '{table.Name}' was compiled without SQL for SQLite: reference Agno.Storage.Sqlite from the project that declares it.") { Table = table.Name };
        }
    }
}
