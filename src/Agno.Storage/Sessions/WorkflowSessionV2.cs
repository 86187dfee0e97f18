using System.Text.Json.Nodes;

namespace Agno.Storage;

/// <summary>A session of a workflow, as Agno 2 stores it. Its id and times are generated members.</summary>
/// <remarks>Not to be confused with <see cref="WorkflowV2Session"/>, the step-based workflows of Agno 1.</remarks>
[SessionRecord(StorageMode.Workflow, Layout = SessionLayout.V2)]
public sealed partial class WorkflowSessionV2
{
    /// <summary>The session's name, state, images and metrics.</summary>
    public JsonColumn<JsonNode> SessionData { get; set; }

    /// <summary>The workflow's name and settings.</summary>
    public JsonColumn<JsonNode> WorkflowData { get; set; }

    /// <summary>Whatever the host adds.</summary>
    public JsonColumn<JsonNode> Metadata { get; set; }

    /// <summary>The runs with their steps, an array.</summary>
    public JsonColumn<JsonNode> Runs { get; set; }

    /// <summary>The column that every type has; Agno leaves it null for workflows.</summary>
    public JsonColumn<JsonNode> Summary { get; set; }
}
