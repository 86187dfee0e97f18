using System.Text.Json;
using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Schema;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite;

/// <summary>
/// The sessions of one type in one table of a <see cref="SqliteStorage"/>. SQLite works in-process: every call, asynchronous ones too, does its work on
/// the caller's thread and is complete when it returns. Thread-safe.
/// </summary>
/// <typeparam name="TSession">A type that carries <see cref="SessionRecordAttribute"/>.</typeparam>
public sealed partial class SqliteSessionStore<TSession> : ISessionStore<TSession>
    where TSession : class, ISessionRecord<TSession>
{
    private const string Dialect = "sqlite";

    private static readonly SessionFilter Everything = new();
    private static readonly int CreatedAt = TSession.Table.OrdinalOf(ColumnRole.CreatedAt);
    private static readonly int UpdatedAt = TSession.Table.OrdinalOf(ColumnRole.UpdatedAt);

    private readonly ConnectionPool _connections;
    private readonly TableSchema _schema;
    private readonly string _reading;
    private readonly string _writing;
    private readonly string _deleting;

    // What reads use, once the table has been looked at; null before that, and where there was no table.
    private volatile Reading? _read;
    private volatile bool _isPrepared;

    internal SqliteSessionStore(ConnectionPool connections, string table)
    {
        _connections = connections;
        _schema = new TableSchema(TSession.Table, table, SqlOf, Backfill);
        TableName = table;
        _reading = $"Reading from table '{table}'";
        _writing = $"Writing to table '{table}'";
        _deleting = $"Deleting from table '{table}'";
    }

    /// <inheritdoc/>
    public string TableName { get; }

    /// <inheritdoc cref="ISessionStore{TSession}.ReadAsync"/>
    public TSession? Read(string sessionId, string? userId = null)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        Connection connection = _connections.RentReader();
        try
        {
            lock (connection.Gate)
            {
                try
                {
                    return Read(connection, sessionId, userId);
                }
                catch (SqliteStorageException exception) when (exception.IsSchemaMismatch)
                {
                    // The table was dropped or changed since it was looked at: look again.
                    _read = null;
                    return Read(connection, sessionId, userId);
                }
            }
        }
        finally
        {
            _connections.Return(connection);
        }
    }

    /// <inheritdoc cref="ISessionStore{TSession}.UpsertAsync"/>
    public TSession Upsert(TSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        string sessionId = TSession.GetSessionId(session);
        if (string.IsNullOrEmpty(sessionId))
            throw new ArgumentException("The session has no id: set SessionId before storing it.", nameof(session));

        using RowBuffer row = Encode(session);
        long now = _connections.Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();
        if (row.GetKind(CreatedAt) == ValueKind.Null)
            row.WriteInt64(CreatedAt, now);
        row.WriteInt64(UpdatedAt, now);
        if (Write(_schema.Sql.Upsert, row, sessionId) is not var (createdAt, updatedAt))
        {
            throw new StorageException($"The session '{Shorten(sessionId)}' was not stored, because table '{TableName}' holds it as another user's or of another type: use another id, or delete that session first.")
            {
                Table = TableName,
                SessionId = sessionId,
            };
        }
        return TSession.WithTimes(session, createdAt, updatedAt);
    }

    /// <inheritdoc cref="ISessionStore{TSession}.ImportAsync"/>
    public void Import(TSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        string sessionId = TSession.GetSessionId(session)
            ?? throw new ArgumentException("The session has no id: set SessionId before storing it.", nameof(session));
        using RowBuffer row = Encode(session);
        Write(_schema.Sql.Import, row, sessionId);
    }

    /// <inheritdoc cref="ISessionStore{TSession}.DeleteAsync"/>
    public bool Delete(string sessionId, string? userId = null)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        Connection writer = _connections.Writer;
        lock (writer.Gate)
        {
            try
            {
                return Delete(writer, sessionId, userId);
            }
            catch (SqliteStorageException exception) when (exception.IsSchemaMismatch)
            {
                _read = null;
                return Delete(writer, sessionId, userId);
            }
        }
    }

    private static SessionSql SqlOf(SqlTable table) => TSession.GetSql(Dialect, table)
        ?? throw new StorageException($"The session type of table '{table.Name}' was compiled without SQL for SQLite: reference Agno.Storage.Sqlite from the project that declares it.");

    private RowBuffer Encode(TSession session)
    {
        RowBuffer row = RowBuffer.Rent(TSession.Table.RowLength);
        try
        {
            TSession.Write(session, row);
            return row;
        }
        catch (Exception exception)
        {
            row.Dispose();
            if (exception is ArgumentException or JsonException or OverflowException)
                throw new ArgumentException($"The session '{Shorten(TSession.GetSessionId(session))}' can't be stored in table '{TableName}': {exception.Message}", nameof(session), exception);
            throw;
        }
    }

    // Gives the times that are stored, where the statement returns a row.
    private (long CreatedAt, long UpdatedAt)? Write(string sql, RowBuffer row, string sessionId)
    {
        Connection writer = _connections.Writer;
        lock (writer.Gate)
        {
            try
            {
                return WritePrepared(writer, sql, row);
            }
            catch (SqliteStorageException exception) when (exception.IsSchemaMismatch && _isPrepared)
            {
                _isPrepared = false;
                return WritePrepared(writer, sql, row);
            }
            catch (StorageException exception) when (exception.SessionId is null)
            {
                throw InContext(exception, sessionId);
            }
        }
    }

    private (long CreatedAt, long UpdatedAt)? WritePrepared(Connection writer, string sql, RowBuffer row)
    {
        if (!_isPrepared)
        {
            SqliteStorageOptions options = _connections.Options;
            _schema.Prepare(writer, options.AutoCreate, options.AutoUpgrade);
            _read = null;
            _isPrepared = true;
        }
        Statement statement = writer.Rent(sql, _writing);
        try
        {
            statement.Bind(row);
            (long, long)? returned = null;
            // Stepping to the end is what commits. Where a table's first and later times differ, both are returned.
            while (statement.Step())
                returned = (statement.GetInt64(0), TSession.Table.SessionType is null ? row.GetInt64(UpdatedAt) : statement.GetInt64(1));
            return returned;
        }
        finally
        {
            writer.Return(statement);
        }
    }

    private TSession? Read(Connection connection, string sessionId, string? userId)
    {
        if (Look(connection) is not { } reading)
            return null;
        Statement statement = connection.Rent(userId is null ? reading.Sql.Read : reading.Sql.ReadOfUser, _reading);
        try
        {
            statement.Bind(1, sessionId);
            if (userId is not null)
                statement.Bind(2, userId);
            return statement.Step() ? Decode(statement) : null;
        }
        finally
        {
            connection.Return(statement);
        }
    }

    private bool Delete(Connection writer, string sessionId, string? userId)
    {
        if (Look(writer) is null)
            return false;
        Statement statement = writer.Rent(userId is null ? _schema.Sql.Delete : _schema.Sql.DeleteOfUser, _deleting);
        try
        {
            statement.Bind(1, sessionId);
            if (userId is not null)
                statement.Bind(2, userId);
            statement.Step();
            return writer.Changes > 0;
        }
        finally
        {
            writer.Return(statement);
        }
    }

    // Looks at the table once, to learn which columns it has.
    private Reading? Look(Connection connection) =>
        _read ??= _schema.SqlForReading(connection) is { } sql ? new Reading(sql) : null;

    private TSession Decode(Statement statement)
    {
        var row = new SqliteRow(statement, TableName);
        try
        {
            return TSession.Read(ref row);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or JsonException or ArgumentException)
        {
            string column = TSession.Table.Columns[row.LastOrdinal].Name;
            string sessionId = statement.GetKind(0) == ValueKind.Text ? statement.GetString(0) : "";
            long? offset = (exception as JsonException)?.BytePositionInLine;
            string place = offset is null ? "" : $" at byte {offset}";
            throw new StorageException($"The session '{Shorten(sessionId)}' in table '{TableName}' can't be read: column '{column}'{place}: {exception.Message}", exception)
            {
                Table = TableName,
                SessionId = sessionId,
                Column = column,
                ByteOffset = offset,
            };
        }
    }

    private StorageException InContext(StorageException exception, string sessionId) =>
        exception is SchemaException
            ? exception
            : new StorageException($"The session '{Shorten(sessionId)}' was not stored. {exception.Message}", exception)
            {
                Table = TableName,
                SessionId = sessionId,
                Column = exception.Column,
            };

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private sealed class Reading(SessionSql sql)
    {
        public SessionSql Sql { get; } = sql;

        public FilterSql Filters { get; } = new(TSession.Table, sql);
    }
}
