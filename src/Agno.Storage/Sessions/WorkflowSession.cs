using System.Text.Json.Nodes;

namespace Agno.Storage;

/// <summary>A session of a class-based workflow, as Python Agno 1.x stores it. Its id and times are generated members.</summary>
[SessionRecord(StorageMode.Workflow)]
public sealed partial class WorkflowSession
{
    /// <summary>What the workflow remembers of its runs.</summary>
    public JsonColumn<JsonNode> Memory { get; set; }

    /// <summary>The session's name, state, images and metrics.</summary>
    public JsonColumn<JsonNode> SessionData { get; set; }

    /// <summary>Whatever the host adds.</summary>
    public JsonColumn<JsonNode> ExtraData { get; set; }

    /// <summary>The workflow's name and settings.</summary>
    public JsonColumn<JsonNode> WorkflowData { get; set; }
}
