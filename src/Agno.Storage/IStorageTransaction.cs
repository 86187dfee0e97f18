namespace Agno.Storage;

/// <summary>Several sessions of several types, read and written as one. Disposing of it without <see cref="CommitAsync"/> undoes it.</summary>
public interface IStorageTransaction : ISessionStores, IAsyncDisposable
{
    /// <summary>Commits: everything that was written takes effect, and the transaction has ended.</summary>
    /// <exception cref="StorageException">The database refused; then nothing took effect.</exception>
    /// <exception cref="ObjectDisposedException">The transaction has ended before.</exception>
    ValueTask CommitAsync(CancellationToken cancellationToken = default);
}
