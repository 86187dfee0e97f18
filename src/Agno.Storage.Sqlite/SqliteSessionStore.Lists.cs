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
    public long Count(SessionFilter? filter = null) =>
        TryNarrow(ref filter) ? ReadTable(filter!, static (store, connection, reading, filter) => store.Count(connection, reading, filter)) : 0;

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(SessionFilter? filter = null, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<long>(cancellationToken)
        : TryNarrow(ref filter) ? ReadTableAsync(filter!, static (store, connection, reading, filter) => store.Count(connection, reading, filter), cancellationToken)
        : new(0);

    private long Count(Connection connection, Reading reading, SessionFilter filter)
    {
        ListPlace? behind = ListPlace.Of(filter.After);
        using Statement statement = connection.Rent(reading.Filters.TextFor(filter, behind, FilterSql.Head.Count), _reading);
        FilterSql.Bind(statement, filter, behind);
        statement.Step();
        return statement.GetInt64(0);
    }

    private RowStream<TSession> Rows(SessionFilter? filter, CancellationToken cancellationToken = default)
    {
        RunWindow runs = filter is null ? RunWindow.None : filter.Runs with { OnUnreadable = filter.Runs.OnUnreadable ?? filter.OnUnreadable };
        return Stream(filter, cancellationToken, (connection, readable, behind) =>
        {
            bool isReadById = false;
            return Start<TSession>(
                connection,
                reading =>
                {
                    // Where the list is written meanwhile, on the same connection, a session could be gone when its turn comes.
                    isReadById = connection.IsReader && reading.Filters.IsReadById(readable, behind, connection);
                    return reading.Filters.TextFor(readable, behind, isReadById ? FilterSql.Head.Ids : FilterSql.Head.Rows);
                },
                statement => FilterSql.Bind(statement, readable, behind),
                reading => isReadById
                    ? (reader, id) => ReadById(reader, reading, id, runs)
                    : (reader, row) => ReadRuns(reader, reading, Decode(row), runs));
        });
    }

    private RowStream<string> Ids(SessionFilter? filter, CancellationToken cancellationToken = default) =>
        Stream(filter, cancellationToken, (connection, readable, behind) => Start<string>(
            connection,
            reading => reading.Filters.TextFor(readable, behind, FilterSql.Head.Ids),
            statement => FilterSql.Bind(statement, readable, behind),
            _ => (_, row) => DecodeId(row)));

    // What is left out of a list because it can't be read does not count: a page is short only where it is the last one.
    private RowStream<T> Stream<T>(SessionFilter? filter, CancellationToken cancellationToken, Func<Connection, SessionFilter, ListPlace?, Rows<T>?> start)
    {
        bool isOurs = TryNarrow(ref filter);
        bool leavesOut = filter!.OnUnreadable is not null;
        SessionFilter readable = leavesOut ? filter with { Limit = null } : filter;
        return new(
            _connections,
            connection => isOurs ? start(connection, readable, ListPlace.Of(readable.After)) : null,
            leavesOut ? filter.Limit : null,
            filter.OnUnreadable,
            cancellationToken);
    }

    private TSession ReadById(Connection connection, Reading reading, Statement ids, RunWindow runs)
    {
        using Statement statement = connection.Rent(reading.Sql.Read, _reading);
        statement.Bind(1, ids, 0);
        return statement.Step()
            ? ReadRuns(connection, reading, Decode(statement), runs)
            : throw Unreadable(new FormatException("The stored value is NULL, not text."), TSession.Table.Columns[0].Name, statement: null);
    }

    private string DecodeId(Statement ids)
    {
        try
        {
            return new SqliteRow(ids, TableName).GetString(0);
        }
        catch (FormatException exception)
        {
            throw Unreadable(exception, TSession.Table.Columns[0].Name, statement: null);
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
}
