using System.Text.Json.Nodes;

namespace Agno.Storage;

/// <summary>A session of a team, as Agno 2 stores it. Its id and times are generated members.</summary>
[SessionRecord(StorageMode.Team, Layout = SessionLayout.V2)]
public sealed partial class TeamSessionV2
{
    /// <summary>The session's name, state, images and metrics.</summary>
    public JsonColumn<JsonNode> SessionData { get; set; }

    /// <summary>The team's name, model and settings.</summary>
    public JsonColumn<JsonNode> TeamData { get; set; }

    /// <summary>Whatever the host adds.</summary>
    public JsonColumn<JsonNode> Metadata { get; set; }

    /// <summary>The runs of the team and of its members with their messages, an array.</summary>
    public JsonColumn<JsonNode> Runs { get; set; }

    /// <summary>What the session was about, and its topics.</summary>
    public JsonColumn<JsonNode> Summary { get; set; }
}
