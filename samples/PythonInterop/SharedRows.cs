using System.Text.Json.Nodes;
using Agno.Storage;

namespace PythonInterop;

/// <summary>The table that Agno 2 and 3 keep all types in, with every column that both have: a migrated row may hold another type's data too, and a dump shows it.</summary>
internal abstract class SharedRow
{
    public string? AgentId { get; set; }

    public string? TeamId { get; set; }

    public string? WorkflowId { get; set; }

    public JsonColumn<JsonNode> SessionData { get; set; }

    public JsonColumn<JsonNode> AgentData { get; set; }

    public JsonColumn<JsonNode> TeamData { get; set; }

    public JsonColumn<JsonNode> WorkflowData { get; set; }

    public JsonColumn<JsonNode> Metadata { get; set; }

    public JsonColumn<JsonNode> Summary { get; set; }
}

/// <summary>A row of Agno 2, which has the runs in it.</summary>
internal abstract class SharedRow2 : SharedRow
{
    public JsonColumn<JsonNode> Runs { get; set; }
}

/// <summary>A row of Agno 3, whose runs are rows of their own.</summary>
internal abstract class SharedRow3 : SharedRow
{
    [SessionRuns]
    public List<JsonColumn<JsonNode>> Runs { get; set; } = [];
}

/// <summary>An agent's row of Agno 2.</summary>
[SessionRecord(StorageMode.Agent, Layout = SessionLayout.V2)]
internal sealed partial class AgentRow2 : SharedRow2;

/// <summary>A team's row of Agno 2.</summary>
[SessionRecord(StorageMode.Team, Layout = SessionLayout.V2)]
internal sealed partial class TeamRow2 : SharedRow2;

/// <summary>A workflow's row of Agno 2.</summary>
[SessionRecord(StorageMode.Workflow, Layout = SessionLayout.V2)]
internal sealed partial class WorkflowRow2 : SharedRow2;

/// <summary>An agent's row of Agno 3.</summary>
[SessionRecord(StorageMode.Agent, Layout = SessionLayout.V3)]
internal sealed partial class AgentRow3 : SharedRow3;

/// <summary>A team's row of Agno 3.</summary>
[SessionRecord(StorageMode.Team, Layout = SessionLayout.V3)]
internal sealed partial class TeamRow3 : SharedRow3;

/// <summary>A workflow's row of Agno 3.</summary>
[SessionRecord(StorageMode.Workflow, Layout = SessionLayout.V3)]
internal sealed partial class WorkflowRow3 : SharedRow3;
