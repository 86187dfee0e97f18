using Agno.Storage.Records;

namespace Agno.Storage.Conformance;

/// <summary>A session of the model as the store should give it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Entity">Its agent, team or workflow.</param>
/// <param name="Content">What it holds.</param>
/// <param name="CreatedAt">In Unix seconds.</param>
/// <param name="UpdatedAt">In Unix seconds.</param>
/// <param name="Version">How often it was stored; 0 where nobody counts.</param>
public sealed record ModelRow(string Id, string? User, string? Entity, string? Content, long? CreatedAt, long? UpdatedAt, long Version)
{
    /// <summary>Its runs, in their order.</summary>
    public IReadOnlyList<(string Id, string Content)> Runs { get; init; } = [];

    /// <summary>How it was last stored: what filters by <c>updated_at</c> look at.</summary>
    public long? StoredAt => UpdatedAt ?? CreatedAt;

    /// <inheritdoc/>
    public bool Equals(ModelRow? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{Id} of {User ?? "nobody"}, {Entity ?? "none"}: '{Content}', {CreatedAt}, {UpdatedAt}, version {Version}, runs [{string.Join(' ', Runs.Select(run => $"{run.Id}={run.Content}"))}]";
}

/// <summary>How the model makes and reads sessions of a type, and calls what is about its runs.</summary>
/// <typeparam name="TSession">The session type.</typeparam>
public abstract class ModelSample<TSession>
    where TSession : class, ISessionRecord<TSession>
{
    /// <summary>Whether the storage counts how often a session is stored.</summary>
    public virtual bool HasVersion => false;

    /// <summary>Whether runs are rows of their own.</summary>
    public virtual bool HasRuns => false;

    /// <summary>Makes a session without runs.</summary>
    public abstract TSession Create(ModelRow row);

    /// <summary>What a session says.</summary>
    public abstract ModelRow Read(TSession session);

    /// <summary>Puts a run at the end of a session's list.</summary>
    public virtual void Add(TSession session, string runId, string content) => throw new NotSupportedException();

    /// <summary>Appends a run.</summary>
    public virtual ValueTask<long> AppendAsync(ISessionStore<TSession> store, string id, string runId, string content, string? userId, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Updates a run.</summary>
    public virtual ValueTask<bool> UpdateAsync(ISessionStore<TSession> store, string id, string runId, string content, string? userId, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Streams runs.</summary>
    public virtual IAsyncEnumerable<(string Id, string Content)> ReadRunsAsync(ISessionStore<TSession> store, string id, RunFilter? filter, CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>A type of which the suite has a sample already.</summary>
/// <typeparam name="TSession">The session type.</typeparam>
/// <typeparam name="TSample">The sample.</typeparam>
public class PlainModelSample<TSession, TSample> : ModelSample<TSession>
    where TSession : class, ISessionRecord<TSession>
    where TSample : SessionSample<TSession>, new()
{
    private readonly TSample _sample = new();

    /// <inheritdoc/>
    public override TSession Create(ModelRow row)
    {
        TSession session = _sample.Create(row.Id, row.User, row.Entity, row.Content!, row.CreatedAt);
        return row.UpdatedAt is null ? session : TSession.WithTimes(session, row.CreatedAt, row.UpdatedAt);
    }

    /// <inheritdoc/>
    public override ModelRow Read(TSession session)
    {
        (string id, string? user, string? entity, long? createdAt, long? updatedAt) = _sample.Identity(session);
        return new(id, user, entity, _sample.Content(session), createdAt, updatedAt, Version: 0);
    }
}

/// <summary>Agno's own table of runs.</summary>
public sealed class AgentModelSample : PlainModelSample<AgentSessionV3, AgentLayout3Sample>
{
    private static readonly AgentRunSample Runs = new();

    /// <inheritdoc/>
    public override bool HasRuns => true;

    /// <inheritdoc/>
    public override ModelRow Read(AgentSessionV3 session) => base.Read(session) with { Runs = [.. session.Runs.Select(Runs.Read)] };

    /// <inheritdoc/>
    public override void Add(AgentSessionV3 session, string runId, string content) => session.Runs.Add(Runs.Run(runId, content, null, null, null));

    /// <inheritdoc/>
    public override ValueTask<long> AppendAsync(ISessionStore<AgentSessionV3> store, string id, string runId, string content, string? userId, CancellationToken cancellationToken) =>
        store.AppendRunAsync(id, Runs.Run(runId, content, null, null, null), userId, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<bool> UpdateAsync(ISessionStore<AgentSessionV3> store, string id, string runId, string content, string? userId, CancellationToken cancellationToken) =>
        store.UpdateRunAsync(id, Runs.Run(runId, content, null, null, null), userId, cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<(string Id, string Content)> ReadRunsAsync(ISessionStore<AgentSessionV3> store, string id, RunFilter? filter, CancellationToken cancellationToken) =>
        store.ReadRunsAsync<JsonColumn<System.Text.Json.Nodes.JsonNode>>(id, filter, cancellationToken).Select(Runs.Read);
}

/// <summary>A record of a user's with everything that the storage keeps: a version, content, and typed runs.</summary>
[SessionRecord(StorageMode.Agent, Table = "model_sessions")]
public sealed partial class ModelSession
{
    /// <summary>How often it was stored.</summary>
    [SessionVersion]
    public long Version { get; set; }

    /// <summary>Its content.</summary>
    public string? Text { get; set; }

    /// <summary>The runs.</summary>
    [SessionRuns]
    public List<TurnRun> Turns { get; set; } = [];
}

/// <inheritdoc/>
public sealed class VersionedModelSample : ModelSample<ModelSession>
{
    /// <inheritdoc/>
    public override bool HasVersion => true;

    /// <inheritdoc/>
    public override bool HasRuns => true;

    /// <inheritdoc/>
    public override ModelSession Create(ModelRow row) =>
        new() { SessionId = row.Id, UserId = row.User, AgentId = row.Entity, Text = row.Content, CreatedAt = row.CreatedAt, UpdatedAt = row.UpdatedAt, Version = row.Version };

    /// <inheritdoc/>
    public override ModelRow Read(ModelSession session) => new(session.SessionId, session.UserId, session.AgentId, session.Text, session.CreatedAt, session.UpdatedAt, session.Version)
    {
        Runs = [.. session.Turns.Select(run => (run.Id, run.Content))],
    };

    /// <inheritdoc/>
    public override void Add(ModelSession session, string runId, string content) => session.Turns.Add(new(runId, content, null));

    /// <inheritdoc/>
    public override ValueTask<long> AppendAsync(ISessionStore<ModelSession> store, string id, string runId, string content, string? userId, CancellationToken cancellationToken) =>
        store.AppendRunAsync(id, new TurnRun(runId, content, null), userId, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<bool> UpdateAsync(ISessionStore<ModelSession> store, string id, string runId, string content, string? userId, CancellationToken cancellationToken) =>
        store.UpdateRunAsync(id, new TurnRun(runId, content, null), userId, cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<(string Id, string Content)> ReadRunsAsync(ISessionStore<ModelSession> store, string id, RunFilter? filter, CancellationToken cancellationToken) =>
        store.ReadRunsAsync<TurnRun>(id, filter, cancellationToken).Select(run => (run.Id, run.Content));
}
