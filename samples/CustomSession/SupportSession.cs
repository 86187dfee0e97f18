using Agno.Storage;

namespace CustomSession;

/// <summary>
/// A team's support case. The generator completes it with SessionId, UserId, TeamId, TeamSessionId, CreatedAt and UpdatedAt,
/// and writes its table, SQL, binding, row reader and JSON.
/// </summary>
[SessionRecord(StorageMode.Team, Table = "support_sessions")]
public sealed partial record SupportSession
{
    /// <summary>How urgent it is: a column of its own, indexed.</summary>
    [SessionIndex]
    public Priority Priority { get; set; }

    /// <summary>When an answer is due.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>What was refunded, stored in cents through a converter.</summary>
    [SessionColumn("refund_cents", Converter = typeof(MoneyConverter))]
    public Money? Refund { get; set; }

    /// <summary>The conversation: a typed JSON column.</summary>
    public SupportMemory? Memory { get; set; }

    /// <summary>Parsed only when its value is asked for, so lists of cases don't pay for it.</summary>
    public JsonColumn<Dictionary<string, string>> ExtraData { get; set; }
}

/// <summary>How urgent a case is. Stored as its number.</summary>
public enum Priority
{
    /// <summary>It can wait.</summary>
    Low,

    /// <summary>In turn.</summary>
    Normal,

    /// <summary>Now.</summary>
    Urgent,
}

/// <summary>The nested JSON of a case.</summary>
public sealed record SupportMemory(IReadOnlyList<Message> Messages, string? Summary = null);

/// <summary>One message.</summary>
public sealed record Message(string Role, string Content, DateTimeOffset SentAt);
