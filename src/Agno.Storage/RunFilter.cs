namespace Agno.Storage;

/// <summary>Which runs of a session are read, in their order.</summary>
public sealed record RunFilter
{
    /// <summary>Only runs of a session that is this user's. Null: whoever's it is.</summary>
    public string? UserId { get; init; }

    /// <summary>Only runs behind the one with this id, where the last page ended. Null: from the first on.</summary>
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
    /// Told of each run that can't be read, which the stream then leaves out. Null: the stream throws at such a run, and goes on behind it where its enumerator is asked to move once
    /// more. The exception names the run.
    /// </summary>
    public Action<StorageException>? OnUnreadable { get; init; }
}
