namespace Agno.Storage;

/// <summary>A write would have taken over a session that is another user's or of another type. The stored session is as it was.</summary>
public sealed class SessionOwnershipException : StorageException
{
    /// <summary>Creates an exception with a message.</summary>
    public SessionOwnershipException(string message)
        : base(message)
    {
    }
}
