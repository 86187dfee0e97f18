using System.Collections;
using Agno.Storage.Sqlite.Connections;

namespace Agno.Storage.Sqlite.Statements;

/// <summary>A statement that is bound, and how its rows are read.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Decode">Makes an item of the row that the statement stands on; it may read more from the connection.</param>
internal readonly record struct Rows<T>(Statement Statement, Func<Connection, Statement, T> Decode);

/// <summary>What a statement gives, row by row. Each enumeration runs it anew, on a reader of its own.</summary>
/// <param name="connections">Where readers come from.</param>
/// <param name="start">Takes the statement and binds it; null where there is nothing to read.</param>
/// <param name="onUnreadable">Told of rows that can't be decoded, which are left out; null to throw at them.</param>
/// <param name="cancellationToken">Ends an enumeration at its next step.</param>
internal sealed class RowStream<T>(ConnectionPool connections, Func<Connection, Rows<T>?> start, Action<StorageException>? onUnreadable, CancellationToken cancellationToken)
    : IEnumerable<T>, IAsyncEnumerable<T>
{
    public IEnumerator<T> GetEnumerator() => new Enumerator(this, CancellationToken.None);

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new Enumerator(this, cancellationToken);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // The connection is entered for each step and left between two: whoever reads the stream may write meanwhile, on the same connection too.
    private sealed class Enumerator(RowStream<T> stream, CancellationToken cancellationToken) : IEnumerator<T>, IAsyncEnumerator<T>
    {
        private Connection? _connection;
        private Rows<T>? _rows;
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
            if (_rows is { Statement: { } statement })
                using (connection.Enter())
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
                using (connection.Enter())
                {
                    stream.Connections.ThrowIfDisposed();
                    connection.ThrowIfClosed();
                    if (isFirst)
                        _rows = stream.Start(connection);
                    if (_rows is not { } rows || !rows.Statement.Step())
                        return false;
                    try
                    {
                        Current = rows.Decode(connection, rows.Statement);
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

    private Func<Connection, Rows<T>?> Start => start;

    private Action<StorageException>? OnUnreadable => onUnreadable;

    private CancellationToken Token => cancellationToken;
}
