using System.Text.Json.Nodes;
using Agno.Storage;

namespace PythonInterop;

// The table of Agno 2 with every column that it has: a migrated row may hold another type's data too, and a dump shows it.

/// <summary>An agent's row.</summary>
[SessionRecord(StorageMode.Agent, Layout = SessionLayout.V2)]
internal sealed partial class AgentRow
{
    public string? TeamId { get; set; }

    public string? WorkflowId { get; set; }

    public JsonColumn<JsonNode> SessionData { get; set; }

    public JsonColumn<JsonNode> AgentData { get; set; }

    public JsonColumn<JsonNode> TeamData { get; set; }

    public JsonColumn<JsonNode> WorkflowData { get; set; }

    public JsonColumn<JsonNode> Metadata { get; set; }

    public JsonColumn<JsonNode> Runs { get; set; }

    public JsonColumn<JsonNode> Summary { get; set; }
}

/// <summary>A team's row.</summary>
[SessionRecord(StorageMode.Team, Layout = SessionLayout.V2)]
internal sealed partial class TeamRow
{
    public string? AgentId { get; set; }

    public string? WorkflowId { get; set; }

    public JsonColumn<JsonNode> SessionData { get; set; }

    public JsonColumn<JsonNode> AgentData { get; set; }

    public JsonColumn<JsonNode> TeamData { get; set; }

    public JsonColumn<JsonNode> WorkflowData { get; set; }

    public JsonColumn<JsonNode> Metadata { get; set; }

    public JsonColumn<JsonNode> Runs { get; set; }

    public JsonColumn<JsonNode> Summary { get; set; }
}

/// <summary>A workflow's row.</summary>
[SessionRecord(StorageMode.Workflow, Layout = SessionLayout.V2)]
internal sealed partial class WorkflowRow
{
    public string? AgentId { get; set; }

    public string? TeamId { get; set; }

    public JsonColumn<JsonNode> SessionData { get; set; }

    public JsonColumn<JsonNode> AgentData { get; set; }

    public JsonColumn<JsonNode> TeamData { get; set; }

    public JsonColumn<JsonNode> WorkflowData { get; set; }

    public JsonColumn<JsonNode> Metadata { get; set; }

    public JsonColumn<JsonNode> Runs { get; set; }

    public JsonColumn<JsonNode> Summary { get; set; }
}
