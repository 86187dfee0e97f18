using System.Text.Json.Nodes;
using Agno.Storage.Records;

namespace Agno.Storage.Conformance;

/// <summary>How the suite makes and reads sessions of a type that it knows nothing else about.</summary>
/// <typeparam name="TSession">The session type.</typeparam>
public abstract class SessionSample<TSession>
    where TSession : class, ISessionRecord<TSession>
{
    /// <summary>Makes a session. Its content can be read back with <see cref="Content"/>.</summary>
    public abstract TSession Create(string id, string? user = null, string? entity = null, string content = "first", long? createdAt = null);

    /// <summary>What <see cref="Create"/> was given as content.</summary>
    public abstract string? Content(TSession session);

    /// <summary>Everything the session says of itself beside its content: id, user, entity and times.</summary>
    public abstract (string Id, string? User, string? Entity, long? CreatedAt, long? UpdatedAt) Identity(TSession session);

    /// <summary>JSON that holds a text.</summary>
    protected static JsonNode Json(string content) => new JsonObject { ["text"] = content, ["count"] = 1.50 };

    /// <summary>The text of <see cref="Json"/>.</summary>
    protected static string? Text(JsonColumn<JsonNode> column) => (string?)column.Value?["text"];
}

/// <inheritdoc/>
public sealed class AgentSample : SessionSample<AgentSession>
{
    /// <inheritdoc/>
    public override AgentSession Create(string id, string? user, string? entity, string content, long? createdAt) =>
        new() { SessionId = id, UserId = user, AgentId = entity, Memory = Json(content), CreatedAt = createdAt };

    /// <inheritdoc/>
    public override string? Content(AgentSession session) => Text(session.Memory);

    /// <inheritdoc/>
    public override (string, string?, string?, long?, long?) Identity(AgentSession session) =>
        (session.SessionId, session.UserId, session.AgentId, session.CreatedAt, session.UpdatedAt);
}

/// <inheritdoc/>
public sealed class TeamSample : SessionSample<TeamSession>
{
    /// <inheritdoc/>
    public override TeamSession Create(string id, string? user, string? entity, string content, long? createdAt) =>
        new() { SessionId = id, UserId = user, TeamId = entity, TeamData = Json(content), CreatedAt = createdAt };

    /// <inheritdoc/>
    public override string? Content(TeamSession session) => Text(session.TeamData);

    /// <inheritdoc/>
    public override (string, string?, string?, long?, long?) Identity(TeamSession session) =>
        (session.SessionId, session.UserId, session.TeamId, session.CreatedAt, session.UpdatedAt);
}

/// <inheritdoc/>
public sealed class WorkflowSample : SessionSample<WorkflowSession>
{
    /// <inheritdoc/>
    public override WorkflowSession Create(string id, string? user, string? entity, string content, long? createdAt) =>
        new() { SessionId = id, UserId = user, WorkflowId = entity, WorkflowData = Json(content), CreatedAt = createdAt };

    /// <inheritdoc/>
    public override string? Content(WorkflowSession session) => Text(session.WorkflowData);

    /// <inheritdoc/>
    public override (string, string?, string?, long?, long?) Identity(WorkflowSession session) =>
        (session.SessionId, session.UserId, session.WorkflowId, session.CreatedAt, session.UpdatedAt);
}

/// <inheritdoc/>
public sealed class WorkflowV2Sample : SessionSample<WorkflowV2Session>
{
    /// <inheritdoc/>
    public override WorkflowV2Session Create(string id, string? user, string? entity, string content, long? createdAt) =>
        new() { SessionId = id, UserId = user, WorkflowId = entity, Runs = new JsonArray(Json(content)), CreatedAt = createdAt };

    /// <inheritdoc/>
    public override string? Content(WorkflowV2Session session) => (string?)session.Runs.Value?[0]?["text"];

    /// <inheritdoc/>
    public override (string, string?, string?, long?, long?) Identity(WorkflowV2Session session) =>
        (session.SessionId, session.UserId, session.WorkflowId, session.CreatedAt, session.UpdatedAt);
}

/// <summary>A user's own record: positional, with times that can't be set in place.</summary>
/// <param name="SessionId">The id.</param>
/// <param name="Title">A scalar of its own.</param>
/// <param name="CreatedAt">Stamped on a copy.</param>
[SessionRecord(StorageMode.Agent, Table = "notes")]
public sealed partial record NoteSession(string SessionId, [property: SessionIndex] string Title, DateTimeOffset? CreatedAt)
{
    /// <summary>A number, to see that it keeps its type.</summary>
    public required int Revision { get; init; }
}

/// <inheritdoc/>
public sealed class NoteSample : SessionSample<NoteSession>
{
    /// <inheritdoc/>
    public override NoteSession Create(string id, string? user, string? entity, string content, long? createdAt) =>
        new(id, content, createdAt is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null) { UserId = user, AgentId = entity, Revision = 7 };

    /// <inheritdoc/>
    public override string? Content(NoteSession session) => session.Revision == 7 ? session.Title : "another revision";

    /// <inheritdoc/>
    public override (string, string?, string?, long?, long?) Identity(NoteSession session) =>
        (session.SessionId, session.UserId, session.AgentId, session.CreatedAt?.ToUnixTimeSeconds(), session.UpdatedAt);
}
