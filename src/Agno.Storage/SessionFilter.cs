namespace Agno.Storage;

/// <summary>
/// Which sessions a list gives. Each member that is set narrows the list. The order is always newest first
/// (<c>created_at</c> descending, sessions without one last), then by session id.
/// </summary>
public sealed record SessionFilter
{
    /// <summary>Only sessions of this user. Null: sessions of all users, and those without one.</summary>
    public string? UserId { get; init; }

    /// <summary>Only sessions of this agent, team or workflow, by the record's mode. Null: no restriction.</summary>
    public string? EntityId { get; init; }

    /// <summary>Only sessions that were created at this time or later. Stored times are whole seconds. No lower bound when null.</summary>
    public DateTimeOffset? CreatedSince { get; init; }

    /// <summary>Only sessions that were created before this time. No upper bound when null.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Only sessions that were last stored at this time or later. Sessions stored only once may have no <c>updated_at</c>; <c>created_at</c> is used instead. No lower bound
    /// when null.</summary>
    public DateTimeOffset? UpdatedSince { get; init; }

    /// <summary>Only sessions that were last stored before this time. Sessions stored only once may have no <c>updated_at</c>; <c>created_at</c> is used instead. No upper bound when
    /// null.</summary>
    public DateTimeOffset? UpdatedBefore { get; init; }

    /// <summary>
    /// Only sessions behind this place in the list: the next page. Every page costs the same as the first one. Null: starts with the newest session.
    /// </summary>
    public SessionCursor? After { get; init; }

    /// <summary>Which runs each session is read with, if they are stored as rows. None by default: a list of many sessions rarely needs them.</summary>
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
    /// Callback for sessions that can't be read, and for ids that are not text. They are skipped and don't count for <see cref="Limit"/>, so a short page is the last one. When null,
    /// the enumerator throws for such a session and continues with the next one when it is moved again. If only some runs of a session can't be read, the session is listed without
    /// them, and each of them is reported.
    /// </summary>
    public Action<StorageException>? OnUnreadable { get; init; }
}
