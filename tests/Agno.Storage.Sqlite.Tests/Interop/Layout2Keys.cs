using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>The columns of a built-in session of layout 2 as canonical text, and the same of the row that Python reads.</summary>
internal static class Layout2Keys
{
    private static readonly string[] JsonColumns = ["session_data", "agent_data", "team_data", "workflow_data", "metadata", "runs", "summary"];

    public static string[] Of(AgentSessionV2 s) =>
        Of("agent", s.SessionId, s.UserId, s.AgentId, s.CreatedAt, s.UpdatedAt, s.SessionData, s.AgentData, s.Metadata, s.Runs, s.Summary);

    public static string[] Of(TeamSessionV2 s) =>
        Of("team", s.SessionId, s.UserId, s.TeamId, s.CreatedAt, s.UpdatedAt, s.SessionData, s.TeamData, s.Metadata, s.Runs, s.Summary);

    public static string[] Of(WorkflowSessionV2 s) =>
        Of("workflow", s.SessionId, s.UserId, s.WorkflowId, s.CreatedAt, s.UpdatedAt, s.SessionData, s.WorkflowData, s.Metadata, s.Runs, s.Summary);

    /// <summary>Of the row that Python reads, without the columns of the other types.</summary>
    public static string[] Of(JsonElement row)
    {
        string type = row.GetProperty("session_type").GetString()!;
        string[] names = ["session_id", "user_id", $"{type}_id", "created_at", "updated_at", "session_data", $"{type}_data", "metadata", "runs", "summary"];
        return [.. names.Select(name => $"{name}: {PythonValue.Of(Decode(name, row.GetProperty(name)))}")];
    }

    // What Agno's own migration encoded three times is a string to Python; here it is the value that it was before.
    private static JsonElement Decode(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.String && JsonColumns.Contains(name)
            ? JsonDocument.Parse(value.GetString()!, new() { MaxDepth = 1000 }).RootElement
            : value;

    private static string[] Of(
        string type, string id, string? user, string? entity, long? createdAt, long? updatedAt,
        JsonColumn<JsonNode> sessionData, JsonColumn<JsonNode> data, JsonColumn<JsonNode> metadata, JsonColumn<JsonNode> runs, JsonColumn<JsonNode> summary) =>
    [
        Text("session_id", id), Text("user_id", user), Text($"{type}_id", entity), Time("created_at", createdAt), Time("updated_at", updatedAt),
        Json("session_data", sessionData), Json($"{type}_data", data), Json("metadata", metadata), Json("runs", runs), Json("summary", summary),
    ];

    private static string Text(string key, string? value) => $"{key}: {PythonValue.Of(JsonValue.Create(value))}";

    private static string Time(string key, long? value) => $"{key}: {PythonValue.Of(JsonValue.Create(value))}";

    private static string Json(string key, JsonColumn<JsonNode> value) => $"{key}: {PythonValue.Of(value.Value)}";
}
