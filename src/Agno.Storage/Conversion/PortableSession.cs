using System.Text.Json.Nodes;

namespace Agno.Storage;

/// <summary>A session free of any layout: what one of them has a column for. It has the shape of the table that Agno 2 keeps all types in, where a row of one type may hold data of others.</summary>
internal class PortableSession
{
    public string SessionId { get; set; } = "";

    public string? UserId { get; set; }

    public string? AgentId { get; set; }

    public string? TeamId { get; set; }

    public string? WorkflowId { get; set; }

    /// <summary>Null where none is stored. Zero is a time.</summary>
    public long? CreatedAt { get; set; }

    public long? UpdatedAt { get; set; }

    public JsonColumn<JsonNode> SessionData { get; set; }

    public JsonColumn<JsonNode> AgentData { get; set; }

    public JsonColumn<JsonNode> TeamData { get; set; }

    public JsonColumn<JsonNode> WorkflowData { get; set; }

    public JsonColumn<JsonNode> Metadata { get; set; }

    public JsonColumn<JsonNode> Summary { get; set; }

    /// <summary>The runs, an array, as Agno 2 writes them.</summary>
    [SessionIgnore]
    public JsonColumn<JsonNode> Runs { get; set; }

    /// <summary>The rows of the runs where the session comes from Agno 3; null otherwise.</summary>
    [SessionIgnore]
    public IReadOnlyList<PortableRun>? RunRows { get; set; }

    /// <summary>Whether runs stand in the session's row that have a table of their own now.</summary>
    [SessionIgnore]
    public virtual bool HasOldRuns => false;

    /// <summary>The time that tells whether the session was stored since it was copied.</summary>
    public long StoredAt => UpdatedAt ?? CreatedAt ?? 0;

    /// <summary>What a mode's agent, team or workflow is called in the names of columns.</summary>
    public static string EntityName(StorageMode mode) => mode switch { StorageMode.Agent => "agent", StorageMode.Team => "team", _ => "workflow" };

    /// <summary>The id and the data of the agent, team or workflow.</summary>
    public (string? Id, JsonColumn<JsonNode> Data) EntityOf(StorageMode mode) => mode switch
    {
        StorageMode.Agent => (AgentId, AgentData),
        StorageMode.Team => (TeamId, TeamData),
        _ => (WorkflowId, WorkflowData),
    };

    /// <summary>Sets the id and the data of the agent, team or workflow.</summary>
    public void SetEntity(StorageMode mode, string? id, JsonColumn<JsonNode> data) => _ = mode switch
    {
        StorageMode.Agent => (AgentId, AgentData) = (id, data),
        StorageMode.Team => (TeamId, TeamData) = (id, data),
        _ => (WorkflowId, WorkflowData) = (id, data),
    };

    /// <summary>Whether later layouts tell no difference between sessions of the two modes.</summary>
    public static bool IsSameType(StorageMode one, StorageMode other) => EntityName(one) == EntityName(other);

    /// <summary>The session as a layout's row: itself if it is one, otherwise a copy.</summary>
    public TRow To<TRow>()
        where TRow : PortableSession, new() => this as TRow ?? new()
        {
            SessionId = SessionId,
            UserId = UserId,
            AgentId = AgentId,
            TeamId = TeamId,
            WorkflowId = WorkflowId,
            CreatedAt = CreatedAt,
            UpdatedAt = UpdatedAt,
            SessionData = SessionData,
            AgentData = AgentData,
            TeamData = TeamData,
            WorkflowData = WorkflowData,
            Metadata = Metadata,
            Summary = Summary,
            Runs = Runs,
        };
}
