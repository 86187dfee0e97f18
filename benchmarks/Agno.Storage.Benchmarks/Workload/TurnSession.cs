namespace Agno.Storage.Benchmarks.Workload;

/// <summary>A session whose runs are rows of their own.</summary>
[SessionRecord(StorageMode.Agent, Table = "turn_sessions")]
public sealed partial class TurnSession
{
    [SessionRuns]
    public List<AgentRun> Runs { get; set; } = [];
}
