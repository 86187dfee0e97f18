using Agno.Storage.Records;

namespace Agno.Storage.Conformance;

/// <summary>The queries that the suite runs, declared for a session type.</summary>
/// <typeparam name="TSession">The session type.</typeparam>
public abstract class SessionQueries<TSession>
    where TSession : class, ISessionRecord<TSession>
{
    /// <summary>By entity, null included, and perhaps by user; newest first.</summary>
    public abstract IAsyncEnumerable<TSession> OfEntity(ISessionStore<TSession> store, string? entity, string? userId = null, int? limit = null, CancellationToken cancellationToken = default);

    /// <summary>Newest first, from a place in the list on.</summary>
    public abstract IAsyncEnumerable<TSession> Page(ISessionStore<TSession> store, SessionCursor? after = null, int limit = 3);

    /// <summary>By entity, from a session on.</summary>
    public abstract IAsyncEnumerable<TSession> ByEntity(ISessionStore<TSession> store, TSession? after = null, int limit = 3);

    /// <summary>By the start of the id.</summary>
    public abstract IAsyncEnumerable<TSession> StartingWith(ISessionStore<TSession> store, string prefix);

    /// <summary>The ids and users of some users' sessions.</summary>
    public abstract IAsyncEnumerable<(string SessionId, string? UserId)> OfUsers(ISessionStore<TSession> store, IReadOnlyCollection<string>? users = null);

    /// <summary>The newest of an entity.</summary>
    public abstract ValueTask<TSession?> Newest(ISessionStore<TSession> store, string entity);

    /// <summary>How many are of another user.</summary>
    public abstract ValueTask<long> CountOfOthers(ISessionStore<TSession> store, string? userId);

    /// <summary>Deletes those of an entity.</summary>
    public abstract ValueTask<long> DeleteOfEntity(ISessionStore<TSession> store, string? entity, CancellationToken cancellationToken = default);
}

/// <inheritdoc/>
public sealed partial class AgentQueries : SessionQueries<AgentSession>
{
    /// <inheritdoc/>
    [SessionQuery]
    public override partial IAsyncEnumerable<AgentSession> OfEntity(ISessionStore<AgentSession> store, [SessionWhere(nameof(AgentSession.AgentId))] string? entity, string? userId = null, int? limit = null, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial IAsyncEnumerable<AgentSession> Page(ISessionStore<AgentSession> store, SessionCursor? after = null, int limit = 3);

    /// <inheritdoc/>
    [SessionQuery]
    [SessionOrder(nameof(AgentSession.AgentId))]
    public override partial IAsyncEnumerable<AgentSession> ByEntity(ISessionStore<AgentSession> store, AgentSession? after = null, int limit = 3);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial IAsyncEnumerable<AgentSession> StartingWith(ISessionStore<AgentSession> store, [SessionWhere(nameof(AgentSession.SessionId), SessionComparison.StartsWith)] string prefix);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial IAsyncEnumerable<(string SessionId, string? UserId)> OfUsers(ISessionStore<AgentSession> store, [SessionWhere(nameof(AgentSession.UserId))] IReadOnlyCollection<string>? users = null);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial ValueTask<AgentSession?> Newest(ISessionStore<AgentSession> store, [SessionWhere(nameof(AgentSession.AgentId))] string entity);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial ValueTask<long> CountOfOthers(ISessionStore<AgentSession> store, [SessionWhere(nameof(AgentSession.UserId), SessionComparison.NotEqual)] string? userId);

    /// <inheritdoc/>
    [SessionDelete]
    public override partial ValueTask<long> DeleteOfEntity(ISessionStore<AgentSession> store, [SessionWhere(nameof(AgentSession.AgentId))] string? entity, CancellationToken cancellationToken = default);
}

/// <inheritdoc/>
public sealed partial class WorkflowV2Queries : SessionQueries<WorkflowV2Session>
{
    /// <inheritdoc/>
    [SessionQuery]
    public override partial IAsyncEnumerable<WorkflowV2Session> OfEntity(ISessionStore<WorkflowV2Session> store, [SessionWhere(nameof(WorkflowV2Session.WorkflowId))] string? entity, string? userId = null, int? limit = null, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial IAsyncEnumerable<WorkflowV2Session> Page(ISessionStore<WorkflowV2Session> store, SessionCursor? after = null, int limit = 3);

    /// <inheritdoc/>
    [SessionQuery]
    [SessionOrder(nameof(WorkflowV2Session.WorkflowId))]
    public override partial IAsyncEnumerable<WorkflowV2Session> ByEntity(ISessionStore<WorkflowV2Session> store, WorkflowV2Session? after = null, int limit = 3);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial IAsyncEnumerable<WorkflowV2Session> StartingWith(ISessionStore<WorkflowV2Session> store, [SessionWhere(nameof(WorkflowV2Session.SessionId), SessionComparison.StartsWith)] string prefix);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial IAsyncEnumerable<(string SessionId, string? UserId)> OfUsers(ISessionStore<WorkflowV2Session> store, [SessionWhere(nameof(WorkflowV2Session.UserId))] IReadOnlyCollection<string>? users = null);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial ValueTask<WorkflowV2Session?> Newest(ISessionStore<WorkflowV2Session> store, [SessionWhere(nameof(WorkflowV2Session.WorkflowId))] string entity);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial ValueTask<long> CountOfOthers(ISessionStore<WorkflowV2Session> store, [SessionWhere(nameof(WorkflowV2Session.UserId), SessionComparison.NotEqual)] string? userId);

    /// <inheritdoc/>
    [SessionDelete]
    public override partial ValueTask<long> DeleteOfEntity(ISessionStore<WorkflowV2Session> store, [SessionWhere(nameof(WorkflowV2Session.WorkflowId))] string? entity, CancellationToken cancellationToken = default);
}

/// <inheritdoc/>
public sealed partial class NoteQueries : SessionQueries<NoteSession>
{
    /// <inheritdoc/>
    [SessionQuery]
    public override partial IAsyncEnumerable<NoteSession> OfEntity(ISessionStore<NoteSession> store, [SessionWhere(nameof(NoteSession.AgentId))] string? entity, string? userId = null, int? limit = null, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial IAsyncEnumerable<NoteSession> Page(ISessionStore<NoteSession> store, SessionCursor? after = null, int limit = 3);

    /// <inheritdoc/>
    [SessionQuery]
    [SessionOrder(nameof(NoteSession.AgentId))]
    public override partial IAsyncEnumerable<NoteSession> ByEntity(ISessionStore<NoteSession> store, NoteSession? after = null, int limit = 3);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial IAsyncEnumerable<NoteSession> StartingWith(ISessionStore<NoteSession> store, [SessionWhere(nameof(NoteSession.SessionId), SessionComparison.StartsWith)] string prefix);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial IAsyncEnumerable<(string SessionId, string? UserId)> OfUsers(ISessionStore<NoteSession> store, [SessionWhere(nameof(NoteSession.UserId))] IReadOnlyCollection<string>? users = null);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial ValueTask<NoteSession?> Newest(ISessionStore<NoteSession> store, [SessionWhere(nameof(NoteSession.AgentId))] string entity);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial ValueTask<long> CountOfOthers(ISessionStore<NoteSession> store, [SessionWhere(nameof(NoteSession.UserId), SessionComparison.NotEqual)] string? userId);

    /// <inheritdoc/>
    [SessionDelete]
    public override partial ValueTask<long> DeleteOfEntity(ISessionStore<NoteSession> store, [SessionWhere(nameof(NoteSession.AgentId))] string? entity, CancellationToken cancellationToken = default);
}

/// <inheritdoc/>
public sealed partial class TeamLayout2Queries : SessionQueries<TeamSessionV2>
{
    /// <inheritdoc/>
    [SessionQuery]
    public override partial IAsyncEnumerable<TeamSessionV2> OfEntity(ISessionStore<TeamSessionV2> store, [SessionWhere(nameof(TeamSessionV2.TeamId))] string? entity, string? userId = null, int? limit = null, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial IAsyncEnumerable<TeamSessionV2> Page(ISessionStore<TeamSessionV2> store, SessionCursor? after = null, int limit = 3);

    /// <inheritdoc/>
    [SessionQuery]
    [SessionOrder(nameof(TeamSessionV2.TeamId))]
    public override partial IAsyncEnumerable<TeamSessionV2> ByEntity(ISessionStore<TeamSessionV2> store, TeamSessionV2? after = null, int limit = 3);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial IAsyncEnumerable<TeamSessionV2> StartingWith(ISessionStore<TeamSessionV2> store, [SessionWhere(nameof(TeamSessionV2.SessionId), SessionComparison.StartsWith)] string prefix);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial IAsyncEnumerable<(string SessionId, string? UserId)> OfUsers(ISessionStore<TeamSessionV2> store, [SessionWhere(nameof(TeamSessionV2.UserId))] IReadOnlyCollection<string>? users = null);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial ValueTask<TeamSessionV2?> Newest(ISessionStore<TeamSessionV2> store, [SessionWhere(nameof(TeamSessionV2.TeamId))] string entity);

    /// <inheritdoc/>
    [SessionQuery]
    public override partial ValueTask<long> CountOfOthers(ISessionStore<TeamSessionV2> store, [SessionWhere(nameof(TeamSessionV2.UserId), SessionComparison.NotEqual)] string? userId);

    /// <inheritdoc/>
    [SessionDelete]
    public override partial ValueTask<long> DeleteOfEntity(ISessionStore<TeamSessionV2> store, [SessionWhere(nameof(TeamSessionV2.TeamId))] string? entity, CancellationToken cancellationToken = default);
}
