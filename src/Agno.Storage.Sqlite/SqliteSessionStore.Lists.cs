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
        new(
            _connections,
            Starter(filter, FilterSql.Head.Rows),
            (connection, statement) => ReadRuns(connection, Look(connection)!, Decode(statement), filter?.Runs ?? RunWindow.None),
            filter?.OnUnreadable,
            cancellationToken);

    private RowStream<string> Ids(SessionFilter? filter, CancellationToken cancellationToken = default) =>
        new(_connections, Starter(filter, FilterSql.Head.Ids), static (_, statement) => statement.GetString(0), onUnreadable: null, cancellationToken);

    private Func<Connection, Statement?> Starter(SessionFilter? filter, FilterSql.Head head) =>
        TryNarrow(ref filter) ? connection => Start(connection, filter!, head) : static _ => null;

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
