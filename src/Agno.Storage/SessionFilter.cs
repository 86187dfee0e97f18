namespace Agno.Storage;

/// <summary>
/// Which sessions a list gives. Every member that is set narrows it; the order is always newest first
/// (<c>created_at</c> descending, sessions without one last), then by session id.
/// </summary>
public sealed record SessionFilter
{
    /// <summary>Only sessions of this user. Null: of every user, and those without one.</summary>
    public string? UserId { get; init; }

    /// <summary>Only sessions of this agent, team or workflow, by the record's mode. Null: of every one.</summary>
    public string? EntityId { get; init; }

    /// <summary>Only sessions that were created at this time or later. Stored times are whole seconds. Null: no matter when.</summary>
    public DateTimeOffset? CreatedSince { get; init; }

    /// <summary>Only sessions that were created before this time. Null: no matter when.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Only sessions that were last stored at this time or later; one that was stored but once may say so by its <c>created_at</c> alone. Null: no matter when.</summary>
    public DateTimeOffset? UpdatedSince { get; init; }

    /// <summary>Only sessions that were last stored before this time; one that was stored but once may say so by its <c>created_at</c> alone. Null: no matter when.</summary>
    public DateTimeOffset? UpdatedBefore { get; init; }

    /// <summary>
    /// Only sessions behind this place in the list: the next page. However far down it is, it costs what the first page costs. Null: from the newest on.
    /// </summary>
    public SessionCursor? After { get; init; }

    /// <summary>Which runs each session is read with, where they are rows of their own. None unless set: a list of many sessions rarely needs them.</summary>
    public RunWindow Runs { get; init; } = RunWindow.None;

    /// <summary>At most this many sessions. Null: all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int? Limit
    {
        get;
        init
        {
            if (value is < 0)
                throw new ArgumentOutOfRangeException(nameof(Limit), value, "A limit is 0 or more; null lists all.");
            field = value;
        }
    }

    /// <summary>
    /// What is told of sessions that can't be read, and of ids that are not text, which the list then leaves out. They don't count for <see cref="Limit"/>: a page that is short is the last
    /// one. Null: the list throws at such a session, and goes on behind it where its enumerator is asked to move once more. A session of which only runs can't be read is listed without
    /// them, and each of them is told of.
    /// </summary>
    public Action<StorageException>? OnUnreadable { get; init; }
}
