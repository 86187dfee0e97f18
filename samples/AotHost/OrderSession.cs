using Agno.Storage;

namespace AotHost;

/// <summary>A session of our own: a scalar in a column of its own, and what was said as typed JSON.</summary>
[SessionRecord(StorageMode.Agent, Table = "order_sessions")]
public sealed partial record OrderSession
{
    [SessionIndex]
    public decimal Total { get; set; }

    public Conversation? Conversation { get; set; }
}

public sealed record Conversation(IReadOnlyList<Message> Messages);

public sealed record Message(string Role, string Content);
