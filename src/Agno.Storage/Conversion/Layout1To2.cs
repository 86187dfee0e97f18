using System.Text.Json;
using System.Text.Json.Nodes;
using Agno.Storage.Json;

namespace Agno.Storage;

/// <summary>Sessions of Agno 1 as rows of Agno 2. What has no place there is named in the list of losses.</summary>
internal static class Layout1To2
{
    public static AgentRow Convert(AgentSession from, List<string> losses)
    {
        var row = new AgentRow { SessionId = from.SessionId, UserId = from.UserId, AgentId = from.AgentId, AgentData = Text(from.AgentData, "agent_data") };
        (row.CreatedAt, row.UpdatedAt) = Times(from.CreatedAt, from.UpdatedAt);
        Fill(row, from.SessionId, from.SessionData, from.ExtraData, from.Memory, losses, "agent_id", from.AgentId);
        LoseTeamSession(from.TeamSessionId, losses);
        return row;
    }

    public static TeamRow Convert(TeamSession from, List<string> losses)
    {
        var row = new TeamRow { SessionId = from.SessionId, UserId = from.UserId, TeamId = from.TeamId, TeamData = Text(from.TeamData, "team_data") };
        (row.CreatedAt, row.UpdatedAt) = Times(from.CreatedAt, from.UpdatedAt);
        Fill(row, from.SessionId, from.SessionData, from.ExtraData, from.Memory, losses, "team_id", from.TeamId);
        LoseTeamSession(from.TeamSessionId, losses);
        return row;
    }

    public static WorkflowRow Convert(WorkflowSession from, List<string> losses)
    {
        var row = new WorkflowRow { SessionId = from.SessionId, UserId = from.UserId, WorkflowId = from.WorkflowId, WorkflowData = Text(from.WorkflowData, "workflow_data") };
        (row.CreatedAt, row.UpdatedAt) = Times(from.CreatedAt, from.UpdatedAt);
        Fill(row, from.SessionId, from.SessionData, from.ExtraData, from.Memory, losses, owner: null, ownerId: null);
        return row;
    }

    public static WorkflowRow Convert(WorkflowV2Session from, List<string> losses)
    {
        var row = new WorkflowRow { SessionId = from.SessionId, UserId = from.UserId, WorkflowId = from.WorkflowId, WorkflowData = Text(from.WorkflowData, "workflow_data") };
        (row.CreatedAt, row.UpdatedAt) = Times(from.CreatedAt, from.UpdatedAt);
        Fill(row, from.SessionId, from.SessionData, from.ExtraData, from.Memory, losses, owner: null, ownerId: null);
        if (!from.Runs.IsNull)
            row.Runs = JsonColumn.Parse(RunText.Convert(Text(from.Runs, "runs").StoredJson, owner: null, ownerId: null));
        if (from.WorkflowName is { Length: > 0 } name && !HasName(from.WorkflowData, name))
            losses.Add($"workflow_name '{name}' has no column, and workflow_data does not say it.");
        return row;
    }

    private static void Fill(
        ISharedRow row, string sessionId, JsonColumn<JsonNode> sessionData, JsonColumn<JsonNode> extraData, JsonColumn<JsonNode> memory, List<string> losses, string? owner, string? ownerId)
    {
        row.SessionData = Text(sessionData, "session_data");
        row.Metadata = Text(extraData, "extra_data");
        MemoryText parts = MemoryText.Of(Text(memory, "memory"), sessionId);
        row.Summary = parts.Summary;
        if (parts.Runs is not null)
            row.Runs = JsonColumn.Parse(RunText.Convert(parts.Runs, owner, ownerId));
        losses.AddRange(parts.Rest.Select(name => $"{name} has no column."));
    }

    // One row that is no JSON makes Agno's lists fail as a whole: such a session is not stored.
    private static JsonColumn<JsonNode> Text(JsonColumn<JsonNode> column, string name)
    {
        if (column.IsNull)
            return default;
        var json = new JsonCursor(column.StoredJson, JsonDialect.Python);
        try
        {
            json.Skip();
            json.ReadEnd();
            return column;
        }
        catch (JsonException exception)
        {
            throw new StorageException($"{name} is no JSON at byte {exception.BytePositionInLine}: {exception.Message}", exception) { Column = name, ByteOffset = exception.BytePositionInLine };
        }
        finally
        {
            json.Dispose();
        }
    }

    // Every session of Agno 2 has a time; one without is older than all others here too.
    private static (long CreatedAt, long? UpdatedAt) Times(long? createdAt, long? updatedAt) => (createdAt ?? updatedAt ?? 0, updatedAt);

    private static bool HasName(JsonColumn<JsonNode> workflowData, string name)
    {
        try
        {
            return workflowData.Value is JsonObject data && data["name"] is JsonValue value && value.TryGetValue(out string? said) && said == name;
        }
        catch (StorageException)
        {
            return false;
        }
    }

    private static void LoseTeamSession(string? teamSessionId, List<string> losses)
    {
        if (!string.IsNullOrEmpty(teamSessionId))
            losses.Add($"team_session_id '{teamSessionId}' has no column.");
    }
}
