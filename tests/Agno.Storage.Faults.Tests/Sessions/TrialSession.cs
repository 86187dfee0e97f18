namespace Agno.Storage.Faults;

/// <summary>What the trials write: a number that only grows, and a text that follows from it.</summary>
[SessionRecord(StorageMode.Agent, Table = "trials")]
public sealed partial class TrialSession
{
    /// <summary>Which write of its id this is, or how often it was counted.</summary>
    public long Sequence { get; set; }

    public string? Text { get; set; }

    /// <summary>A session whose text tells whether it was stored whole.</summary>
    public static TrialSession Of(string id, long sequence) => new() { SessionId = id, Sequence = sequence, Text = TrialText.Of(id, sequence) };
}
