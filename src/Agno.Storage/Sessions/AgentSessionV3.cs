using System.Text.Json.Nodes;

namespace Agno.Storage;

/// <summary>A session of one agent, as Agno 3 stores it: its runs are rows of their own. Its id and times are generated members.</summary>
[SessionRecord(StorageMode.Agent, Layout = SessionLayout.V3)]
public sealed partial class AgentSessionV3
{
    /// <summary>The session's name, state, images and metrics.</summary>
    public JsonColumn<JsonNode> SessionData { get; set; }

    /// <summary>The agent's name, model and settings.</summary>
    public JsonColumn<JsonNode> AgentData { get; set; }

    /// <summary>Whatever the host adds.</summary>
    public JsonColumn<JsonNode> Metadata { get; set; }

    /// <summary>What the session was about, and its topics.</summary>
    public JsonColumn<JsonNode> Summary { get; set; }

    /// <summary>The runs that were read, in their order. Those added or changed are stored with the session; to take one out does not delete it.</summary>
    [SessionRuns]
    public List<JsonColumn<JsonNode>> Runs { get; set; } = [];
}
