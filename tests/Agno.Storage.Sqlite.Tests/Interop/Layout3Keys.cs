using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>The columns of a built-in session of layout 3 as canonical text, and the same of the row that Python reads.</summary>
internal static class Layout3Keys
{
    public static string[] Of(AgentSessionV3 s) => Of("agent", s.SessionId, s.UserId, s.AgentId, s.CreatedAt, s.UpdatedAt, s.SessionData, s.AgentData, s.Metadata, s.Summary);

    public static string[] Of(TeamSessionV3 s) => Of("team", s.SessionId, s.UserId, s.TeamId, s.CreatedAt, s.UpdatedAt, s.SessionData, s.TeamData, s.Metadata, s.Summary);

    public static string[] Of(WorkflowSessionV3 s) => Of("workflow", s.SessionId, s.UserId, s.WorkflowId, s.CreatedAt, s.UpdatedAt, s.SessionData, s.WorkflowData, s.Metadata, s.Summary);

    /// <summary>Of the row that Python reads, without the columns of the other types.</summary>
    public static string[] Of(JsonElement row)
    {
        string type = row.GetProperty("session_type").GetString()!;
        string[] names = ["session_id", "user_id", $"{type}_id", "created_at", "updated_at", "session_data", $"{type}_data", "metadata", "summary"];
        return [.. names.Select(name => $"{name}: {PythonValue.Of(row.GetProperty(name))}")];
    }

    /// <summary>Of a row of the runs' table.</summary>
    public static string[] Of(RunRow run) =>
    [
        .. new (string Name, JsonNode? Value)[]
        {
            ("run_id", run.RunId), ("run_type", run.RunType), ("agent_id", run.AgentId), ("team_id", run.TeamId), ("workflow_id", run.WorkflowId), ("user_id", run.UserId),
            ("parent_run_id", run.ParentRunId), ("status", run.Status), ("run_index", run.RunIndex), ("created_at", run.CreatedAt), ("updated_at", run.UpdatedAt), ("run_data", run.Data.Value),
        }.Select(column => $"{column.Name}: {PythonValue.Of(column.Value)}"),
    ];

    /// <summary>Of the row of the runs' table that Python reads.</summary>
    public static string[] OfRun(JsonElement run) =>
    [
        .. new[] { "run_id", "run_type", "agent_id", "team_id", "workflow_id", "user_id", "parent_run_id", "status", "run_index", "created_at", "updated_at", "run_data" }
            .Select(name => $"{name}: {PythonValue.Of(run.GetProperty(name))}"),
    ];

    private static string[] Of(
        string type, string id, string? user, string? entity, long? createdAt, long? updatedAt,
        JsonColumn<JsonNode> sessionData, JsonColumn<JsonNode> data, JsonColumn<JsonNode> metadata, JsonColumn<JsonNode> summary) =>
    [
        Scalar("session_id", id), Scalar("user_id", user), Scalar($"{type}_id", entity), Scalar("created_at", createdAt), Scalar("updated_at", updatedAt),
        Json("session_data", sessionData), Json($"{type}_data", data), Json("metadata", metadata), Json("summary", summary),
    ];

    private static string Scalar(string key, JsonNode? value) => $"{key}: {PythonValue.Of(value)}";

    private static string Json(string key, JsonColumn<JsonNode> value) => $"{key}: {PythonValue.Of(value.Value)}";
}
