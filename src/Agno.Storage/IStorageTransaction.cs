using Agno.Storage.Records;

namespace Agno.Storage;

/// <summary>Several sessions of several types, read and written as one. Disposing of it without <see cref="CommitAsync"/> undoes it.</summary>
public interface IStorageTransaction : IAsyncDisposable
{
    /// <summary>The store of a session type within the transaction.</summary>
    /// <typeparam name="TSession">A type that carries <see cref="SessionRecordAttribute"/>.</typeparam>
    /// <param name="table">The table; null for the one that the type declares.</param>
    /// <exception cref="ObjectDisposedException">The transaction has ended.</exception>
    ISessionStore<TSession> Sessions<TSession>(string? table = null)
        where TSession : class, ISessionRecord<TSession>;

    /// <summary>Commits: everything that was written takes effect, and the transaction has ended.</summary>
    /// <exception cref="StorageException">The database refused; then nothing took effect.</exception>
    /// <exception cref="ObjectDisposedException">The transaction has ended before.</exception>
    ValueTask CommitAsync(CancellationToken cancellationToken = default);
}
