using Agno.Storage.Records;
using Agno.Storage.Sqlite.Connections;

namespace Agno.Storage.Sqlite;

/// <summary>
/// A transaction of a <see cref="SqliteStorage"/>: several sessions of several types, read and written as one. Disposing of it without
/// <see cref="Commit"/> undoes it. Thread-safe; its stores and streams end with it.
/// </summary>
/// <remarks>
/// Writes outside of it wait for its end, those of the same thread too, as long as <see cref="SqliteStorageOptions.BusyTimeout"/> says: write through its own stores meanwhile.
/// A write that fails undoes itself alone: whether the others are committed is the caller's choice. A database in memory, or on a connection of
/// the caller's, has one connection: there, reads outside of the transaction see what it has not committed.
/// </remarks>
public sealed class SqliteStorageTransaction : IStorageTransaction, IDisposable
{
    private const string Action = "Beginning a transaction";

    private readonly WriteLane _lane;
    private readonly Connection _writer;
    private readonly ConnectionPool _connections;
    private readonly StoreCache _stores;
    private int _isEnded;

    private SqliteStorageTransaction(ConnectionPool connections, StoreCache stores)
    {
        _lane = connections.Lane;
        _writer = connections.Writer;
        _connections = ConnectionPool.OfTransaction(connections);
        _stores = new(_connections, stores);
    }

    internal static SqliteStorageTransaction Begin(ConnectionPool connections, StoreCache stores)
    {
        var transaction = new SqliteStorageTransaction(connections, stores);
        Deadline deadline = transaction._lane.Start();
        transaction._lane.Take(transaction.NewLease(), deadline);
        transaction.Start(deadline);
        return transaction;
    }

    internal static async ValueTask<SqliteStorageTransaction> BeginAsync(ConnectionPool connections, StoreCache stores, CancellationToken cancellationToken)
    {
        var transaction = new SqliteStorageTransaction(connections, stores);
        Deadline deadline = transaction._lane.Start();
        await transaction._lane.TakeAsync(transaction.NewLease(), deadline, cancellationToken).ConfigureAwait(false);
        transaction.Start(deadline);
        return transaction;
    }

    /// <summary>The store of a session type within the transaction.</summary>
    /// <typeparam name="TSession">A type that carries <see cref="SessionRecordAttribute"/>.</typeparam>
    /// <param name="table">The table; null for the one that the type declares.</param>
    /// <exception cref="ObjectDisposedException">The transaction has ended.</exception>
    public SqliteSessionStore<TSession> Sessions<TSession>(string? table = null)
        where TSession : class, ISessionRecord<TSession>
    {
        _connections.ThrowIfDisposed();
        return _stores.Get<TSession>(table);
    }

    ISessionStore<TSession> ISessionStores.Sessions<TSession>(string? table) => Sessions<TSession>(table);

    /// <inheritdoc cref="IStorageTransaction.CommitAsync"/>
    public void Commit()
    {
        _connections.ThrowIfDisposed();
        End(isCommitted: true);
    }

    /// <inheritdoc/>
    public ValueTask CommitAsync(CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken) : FailedTask.OrDone(this, static transaction => transaction.Commit());

    /// <summary>Ends the transaction, and undoes it where it was not committed.</summary>
    public void Dispose() => End(isCommitted: false);

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync() => FailedTask.OrDone(this, static transaction => transaction.Dispose());

    private Lease NewLease() => new(
        "A transaction of this process has been open",
        "Write through the transaction's own stores (its Sessions method), or end it before: nobody else writes while it is open.",
        Dispose);

    private void Start(Deadline deadline)
    {
        try
        {
            using (_writer.Enter())
            {
                // The storage may have been disposed of since the lane was taken, which ended this and gave the lane back.
                ObjectDisposedException.ThrowIf(Volatile.Read(ref _isEnded) != 0, typeof(SqliteStorage));
                if (_writer.IsInTransaction)
                    throw new StorageException("The caller's connection is in a transaction already: end that one first, or use it alone.");
                _writer.File?.Attend();
                using (_lane.WaitUntil(deadline))
                    _writer.Run("BEGIN IMMEDIATE", Action);
            }
        }
        catch
        {
            if (Interlocked.Exchange(ref _isEnded, 1) == 0)
                _lane.Release();
            throw;
        }
    }

    private void End(bool isCommitted)
    {
        if (isCommitted && _writer.IsEntered)
            throw new InvalidOperationException("A function or converter that the storage calls while it uses the database can't commit a transaction: do that after the call that calls it.");
        if (Interlocked.Exchange(ref _isEnded, 1) != 0)
            return;
        if (_connections.Refuse())
            // What uses the connection right now goes on when this returns: it can only end behind that.
            _ = Task.Run(() => Close(isCommitted: false));
        else
            Close(isCommitted);
    }

    private void Close(bool isCommitted)
    {
        try
        {
            // What was accepted is written first: the stores close, and wait for it.
            _connections.CloseAsync().AsTask().GetAwaiter().GetResult();
            using (_writer.Enter())
            {
                if (isCommitted && !_writer.IsInTransaction)
                    throw new StorageException("The transaction was undone, because the database could not go on with it (a full disk does that): do its work again in another.");
                _connections.EndStreams();
                if (isCommitted)
                {
                    _writer.Run("COMMIT", "Committing a transaction");
                    _connections.SetCommitted();
                }
            }
        }
        finally
        {
            using (_writer.Enter())
                _writer.RollBack();
            _lane.Release();
        }
    }
}
