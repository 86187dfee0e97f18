using System.Text.Json.Nodes;

namespace Agno.Storage.Conformance;

/// <inheritdoc/>
public sealed class AgentLayout2Sample : SessionSample<AgentSessionV2>
{
    /// <inheritdoc/>
    public override AgentSessionV2 Create(string id, string? user, string? entity, string content, long? createdAt) =>
        new() { SessionId = id, UserId = user, AgentId = entity, Runs = new JsonArray(Json(content)), CreatedAt = createdAt };

    /// <inheritdoc/>
    public override string? Content(AgentSessionV2 session) => (string?)session.Runs.Value?[0]?["text"];

    /// <inheritdoc/>
    public override (string, string?, string?, long?, long?) Identity(AgentSessionV2 session) =>
        (session.SessionId, session.UserId, session.AgentId, session.CreatedAt, session.UpdatedAt);
}

/// <inheritdoc/>
public sealed class TeamLayout2Sample : SessionSample<TeamSessionV2>
{
    /// <inheritdoc/>
    public override TeamSessionV2 Create(string id, string? user, string? entity, string content, long? createdAt) =>
        new() { SessionId = id, UserId = user, TeamId = entity, TeamData = Json(content), CreatedAt = createdAt };

    /// <inheritdoc/>
    public override string? Content(TeamSessionV2 session) => Text(session.TeamData);

    /// <inheritdoc/>
    public override (string, string?, string?, long?, long?) Identity(TeamSessionV2 session) =>
        (session.SessionId, session.UserId, session.TeamId, session.CreatedAt, session.UpdatedAt);
}

/// <inheritdoc/>
public sealed class WorkflowLayout2Sample : SessionSample<WorkflowSessionV2>
{
    /// <inheritdoc/>
    public override WorkflowSessionV2 Create(string id, string? user, string? entity, string content, long? createdAt) =>
        new() { SessionId = id, UserId = user, WorkflowId = entity, Metadata = Json(content), CreatedAt = createdAt };

    /// <inheritdoc/>
    public override string? Content(WorkflowSessionV2 session) => Text(session.Metadata);

    /// <inheritdoc/>
    public override (string, string?, string?, long?, long?) Identity(WorkflowSessionV2 session) =>
        (session.SessionId, session.UserId, session.WorkflowId, session.CreatedAt, session.UpdatedAt);
}

/// <summary>A typed memo of a session.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Parts">What it is made of.</param>
public sealed record Memo(string Text, IReadOnlyList<string> Parts);

/// <summary>A user's own record in the table of Agno 2: columns of its own beside Agno's, parsed JSON in both.</summary>
[SessionRecord(StorageMode.Team, Layout = SessionLayout.V2)]
public sealed partial record MemoSession
{
    /// <summary>Agno's column, parsed.</summary>
    public Memo? SessionData { get; set; }

    /// <summary>A column that Agno does not know.</summary>
    public Memo? Memo { get; set; }

    /// <summary>A number that can't be null, in a table whose other rows have none.</summary>
    [SessionIndex]
#pragma warning disable AGS0214
    public int Revision { get; set; }
#pragma warning restore AGS0214
}

/// <inheritdoc/>
public sealed class MemoSample : SessionSample<MemoSession>
{
    private static readonly string[] Parts = ["\"quoted\"", "back\\slash", "line\nbreak", "{\"a\": [1]}"];

    /// <inheritdoc/>
    public override MemoSession Create(string id, string? user, string? entity, string content, long? createdAt) =>
        new() { SessionId = id, UserId = user, TeamId = entity, SessionData = new(content, Parts), Memo = new(content, Parts), Revision = 7, CreatedAt = createdAt };

    /// <inheritdoc/>
    public override string? Content(MemoSession session) =>
        session is { Revision: 7, SessionData: { } data, Memo: { } memo } && data.Parts.SequenceEqual(Parts) && memo.Parts.SequenceEqual(Parts) && data.Text == memo.Text
            ? data.Text
            : "something else";

    /// <inheritdoc/>
    public override (string, string?, string?, long?, long?) Identity(MemoSession session) =>
        (session.SessionId, session.UserId, session.TeamId, session.CreatedAt, session.UpdatedAt);
}
