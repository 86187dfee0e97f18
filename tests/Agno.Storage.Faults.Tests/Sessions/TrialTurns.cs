using System.Text.Json.Serialization;

namespace Agno.Storage.Faults;

/// <summary>A session whose turns are rows, in the tables of Agno 3, with a version.</summary>
[SessionRecord(StorageMode.Agent, Layout = SessionLayout.V3)]
public sealed partial class TrialTurns
{
    /// <summary>How often it was stored.</summary>
    [SessionVersion]
    public long Version { get; set; }

    /// <summary>How many turns it had.</summary>
    public TrialState? SessionData { get; set; }

    /// <summary>Two runs of each turn.</summary>
    [SessionRuns]
    public List<TrialTurn> Runs { get; set; } = [];

    /// <summary>Adds a turn: a member's run and its parent's.</summary>
    public void Add(int turn)
    {
        SessionData = new(turn);
        Runs.Add(new($"{turn}-member", TrialText.Of("turn", turn)) { Parent = $"{turn}" });
        Runs.Add(new($"{turn}", TrialText.Of("turn", turn)));
    }
}

/// <summary>What a session says of its turns.</summary>
/// <param name="Turns">How many.</param>
public sealed record TrialState(int Turns);

/// <summary>A run.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">What it says.</param>
public sealed record TrialTurn([property: JsonPropertyName("run_id")] string Id, string Content)
{
    /// <summary>The run that it is a part of.</summary>
    [JsonPropertyName("parent_run_id")]
    public string? Parent { get; init; }
}
