using System.Runtime.CompilerServices;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite;

// Streams of sessions and ids.
public sealed partial class SqliteSessionStore<TSession>
{
    /// <inheritdoc cref="ISessionStore{TSession}.ListAsync"/>
    public IEnumerable<TSession> List(SessionFilter? filter = null) =>
        Enumerate(filter ?? Everything, idsOnly: false, static (store, statement) => store.Decode(statement));

    /// <inheritdoc cref="ISessionStore{TSession}.ListIdsAsync"/>
    public IEnumerable<string> ListIds(SessionFilter? filter = null) =>
        Enumerate(filter ?? Everything, idsOnly: true, static (_, statement) => statement.GetString(0));

    /// <inheritdoc/>
    public IAsyncEnumerable<TSession> ListAsync(SessionFilter? filter = null, CancellationToken cancellationToken = default) =>
        ToAsync(List(filter), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListIdsAsync(SessionFilter? filter = null, CancellationToken cancellationToken = default) =>
        ToAsync(ListIds(filter), cancellationToken);

    // The gate is held for each step and never between two: whoever reads the stream may write meanwhile, on the same connection too.
    private IEnumerable<T> Enumerate<T>(SessionFilter filter, bool idsOnly, Func<SqliteSessionStore<TSession>, Statement, T> decode)
    {
        Connection connection = _connections.RentReader();
        Statement? statement = null;
        try
        {
            lock (connection.Gate)
                statement = Start(connection, filter, idsOnly);
            while (statement is not null)
            {
                T item;
                lock (connection.Gate)
                {
                    connection.ThrowIfClosed();
                    if (!statement.Step())
                        break;
                    item = decode(this, statement);
                }
                yield return item;
            }
        }
        finally
        {
            if (statement is not null)
                lock (connection.Gate)
                    connection.Return(statement);
            _connections.Return(connection);
        }
    }

    private Statement? Start(Connection connection, SessionFilter filter, bool idsOnly)
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
            Statement statement = connection.Rent(reading.Filters.TextFor(filter, idsOnly), _reading);
            FilterSql.Bind(statement, filter);
            return statement;
        }
    }

    private static async IAsyncEnumerable<T> ToAsync<T>(IEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        foreach (T item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }
}
