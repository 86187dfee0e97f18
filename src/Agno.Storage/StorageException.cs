namespace Agno.Storage;

/// <summary>A storage could not do what was asked. The message says what, where and what to do; the stored data is as it was.</summary>
public class StorageException : Exception
{
    /// <summary>Creates an exception with a message and, where another error caused it, that error.</summary>
    public StorageException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The table concerned, or null where none is.</summary>
    public string? Table { get; init; }

    /// <summary>The id of the session concerned, or null where none is.</summary>
    public string? SessionId { get; init; }

    /// <summary>The id of the run concerned, where runs are rows of their own; null where none is.</summary>
    public string? RunId { get; init; }

    /// <summary>The column concerned, or null where none is.</summary>
    public string? Column { get; init; }

    /// <summary>Where in the column's value the fault is, in bytes from its start; null where it is not in one place.</summary>
    public long? ByteOffset { get; init; }
}
