namespace Agno.Storage;

/// <summary>Somebody else changed, inserted or deleted the session since it was read. The stored session was not changed by this call.</summary>
public abstract class SessionConflictException : StorageException
{
    private protected SessionConflictException(string message)
        : base(message)
    {
    }
}

/// <inheritdoc/>
/// <typeparam name="TSession">The session's type.</typeparam>
public sealed class SessionConflictException<TSession> : SessionConflictException
    where TSession : class
{
    /// <summary>Creates an exception with a message and the stored session.</summary>
    public SessionConflictException(string message, TSession? stored)
        : base(message) => Stored = stored;

    /// <summary>The session as it is stored. Null if it was deleted.</summary>
    public TSession? Stored { get; }
}
