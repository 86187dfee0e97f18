namespace Agno.Storage;

/// <summary>A database of sessions, whatever its engine.</summary>
public interface ISessionStorage : ISessionStores
{
    /// <summary>
    /// Begins a transaction: everything that its stores write takes effect together, when it is committed. Others may have to wait for its end before they can write, so keep it short.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait for others.</param>
    /// <exception cref="StorageBusyException">Another process, or another transaction of this one, used the database for longer than the storage waits.</exception>
    /// <exception cref="StorageException">The storage was opened read-only.</exception>
    /// <exception cref="ObjectDisposedException">The storage has been disposed.</exception>
    ValueTask<IStorageTransaction> BeginAsync(CancellationToken cancellationToken = default);
}
