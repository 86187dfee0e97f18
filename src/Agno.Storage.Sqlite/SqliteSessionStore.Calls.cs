using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;
using Agno.Storage.Sqlite.Writes;

namespace Agno.Storage.Sqlite;

// How calls meet a table that another program may change, drop or make anew at any time. Every call goes through OnTable, the one place that notices.
public sealed partial class SqliteSessionStore<TSession>
{
    /// <summary>Makes a call. Where its statements do not fit the table, because that changed since it was looked at, the call is made once more on the table as it is now.</summary>
    /// <param name="arguments">What the call needs, so that it closes over nothing.</param>
    /// <param name="call">The call.</param>
    private TResult OnTable<TArguments, TResult>(TArguments arguments, Func<SqliteSessionStore<TSession>, TArguments, TResult> call)
    {
        try
        {
            return call(this, arguments);
        }
        catch (SqliteStorageException exception) when (exception.IsSchemaMismatch)
        {
            Forget();
            return call(this, arguments);
        }
    }

    private async ValueTask<TResult> OnTableAsync<TArguments, TResult>(TArguments arguments, Func<SqliteSessionStore<TSession>, TArguments, ValueTask<TResult>> call)
    {
        try
        {
            return await call(this, arguments).ConfigureAwait(false);
        }
        catch (SqliteStorageException exception) when (exception.IsSchemaMismatch)
        {
            Forget();
            return await call(this, arguments).ConfigureAwait(false);
        }
    }

    /// <summary>Reads from the table; gives nothing where there is none.</summary>
    private TResult? ReadTable<TArguments, TResult>(TArguments arguments, Func<SqliteSessionStore<TSession>, Connection, Reading, TArguments, TResult?> read)
    {
        using var reader = new ReaderScope(_connections);
        return ReadTable(reader.Connection, arguments, read);
    }

    private async ValueTask<TResult?> ReadTableAsync<TArguments, TResult>(TArguments arguments, Func<SqliteSessionStore<TSession>, Connection, Reading, TArguments, TResult?> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var reader = new ReaderScope(_connections, await _connections.RentReaderAsync(cancellationToken).ConfigureAwait(false));
        return ReadTable(reader.Connection, arguments, read);
    }

    private TResult? ReadTable<TArguments, TResult>(Connection connection, TArguments arguments, Func<SqliteSessionStore<TSession>, Connection, Reading, TArguments, TResult?> read) =>
        OnTable((connection, arguments, read), static (store, call) => store.Look(call.connection) is { } reading ? call.read(store, call.connection, reading, call.arguments) : default);

    /// <summary>Begins a stream: gives its rows, the first of which the statement stands on; null where there is none.</summary>
    /// <param name="connection">The connection, which is entered.</param>
    /// <param name="text">Gives the SQL of what is read.</param>
    /// <param name="bind">Binds its parameters.</param>
    /// <param name="decode">Gives what makes an item of a row. It is given how the table was when the stream began: another call may look at it anew meanwhile.</param>
    private Rows<T>? Start<T>(Connection connection, Func<Reading, string> text, Action<Statement> bind, Func<Reading, Func<Connection, Statement, T>> decode) =>
        ReadTable<(Func<Reading, string> Text, Action<Statement> Bind, Func<Reading, Func<Connection, Statement, T>> Decode), Rows<T>?>(connection, (text, bind, decode), static (store, connection, reading, stream) =>
        {
            string sql = stream.Text(reading);
            // What is written on the same connection meanwhile must not be met by the stream, as it is not where there is a snapshot.
            Statement statement = connection.Rent(connection.IsReader ? sql : reading.AtOnce(sql), store._reading);
            bool isStarted = false;
            try
            {
                stream.Bind(statement);
                isStarted = statement.Step();
                return isStarted ? new(statement, stream.Decode(reading)) : null;
            }
            finally
            {
                if (!isStarted)
                    statement.Dispose();
            }
        });

    // Does a write on the table as it stands; where there is none, nothing.
    private TResult? RunOnTable<TArguments, TWrite, TResult>(TArguments arguments, Func<SqliteSessionStore<TSession>, Reading, TArguments, TWrite> write)
        where TWrite : IWrite<TResult> =>
        OnTable((arguments, write), static (store, call) =>
            store.Look() is { } reading ? store._connections.Lane.Run<TWrite, TResult>(call.write(store, reading, call.arguments), store._connections.Lane.Start()) : default);

    private ValueTask<TResult?> RunOnTableAsync<TArguments, TWrite, TResult>(TArguments arguments, Func<SqliteSessionStore<TSession>, Reading, TArguments, TWrite> write, CancellationToken cancellationToken)
        where TWrite : IWrite<TResult> =>
        OnTableAsync((arguments, write, cancellationToken), static async (store, call) =>
            store.Look() is { } reading
                ? await store._connections.Lane.RunAsync<TWrite, TResult>(call.write(store, reading, call.arguments), store._connections.Lane.Start(), call.cancellationToken).ConfigureAwait(false)
                : default(TResult?));

    /// <summary>The table as it was seen last; null where there is none.</summary>
    private Reading? Look() => _read ?? Look(Look);
}
