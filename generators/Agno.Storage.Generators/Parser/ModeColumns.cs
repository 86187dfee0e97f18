namespace Agno.Storage.Generators.Parser;

/// <summary>A column that every table of a mode has, and the member that is generated for it where the user declares none.</summary>
internal sealed record IdentityColumn(string Name, string Member, string Role, string Summary)
{
    /// <summary>Whether it says whose, or of what, the session is.</summary>
    public bool IsReference => Role is not ("SessionId" or "CreatedAt" or "UpdatedAt");
}

/// <summary>The columns of a mode in a layout, as Agno's storages have them.</summary>
internal sealed class ModeColumns
{
    private static readonly IdentityColumn SessionId = new("session_id", "SessionId", "SessionId", "The session's id. It must not be empty when the session is stored.");
    private static readonly IdentityColumn UserId = new("user_id", "UserId", "UserId", "Whose session it is; null for nobody's.");
    private static readonly IdentityColumn AgentId = new("agent_id", "AgentId", "EntityId", "The agent of the session, or null.");
    private static readonly IdentityColumn TeamId = new("team_id", "TeamId", "EntityId", "The team of the session, or null.");
    private static readonly IdentityColumn WorkflowId = new("workflow_id", "WorkflowId", "EntityId", "The workflow of the session, or null.");
    private static readonly IdentityColumn WorkflowName = new("workflow_name", "WorkflowName", "None", "The workflow's name, or null.");
    private static readonly IdentityColumn TeamSessionId = new("team_session_id", "TeamSessionId", "None", "The id of the team session that this session is part of, or null.");
    private static readonly IdentityColumn CreatedAt = new("created_at", "CreatedAt", "CreatedAt", "When the session was first stored, in Unix seconds; null before that. A value set here is kept by the first upsert.");
    private static readonly IdentityColumn UpdatedAt = new("updated_at", "UpdatedAt", "UpdatedAt", "When the session was last stored, in Unix seconds; null before that.");

    private ModeColumns(string table, IdentityColumn[] identity, string[] data, string[] indexed)
    {
        Table = table;
        Identity = identity;
        Data = data;
        Indexed = indexed;
    }

    /// <summary>The name of the table when the record names none.</summary>
    public string Table { get; }

    /// <summary>The scalar columns of the mode, in the order of their ordinals.</summary>
    public IdentityColumn[] Identity { get; }

    /// <summary>The JSON columns of the mode.</summary>
    public string[] Data { get; }

    /// <summary>Identity columns with an index of their own, beside those of the lists.</summary>
    public string[] Indexed { get; }

    /// <summary>What <c>session_type</c> says of the mode's sessions; null in layout 1, which has no such column.</summary>
    public string? SessionType { get; private init; }

    /// <summary>Whether runs are part of the session's row.</summary>
    public bool HasRunsInRow { get; private init; }

    /// <summary>Whether a column <c>runs</c> in the session's table has a meaning of its own: it holds what an older layout left there.</summary>
    public bool ReservesRuns => SessionType is not null && !HasRunsInRow;

    /// <summary>The column of runs in the session's row.</summary>
    public const string RunsColumn = "runs";

    /// <summary>Ids of the other types' sessions, in the same table.</summary>
    public IdentityColumn[] ForeignIds { get; private init; } = [];

    /// <summary>JSON columns of the other types' sessions, in the same table.</summary>
    public string[] ForeignData { get; private init; } = [];

    /// <summary>The columns of a mode in a layout, both by the names of their enum's members; null where the layout does not have the mode.</summary>
    public static ModeColumns? Of(string mode, string layout) => layout == "V1" ? InLayout1(mode) : InLayout2(mode, hasRuns: layout == "V2");

    /// <summary>The mode's own spelling of a column name: SQL does not tell <c>Session_Id</c> from <c>session_id</c>.</summary>
    public string Canonical(string name) =>
        Identity.Concat(ForeignIds).Select(column => column.Name).Concat(Data).Concat(ForeignData).Append(SessionTypeColumn).Append(RunsColumn)
            .FirstOrDefault(own => own.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;

    /// <summary>Whether a column of the role can't hold NULL, whatever the member can.</summary>
    public bool FillsTime(string? role) => SessionType is not null && role == "CreatedAt";

    /// <summary>The column that tells the types of sessions apart.</summary>
    public const string SessionTypeColumn = "session_type";

    private static ModeColumns InLayout1(string mode) => mode switch
    {
        "Agent" => new("agent_sessions",
            [SessionId, UserId, AgentId, TeamSessionId, CreatedAt, UpdatedAt], ["memory", "session_data", "extra_data", "agent_data"], ["team_session_id"]),
        "Team" => new("team_sessions",
            [SessionId, UserId, TeamId, TeamSessionId, CreatedAt, UpdatedAt], ["memory", "session_data", "extra_data", "team_data"], ["team_session_id"]),
        "Workflow" => new("workflow_sessions",
            [SessionId, UserId, WorkflowId, CreatedAt, UpdatedAt], ["memory", "session_data", "extra_data", "workflow_data"], []),
        _ => new("workflow_v2_sessions",
            [SessionId, UserId, WorkflowId, WorkflowName, CreatedAt, UpdatedAt], ["memory", "session_data", "extra_data", "workflow_data", "runs"], ["workflow_name"]),
    };

    // One table for all types: what only another type fills is foreign.
    private static ModeColumns? InLayout2(string mode, bool hasRuns)
    {
        (string Type, IdentityColumn Id, string Data)[] types = [("agent", AgentId, "agent_data"), ("team", TeamId, "team_data"), ("workflow", WorkflowId, "workflow_data")];
        string type = mode.ToLowerInvariant();
        if (types.All(other => other.Type != type))
            return null;
        (_, IdentityColumn id, string data) = types.First(other => other.Type == type);
        string[] common = ["session_data", data, "metadata"];
        return new("agno_sessions", [SessionId, UserId, id, CreatedAt, UpdatedAt], [.. common, .. hasRuns ? [RunsColumn] : Array.Empty<string>(), "summary"], [])
        {
            SessionType = type,
            HasRunsInRow = hasRuns,
            ForeignIds = [.. types.Where(other => other.Type != type).Select(other => other.Id with { Role = "None" })],
            ForeignData = [.. types.Where(other => other.Type != type).Select(other => other.Data)],
        };
    }
}
