namespace Agno.Storage;

/// <summary>A storage could not do what was asked. The message says what happened, where, and what to do. The stored data was not changed.</summary>
public class StorageException : Exception
{
    /// <summary>Creates an exception with a message and, where another error caused it, that error.</summary>
    public StorageException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The table, or null if the error is not about one.</summary>
    public string? Table { get; init; }

    /// <summary>The session's id, or null if the error is not about one.</summary>
    public string? SessionId { get; init; }

    /// <summary>The run's id, if runs are stored as rows. Null if the error is not about a run.</summary>
    public string? RunId { get; init; }

    /// <summary>The column, or null if the error is not about one.</summary>
    public string? Column { get; init; }

    /// <summary>The position of the fault in the column's value, in bytes from its start. Null if it has no single position.</summary>
    public long? ByteOffset { get; init; }
}
