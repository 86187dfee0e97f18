using Agno.Storage.Records;

namespace Agno.Storage;

/// <summary>A database of sessions, whatever its engine.</summary>
public interface ISessionStorage
{
    /// <summary>The store of a session type.</summary>
    /// <typeparam name="TSession">A type that carries <see cref="SessionRecordAttribute"/>.</typeparam>
    /// <param name="table">The table; null for the one that the type declares.</param>
    /// <exception cref="ArgumentException">The table's name is not valid.</exception>
    /// <exception cref="StorageException">The type was compiled without the engine's dialect.</exception>
    ISessionStore<TSession> Sessions<TSession>(string? table = null)
        where TSession : class, ISessionRecord<TSession>;
}
