using System.Text.Json.Nodes;

namespace Agno.Storage;

/// <summary>A session of one agent, as Agno 2 stores it. Its id and times are generated members.</summary>
[SessionRecord(StorageMode.Agent, Layout = SessionLayout.V2)]
public sealed partial class AgentSessionV2
{
    /// <summary>The session's name, state, images and metrics.</summary>
    public JsonColumn<JsonNode> SessionData { get; set; }

    /// <summary>The agent's name, model and settings.</summary>
    public JsonColumn<JsonNode> AgentData { get; set; }

    /// <summary>Whatever the host adds.</summary>
    public JsonColumn<JsonNode> Metadata { get; set; }

    /// <summary>The runs with their messages, an array.</summary>
    public JsonColumn<JsonNode> Runs { get; set; }

    /// <summary>What the session was about, and its topics.</summary>
    public JsonColumn<JsonNode> Summary { get; set; }
}
