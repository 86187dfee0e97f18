using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>Python's to_dict() of a built-in session, key by key in Python's order, as canonical text.</summary>
internal static class PythonKeys
{
    private const string Runs = "runs";

    public static string[] Of(AgentSession s) =>
    [
        Text("session_id", s.SessionId), Text("user_id", s.UserId), Text("team_session_id", s.TeamSessionId), Text("workflow_session_id", null),
        Json("memory", s.Memory), Json("session_data", s.SessionData), Json("extra_data", s.ExtraData),
        Time("created_at", s.CreatedAt), Time("updated_at", s.UpdatedAt), Text("agent_id", s.AgentId), Json("agent_data", s.AgentData),
    ];

    public static string[] Of(TeamSession s) =>
    [
        Text("session_id", s.SessionId), Text("team_session_id", s.TeamSessionId), Text("workflow_session_id", null), Text("team_id", s.TeamId), Text("user_id", s.UserId),
        Json("memory", s.Memory), Json("team_data", s.TeamData), Json("session_data", s.SessionData), Json("extra_data", s.ExtraData),
        Time("created_at", s.CreatedAt), Time("updated_at", s.UpdatedAt),
    ];

    public static string[] Of(WorkflowSession s) =>
    [
        Text("session_id", s.SessionId), Text("user_id", s.UserId),
        Json("memory", s.Memory), Json("session_data", s.SessionData), Json("extra_data", s.ExtraData),
        Time("created_at", s.CreatedAt), Time("updated_at", s.UpdatedAt), Text("workflow_id", s.WorkflowId), Json("workflow_data", s.WorkflowData),
    ];

    public static string[] Of(WorkflowV2Session s) =>
    [
        Text("session_id", s.SessionId), Text("user_id", s.UserId), Text("workflow_id", s.WorkflowId), Text("workflow_name", s.WorkflowName),
        Json("runs", s.Runs), Json("session_data", s.SessionData), Json("workflow_data", s.WorkflowData), Json("extra_data", s.ExtraData),
        Time("created_at", s.CreatedAt), Time("updated_at", s.UpdatedAt),
    ];

    /// <summary>The same of an expected file's session.</summary>
    public static string[] Of(JsonElement session) =>
        [.. session.EnumerateObject().Select(member => $"{member.Name}: {PythonValue.Of(member.Value, member.Name == Runs)}")];

    /// <summary>The same of a printed line.</summary>
    public static string[] Of(JsonObject session) =>
        [.. session.Select(member => $"{member.Key}: {PythonValue.Of(member.Value, member.Key == Runs)}")];

    private static string Text(string key, string? value) => $"{key}: {PythonValue.Of(JsonValue.Create(value))}";

    private static string Time(string key, long? value) => $"{key}: {PythonValue.Of(JsonValue.Create(value))}";

    private static string Json(string key, JsonColumn<JsonNode> value) => $"{key}: {PythonValue.Of(value.Value, key == Runs)}";
}
