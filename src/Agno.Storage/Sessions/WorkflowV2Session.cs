using System.Text.Json.Nodes;

namespace Agno.Storage;

/// <summary>A session of a step-based workflow, as Python Agno 1.x stores it. Its id and times are generated members.</summary>
[SessionRecord(StorageMode.WorkflowV2)]
public sealed partial class WorkflowV2Session
{
    /// <summary>The column that every mode has; Python leaves it NULL in this one.</summary>
    public JsonColumn<JsonNode> Memory { get; set; }

    /// <summary>The session's name, state, images and metrics.</summary>
    public JsonColumn<JsonNode> SessionData { get; set; }

    /// <summary>Whatever the host adds.</summary>
    public JsonColumn<JsonNode> ExtraData { get; set; }

    /// <summary>The workflow's name and settings.</summary>
    public JsonColumn<JsonNode> WorkflowData { get; set; }

    /// <summary>The runs: an array where Python wrote it, an object where Go did.</summary>
    public JsonColumn<JsonNode> Runs { get; set; }
}
