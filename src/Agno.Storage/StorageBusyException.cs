namespace Agno.Storage;

/// <summary>Others used the database for longer than the configured timeout. Nothing was stored, and the same call may succeed later.</summary>
public sealed class StorageBusyException : StorageException
{
    /// <summary>Creates an exception with a message and, where another error caused it, that error.</summary>
    public StorageBusyException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
