namespace Agno.Storage;

/// <summary>A session was changed, inserted or deleted by somebody else since it was read. The stored session is as it was.</summary>
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

    /// <summary>The session as it is stored; null where it was deleted.</summary>
    public TSession? Stored { get; }
}
