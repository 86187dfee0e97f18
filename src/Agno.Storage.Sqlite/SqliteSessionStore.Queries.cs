using System.Collections.Immutable;
using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;
using Agno.Storage.Sqlite.Writes;

namespace Agno.Storage.Sqlite;

// Generated queries.
public sealed partial class SqliteSessionStore<TSession>
{
    /// <inheritdoc/>
    public IAsyncEnumerable<TResult> QueryAsync<TQuery, TResult>(TQuery query, CancellationToken cancellationToken = default)
        where TQuery : struct, ISessionQuery<TSession, TResult> =>
        new RowStream<TResult>(
            _connections,
            connection => Start<TQuery, TResult>(connection, query),
            limit: null,
            onUnreadable: null,
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<long> ExecuteAsync<TCommand>(TCommand command, CancellationToken cancellationToken = default)
        where TCommand : struct, ISessionCommand<TSession>
    {
        cancellationToken.ThrowIfCancellationRequested();
        using RowBuffer parameters = WriteParameters(command);
        return await RunOnTableAsync<RowBuffer, CommandWrite, long>(
            parameters,
            static (store, reading, parameters) => new(reading.TextFor<TCommand>(QueryShape.Of(parameters)), store._runTables, store._deleting, parameters),
            cancellationToken).ConfigureAwait(false);
    }

    private Rows<TResult>? Start<TQuery, TResult>(Connection connection, TQuery query)
        where TQuery : struct, ISessionQuery<TSession, TResult>
    {
        using RowBuffer parameters = WriteParameters(query);
        return Start<TResult>(
            connection,
            reading => reading.TextFor<TQuery>(QueryShape.Of(parameters)),
            statement => statement.BindGiven(parameters),
            _ => (_, row) => Decode<TQuery, TResult>(row));
    }

    // A store of one user's has nothing of another's.
    private RowBuffer WriteParameters<TCommand>(TCommand command)
        where TCommand : struct, ISessionCommand<TSession>
    {
        RowBuffer parameters = RowBuffer.Rent(TCommand.ParameterCount);
        try
        {
            parameters.WriteString(0, _userId);
            command.WriteParameters(parameters);
            return parameters;
        }
        catch (Exception exception)
        {
            parameters.Dispose();
            // Those two name the argument themselves.
            if (!EncodingFault.IsOf(exception) || exception is ArgumentNullException or ArgumentOutOfRangeException)
                throw;
            throw new ArgumentException($"An argument of '{TCommand.Name}' can't be compared with what table '{TableName}' holds: {exception.Message}", exception);
        }
    }

    private TResult Decode<TQuery, TResult>(Statement statement)
        where TQuery : struct, ISessionQuery<TSession, TResult>
    {
        var row = new SqliteRow(statement, TableName);
        try
        {
            TResult result = TQuery.Read(ref row);
            _connections.ThrowIfEndedWithin();
            return result;
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            ImmutableArray<TableColumn> whole = TSession.Table.Columns;
            ImmutableArray<string> columns = TQuery.Columns;
            throw columns.IsEmpty
                ? Unreadable(exception, whole[row.LastOrdinal].Name, statement)
                : Unreadable(exception, columns[row.LastOrdinal], columns[0] == whole[0].Name ? statement : null);
        }
    }
}
