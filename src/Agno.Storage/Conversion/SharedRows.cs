using System.Text.Json.Nodes;

namespace Agno.Storage;

/// <summary>A row of Agno 2's table with every JSON column that it has: Agno's own conversion leaves data of one type in rows of another.</summary>
internal interface ISharedRow
{
    JsonColumn<JsonNode> SessionData { get; set; }

    JsonColumn<JsonNode> AgentData { get; set; }

    JsonColumn<JsonNode> TeamData { get; set; }

    JsonColumn<JsonNode> WorkflowData { get; set; }

    JsonColumn<JsonNode> Metadata { get; set; }

    JsonColumn<JsonNode> Runs { get; set; }

    JsonColumn<JsonNode> Summary { get; set; }

    /// <summary>The data of the other types.</summary>
    (JsonColumn<JsonNode> First, JsonColumn<JsonNode> Second) Foreign { get; set; }
}

/// <inheritdoc/>
[SessionRecord(StorageMode.Agent, Layout = SessionLayout.V2)]
internal sealed partial class AgentRow : ISharedRow
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

    [SessionIgnore]
    public (JsonColumn<JsonNode> First, JsonColumn<JsonNode> Second) Foreign
    {
        get => (TeamData, WorkflowData);
        set => (TeamData, WorkflowData) = value;
    }
}

/// <inheritdoc/>
[SessionRecord(StorageMode.Team, Layout = SessionLayout.V2)]
internal sealed partial class TeamRow : ISharedRow
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

    [SessionIgnore]
    public (JsonColumn<JsonNode> First, JsonColumn<JsonNode> Second) Foreign
    {
        get => (AgentData, WorkflowData);
        set => (AgentData, WorkflowData) = value;
    }
}

/// <inheritdoc/>
[SessionRecord(StorageMode.Workflow, Layout = SessionLayout.V2)]
internal sealed partial class WorkflowRow : ISharedRow
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

    [SessionIgnore]
    public (JsonColumn<JsonNode> First, JsonColumn<JsonNode> Second) Foreign
    {
        get => (AgentData, TeamData);
        set => (AgentData, TeamData) = value;
    }
}
