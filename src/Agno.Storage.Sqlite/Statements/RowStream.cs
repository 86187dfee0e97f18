using Agno.Storage.Sqlite.Connections;

namespace Agno.Storage.Sqlite.Statements;

/// <summary>A statement that stands on its first row, and how its rows are read.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Decode">Makes an item of the row that the statement stands on; it may read more from the connection.</param>
internal readonly record struct Rows<T>(Statement Statement, Func<Connection, Statement, T> Decode);

/// <summary>What a statement gives, row by row. Each enumeration runs it anew, on a reader of its own.</summary>
/// <param name="connections">Where readers come from.</param>
/// <param name="start">Takes the statement, binds it and steps to its first row; null where there is none.</param>
/// <param name="limit">How many items are given at most; null for all. What is left out does not count.</param>
/// <param name="onUnreadable">Told of rows that can't be decoded, which are left out; null to throw at them.</param>
/// <param name="cancellationToken">Ends an enumeration at its next step.</param>
internal sealed class RowStream<T>(ConnectionPool connections, Func<Connection, Rows<T>?> start, int? limit, Action<StorageException>? onUnreadable, CancellationToken cancellationToken)
    : ItemStream<T>(onUnreadable, cancellationToken)
{
    private ConnectionPool Connections => connections;

    private Func<Connection, Rows<T>?> Start => start;

    private int? Limit => limit;

    protected override Enumerator Begin(CancellationToken cancellationToken) => new RowEnumerator(this, cancellationToken);

    // The connection is entered for each step and left between two: whoever reads the stream may write meanwhile, on the same connection too.
    private sealed class RowEnumerator(RowStream<T> stream, CancellationToken cancellationToken) : Enumerator(stream, cancellationToken)
    {
        private Connection? _connection;
        private Rows<T> _rows;
        private int? _left = stream.Limit;
        private bool _isStarted;

        protected override async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
            _connection ??= await stream.Connections.RentReaderAsync(cancellationToken).ConfigureAwait(false);

        protected override bool TryStep(ref T current, out StorageException? unreadable)
        {
            unreadable = null;
            if (_left == 0)
                return false;
            bool isFirst = !_isStarted;
            _isStarted = true;
            Connection connection = _connection ??= stream.Connections.RentReader();
            using (connection.Enter())
            {
                stream.Connections.ThrowIfDisposed();
                connection.ThrowIfClosed();
                if (isFirst)
                    Start(connection);
                if (_rows.Statement is not { } statement || !(isFirst || statement.Step()))
                    return false;
                try
                {
                    current = _rows.Decode(connection, statement);
                    _left--;
                }
                catch (StorageException exception)
                {
                    unreadable = exception;
                }
                return true;
            }
        }

        protected override void Close()
        {
            if (_connection is not { } connection)
                return;
            if (_rows.Statement is { } statement)
            {
                using (connection.Enter())
                {
                    stream.Connections.RemoveStream(statement);
                    statement.Dispose();
                }
            }
            stream.Connections.Return(connection);
        }

        private void Start(Connection connection)
        {
            _rows = stream.Start(connection) ?? default;
            if (_rows.Statement is { } statement)
                stream.Connections.AddStream(statement);
        }
    }
}
