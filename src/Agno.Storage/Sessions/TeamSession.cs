using System.Text.Json.Nodes;

namespace Agno.Storage;

/// <summary>A session of a team, as Python Agno 1.x stores it. Its id and times are generated members.</summary>
[SessionRecord(StorageMode.Team)]
public sealed partial class TeamSession
{
    /// <summary>What the team remembers: its runs, messages and summaries.</summary>
    public JsonColumn<JsonNode> Memory { get; set; }

    /// <summary>The session's name, state, images and metrics.</summary>
    public JsonColumn<JsonNode> SessionData { get; set; }

    /// <summary>Whatever the host adds.</summary>
    public JsonColumn<JsonNode> ExtraData { get; set; }

    /// <summary>The team's name, model and settings.</summary>
    public JsonColumn<JsonNode> TeamData { get; set; }
}
