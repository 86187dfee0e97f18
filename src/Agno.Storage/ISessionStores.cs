using Agno.Storage.Records;

namespace Agno.Storage;

/// <summary>The stores of session types: those of a database, or of a transaction.</summary>
public interface ISessionStores
{
    /// <summary>The store of a session type.</summary>
    /// <typeparam name="TSession">A type that carries <see cref="SessionRecordAttribute"/>.</typeparam>
    /// <param name="table">The table; null for the one that the type declares.</param>
    /// <exception cref="ArgumentException">The table's name is not valid.</exception>
    /// <exception cref="StorageException">The type was compiled without the engine's dialect.</exception>
    /// <exception cref="ObjectDisposedException">The storage is disposed of, or the transaction has ended.</exception>
    ISessionStore<TSession> Sessions<TSession>(string? table = null)
        where TSession : class, ISessionRecord<TSession>;
}
