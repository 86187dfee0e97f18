namespace Agno.Storage;

/// <summary>A database of sessions, whatever its engine.</summary>
public interface ISessionStorage : ISessionStores
{
    /// <summary>
    /// Begins a transaction: what its stores write takes effect together, on its commit. Others may have to wait for its end to write, so that it should be short.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait for others.</param>
    /// <exception cref="StorageBusyException">Another process, or another transaction of this one, held the database longer than the storage waits.</exception>
    /// <exception cref="StorageException">The storage was opened read-only.</exception>
    /// <exception cref="ObjectDisposedException">The storage is disposed of.</exception>
    ValueTask<IStorageTransaction> BeginAsync(CancellationToken cancellationToken = default);
}
