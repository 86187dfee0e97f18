namespace Agno.Storage.Generators.Parser;

/// <summary>A column that every table of a mode has, and the member that is generated for it where the user declares none.</summary>
internal sealed record IdentityColumn(string Name, string Member, string Role, string Summary);

/// <summary>The columns of the modes in layout 1, as Agno's storages have them.</summary>
internal static class ModeColumns
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

    /// <summary>The scalar columns of a mode, in the order of their ordinals.</summary>
    public static IdentityColumn[] Identity(string mode) => mode switch
    {
        "Agent" => [SessionId, UserId, AgentId, TeamSessionId, CreatedAt, UpdatedAt],
        "Team" => [SessionId, UserId, TeamId, TeamSessionId, CreatedAt, UpdatedAt],
        "Workflow" => [SessionId, UserId, WorkflowId, CreatedAt, UpdatedAt],
        _ => [SessionId, UserId, WorkflowId, WorkflowName, CreatedAt, UpdatedAt],
    };

    /// <summary>The JSON columns of a mode.</summary>
    public static string[] Data(string mode) => mode switch
    {
        "Agent" => ["memory", "session_data", "extra_data", "agent_data"],
        "Team" => ["memory", "session_data", "extra_data", "team_data"],
        "Workflow" => ["memory", "session_data", "extra_data", "workflow_data"],
        _ => ["memory", "session_data", "extra_data", "workflow_data", "runs"],
    };

    /// <summary>The mode's own spelling of a column name: SQL does not tell <c>Session_Id</c> from <c>session_id</c>.</summary>
    public static string Canonical(string mode, string name) =>
        Identity(mode).Select(column => column.Name).Concat(Data(mode)).FirstOrDefault(own => own.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;

    /// <summary>Identity columns with an index of their own, beside the user's, the entity's and created_at's.</summary>
    public static string[] Indexed(string mode) => mode switch
    {
        "Agent" or "Team" => ["team_session_id"],
        "WorkflowV2" => ["workflow_name"],
        _ => [],
    };

    /// <summary>The name of a mode's table when the record names none.</summary>
    public static string Table(string mode) => mode == "WorkflowV2" ? "workflow_v2_sessions" : mode.ToLowerInvariant() + "_sessions";
}
