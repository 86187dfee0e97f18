using System.Text.Json.Nodes;

namespace Agno.Storage;

/// <summary>A session of one agent, as Python Agno 1.x stores it. Its id and times are generated members.</summary>
[SessionRecord(StorageMode.Agent)]
public sealed partial class AgentSession
{
    /// <summary>What the agent remembers: its runs, messages and summaries.</summary>
    public JsonColumn<JsonNode> Memory { get; set; }

    /// <summary>The session's name, state, images and metrics.</summary>
    public JsonColumn<JsonNode> SessionData { get; set; }

    /// <summary>Whatever the host adds.</summary>
    public JsonColumn<JsonNode> ExtraData { get; set; }

    /// <summary>The agent's name, model and settings.</summary>
    public JsonColumn<JsonNode> AgentData { get; set; }
}
