using System.Text.Json.Nodes;

namespace Agno.Storage;

/// <summary>A row of Agno 1, whatever its mode.</summary>
internal abstract class Layout1Row
{
    public string SessionId { get; set; } = "";

    public string? UserId { get; set; }

    /// <summary>The id of the agent, team or workflow.</summary>
    [SessionIgnore]
    public abstract string? EntityId { get; set; }

    /// <summary>The data of the agent, team or workflow.</summary>
    [SessionIgnore]
    public abstract JsonColumn<JsonNode> EntityData { get; set; }

    public long? CreatedAt { get; set; }

    public long? UpdatedAt { get; set; }

    public JsonColumn<JsonNode> Memory { get; set; }

    public JsonColumn<JsonNode> SessionData { get; set; }

    public JsonColumn<JsonNode> ExtraData { get; set; }

    /// <summary>The session of the team that the agent or team is a member of.</summary>
    [SessionIgnore]
    public virtual string? TeamSessionId { get; set; }

    [SessionIgnore]
    public virtual string? WorkflowName { get; set; }

    /// <summary>The runs of step-based workflows; others have theirs in the memory.</summary>
    [SessionIgnore]
    public virtual JsonColumn<JsonNode> Runs { get; set; }
}

/// <summary>An agent's row of Agno 1.</summary>
[SessionRecord(StorageMode.Agent)]
internal sealed partial class AgentRow1 : Layout1Row
{
    [SessionColumn("agent_id")]
    public override string? EntityId { get; set; }

    [SessionColumn("agent_data")]
    public override JsonColumn<JsonNode> EntityData { get; set; }

    [SessionColumn("team_session_id")]
    public override string? TeamSessionId { get; set; }
}

/// <summary>A team's row of Agno 1.</summary>
[SessionRecord(StorageMode.Team)]
internal sealed partial class TeamRow1 : Layout1Row
{
    [SessionColumn("team_id")]
    public override string? EntityId { get; set; }

    [SessionColumn("team_data")]
    public override JsonColumn<JsonNode> EntityData { get; set; }

    [SessionColumn("team_session_id")]
    public override string? TeamSessionId { get; set; }
}

/// <summary>A row of Agno 1 of a workflow that is a class.</summary>
[SessionRecord(StorageMode.Workflow)]
internal sealed partial class WorkflowRow1 : Layout1Row
{
    [SessionColumn("workflow_id")]
    public override string? EntityId { get; set; }

    [SessionColumn("workflow_data")]
    public override JsonColumn<JsonNode> EntityData { get; set; }
}

/// <summary>A row of Agno 1 of a workflow that is made of steps.</summary>
[SessionRecord(StorageMode.WorkflowV2)]
internal sealed partial class StepWorkflowRow1 : Layout1Row
{
    [SessionColumn("workflow_id")]
    public override string? EntityId { get; set; }

    [SessionColumn("workflow_data")]
    public override JsonColumn<JsonNode> EntityData { get; set; }

    [SessionColumn("workflow_name")]
    public override string? WorkflowName { get; set; }

    [SessionColumn("runs")]
    public override JsonColumn<JsonNode> Runs { get; set; }
}
