using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite;

// Streams of sessions and ids, and how many there are.
public sealed partial class SqliteSessionStore<TSession>
{
    /// <inheritdoc cref="ISessionStore{TSession}.ListAsync"/>
    public IEnumerable<TSession> List(SessionFilter? filter = null) => Rows(filter);

    /// <inheritdoc cref="ISessionStore{TSession}.ListIdsAsync"/>
    public IEnumerable<string> ListIds(SessionFilter? filter = null) => Ids(filter);

    /// <inheritdoc/>
    public IAsyncEnumerable<TSession> ListAsync(SessionFilter? filter = null, CancellationToken cancellationToken = default) => Rows(filter, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListIdsAsync(SessionFilter? filter = null, CancellationToken cancellationToken = default) => Ids(filter, cancellationToken);

    /// <inheritdoc cref="ISessionStore{TSession}.CountAsync"/>
    public long Count(SessionFilter? filter = null)
    {
        if (!TryNarrow(ref filter))
            return 0;
        return Look(connection =>
        {
            if (Start(connection, filter!, FilterSql.Head.Count) is not { } statement)
                return 0;
            try
            {
                statement.Step();
                return statement.GetInt64(0);
            }
            finally
            {
                connection.Return(statement);
            }
        });
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(SessionFilter? filter = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Count(filter));
    }

    private RowStream<TSession> Rows(SessionFilter? filter, CancellationToken cancellationToken = default) =>
        new(_connections, connection => StartRows(connection, filter), filter?.OnUnreadable, cancellationToken);

    private RowStream<string> Ids(SessionFilter? filter, CancellationToken cancellationToken = default) =>
        new(
            _connections,
            connection => TryNarrow(ref filter) && Start(connection, filter!, FilterSql.Head.Ids) is { } statement ? new(statement, static (_, row) => row.GetString(0)) : null,
            onUnreadable: null,
            cancellationToken);

    private Rows<TSession>? StartRows(Connection connection, SessionFilter? filter)
    {
        if (!TryNarrow(ref filter))
            return null;
        bool isReadById = false;
        if (Start(connection, TextFor, row => FilterSql.Bind(row, filter!)) is not { } statement)
            return null;
        RunWindow runs = filter!.Runs;
        return isReadById
            ? new(statement, (reader, id) => ReadById(reader, id, runs))
            : new(statement, (reader, row) => ReadRuns(reader, Look(reader)!, Decode(row), runs));

        string TextFor(Reading reading)
        {
            // Where the list is written meanwhile, on the same connection, a session could be gone when its turn comes.
            isReadById = connection.IsReader && reading.Filters.IsReadById(filter!, connection);
            return reading.Filters.TextFor(filter!, isReadById ? FilterSql.Head.Ids : FilterSql.Head.Rows);
        }
    }

    private TSession ReadById(Connection connection, Statement ids, RunWindow runs)
    {
        Reading reading = Look(connection)!;
        Statement statement = connection.Rent(reading.Sql.Read, _reading);
        try
        {
            var row = new SqliteRow(ids, TableName);
            statement.Bind(1, row.GetUtf8(0));
            if (!statement.Step())
                throw new FormatException("The stored value is NULL, not text.");
            return ReadRuns(connection, reading, Decode(statement), runs);
        }
        catch (FormatException exception)
        {
            throw Unreadable(exception, TSession.Table.Columns[0].Name, statement: null);
        }
        finally
        {
            connection.Return(statement);
        }
    }

    private bool TryNarrow(ref SessionFilter? filter)
    {
        filter ??= Everything;
        string? userId = filter.UserId;
        if (!TryNarrow(ref userId))
            return false;
        if (userId != filter.UserId)
            filter = filter with { UserId = userId };
        return true;
    }

    private Statement? Start(Connection connection, SessionFilter filter, FilterSql.Head head) =>
        Start(connection, reading => reading.Filters.TextFor(filter, head), statement => FilterSql.Bind(statement, filter));

    private Statement? Start(Connection connection, Func<Reading, string> text, Action<Statement> bind)
    {
        try
        {
            return Prepare();
        }
        catch (SqliteStorageException exception) when (exception.IsSchemaMismatch)
        {
            // The table was dropped or changed since it was looked at: look again.
            _read = null;
            return Prepare();
        }

        Statement? Prepare()
        {
            if (Look(connection) is not { } reading)
                return null;
            Statement statement = connection.Rent(text(reading), _reading);
            try
            {
                bind(statement);
                return statement;
            }
            catch
            {
                connection.Return(statement);
                throw;
            }
        }
    }
}
