using System.Text.Json.Nodes;

namespace Agno.Storage.Conformance;

/// <inheritdoc/>
public sealed class AgentLayout3Sample : SessionSample<AgentSessionV3>
{
    /// <inheritdoc/>
    public override AgentSessionV3 Create(string id, string? user, string? entity, string content, long? createdAt) =>
        new() { SessionId = id, UserId = user, AgentId = entity, SessionData = Json(content), CreatedAt = createdAt };

    /// <inheritdoc/>
    public override string? Content(AgentSessionV3 session) => Text(session.SessionData);

    /// <inheritdoc/>
    public override (string, string?, string?, long?, long?) Identity(AgentSessionV3 session) =>
        (session.SessionId, session.UserId, session.AgentId, session.CreatedAt, session.UpdatedAt);
}

/// <inheritdoc/>
public sealed class TeamLayout3Sample : SessionSample<TeamSessionV3>
{
    /// <inheritdoc/>
    public override TeamSessionV3 Create(string id, string? user, string? entity, string content, long? createdAt) =>
        new() { SessionId = id, UserId = user, TeamId = entity, TeamData = Json(content), CreatedAt = createdAt };

    /// <inheritdoc/>
    public override string? Content(TeamSessionV3 session) => Text(session.TeamData);

    /// <inheritdoc/>
    public override (string, string?, string?, long?, long?) Identity(TeamSessionV3 session) =>
        (session.SessionId, session.UserId, session.TeamId, session.CreatedAt, session.UpdatedAt);
}

/// <inheritdoc/>
public sealed class WorkflowLayout3Sample : SessionSample<WorkflowSessionV3>
{
    /// <inheritdoc/>
    public override WorkflowSessionV3 Create(string id, string? user, string? entity, string content, long? createdAt)
    {
        // With a run, so that sessions with runs go through the whole suite too.
        var session = new WorkflowSessionV3 { SessionId = id, UserId = user, WorkflowId = entity, Metadata = Json(content), CreatedAt = createdAt };
        session.Runs.Add(new JsonObject { ["run_id"] = $"run of {id}", ["status"] = "COMPLETED" });
        return session;
    }

    /// <inheritdoc/>
    public override string? Content(WorkflowSessionV3 session) => Text(session.Metadata);

    /// <inheritdoc/>
    public override (string, string?, string?, long?, long?) Identity(WorkflowSessionV3 session) =>
        (session.SessionId, session.UserId, session.WorkflowId, session.CreatedAt, session.UpdatedAt);
}
