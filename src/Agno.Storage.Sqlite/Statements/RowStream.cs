using System.Collections;
using Agno.Storage.Sqlite.Connections;

namespace Agno.Storage.Sqlite.Statements;

/// <summary>What a statement gives, row by row. Each enumeration runs it anew, on a reader of its own.</summary>
/// <param name="connections">Where readers come from.</param>
/// <param name="start">Takes the statement and binds it; null where there is nothing to read.</param>
/// <param name="decode">Makes an item of the row that the statement stands on; it may read more from the connection.</param>
/// <param name="onUnreadable">Told of rows that can't be decoded, which are left out; null to throw at them.</param>
/// <param name="cancellationToken">Ends an enumeration at its next step.</param>
internal sealed class RowStream<T>(ConnectionPool connections, Func<Connection, Statement?> start, Func<Connection, Statement, T> decode, Action<StorageException>? onUnreadable, CancellationToken cancellationToken)
    : IEnumerable<T>, IAsyncEnumerable<T>
{
    public IEnumerator<T> GetEnumerator() => new Enumerator(this, CancellationToken.None);

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new Enumerator(this, cancellationToken);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // The gate is held for each step and never between two: whoever reads the stream may write meanwhile, on the same connection too.
    private sealed class Enumerator(RowStream<T> stream, CancellationToken cancellationToken) : IEnumerator<T>, IAsyncEnumerator<T>
    {
        private Connection? _connection;
        private Statement? _statement;
        private bool _isEnded;

        public T Current { get; private set; } = default!;

        object? IEnumerator.Current => Current;

        /// <summary>Moves to the next row. After a row that could not be decoded, the one behind it is next.</summary>
        public bool MoveNext()
        {
            stream.Token.ThrowIfCancellationRequested();
            cancellationToken.ThrowIfCancellationRequested();
            while (TryStep(out StorageException? unreadable))
            {
                if (unreadable is null)
                    return true;
                if (stream.OnUnreadable is not { } report)
                    throw unreadable;
                report(unreadable);
            }
            Dispose();
            return false;
        }

        public ValueTask<bool> MoveNextAsync() => new(MoveNext());

        public void Reset() => throw new NotSupportedException("Enumerate the list again instead.");

        public void Dispose()
        {
            _isEnded = true;
            if (_connection is not { } connection)
                return;
            _connection = null;
            if (_statement is { } statement)
                lock (connection.Gate)
                    connection.Return(statement);
            stream.Connections.Return(connection);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private bool TryStep(out StorageException? unreadable)
        {
            unreadable = null;
            if (_isEnded)
                return false;
            try
            {
                bool isFirst = _connection is null;
                Connection connection = _connection ??= stream.Connections.RentReader();
                lock (connection.Gate)
                {
                    stream.Connections.ThrowIfDisposed();
                    connection.ThrowIfClosed();
                    if (isFirst)
                        _statement = stream.Start(connection);
                    if (_statement is null || !_statement.Step())
                        return false;
                    try
                    {
                        Current = stream.Decode(connection, _statement);
                    }
                    catch (StorageException exception)
                    {
                        unreadable = exception;
                    }
                    return true;
                }
            }
            catch
            {
                // What failed here is the statement: stepping it again would begin it anew.
                Dispose();
                throw;
            }
        }
    }

    private ConnectionPool Connections => connections;

    private Func<Connection, Statement?> Start => start;

    private Func<Connection, Statement, T> Decode => decode;

    private Action<StorageException>? OnUnreadable => onUnreadable;

    private CancellationToken Token => cancellationToken;
}
