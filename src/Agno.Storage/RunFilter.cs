namespace Agno.Storage;

/// <summary>Which runs of a session are read, in their order.</summary>
public sealed record RunFilter
{
    /// <summary>Only if the session is this user's. Null: for any user.</summary>
    public string? UserId { get; init; }

    /// <summary>Only runs behind the one with this id, where the last page ended. Null: starts with the first run.</summary>
    public string? After { get; init; }

    /// <summary>At most this many runs. Null: all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int? Limit
    {
        get;
        init
        {
            if (value is < 0)
                throw new ArgumentOutOfRangeException(nameof(Limit), value, "A limit is 0 or more; null reads all.");
            field = value;
        }
    }

    /// <summary>
    /// Callback for each run that can't be read; it is skipped. When null, the enumerator throws for such a run and continues with the next one when it is moved again. The exception
    /// names the run.
    /// </summary>
    public Action<StorageException>? OnUnreadable { get; init; }
}
