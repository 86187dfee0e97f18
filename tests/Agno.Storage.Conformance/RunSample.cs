using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Agno.Storage.Records;

namespace Agno.Storage.Conformance;

/// <summary>How the suite of runs makes and reads sessions and runs of types that it knows nothing else about.</summary>
/// <typeparam name="TSession">The session type.</typeparam>
/// <typeparam name="TRun">The type of its runs.</typeparam>
public abstract class RunSample<TSession, TRun>
    where TSession : class, ISessionRecord<TSession>
    where TRun : notnull
{
    /// <summary>Makes a session.</summary>
    public abstract TSession Create(string id, string? user = null);

    /// <summary>The session's list of runs.</summary>
    public abstract IList<TRun> Runs(TSession session);

    /// <summary>Makes a run.</summary>
    public abstract TRun Run(string id, string content = "first", string? status = "COMPLETED", string? parent = null, string? user = null);

    /// <summary>The run's id and content.</summary>
    public abstract (string Id, string Content) Read(TRun run);

    /// <summary>A run of the list with other content: changed in place, or another in its place.</summary>
    public abstract void Change(IList<TRun> runs, int index, string content);

    /// <summary>How often the session was stored, or null where nobody counts.</summary>
    public virtual long? Version(TSession session) => null;

    /// <summary>When the session was last stored.</summary>
    public abstract long? UpdatedAt(TSession session);
}

/// <inheritdoc/>
public sealed class AgentRunSample : RunSample<AgentSessionV3, JsonColumn<JsonNode>>
{
    /// <inheritdoc/>
    public override AgentSessionV3 Create(string id, string? user) => new() { SessionId = id, UserId = user };

    /// <inheritdoc/>
    public override IList<JsonColumn<JsonNode>> Runs(AgentSessionV3 session) => session.Runs;

    /// <inheritdoc/>
    public override JsonColumn<JsonNode> Run(string id, string content, string? status, string? parent, string? user)
    {
        var run = new JsonObject { ["run_id"] = id, ["agent_id"] = "agent", ["content"] = content, ["status"] = status };
        if (parent is not null)
            run["parent_run_id"] = parent;
        if (user is not null)
            run["user_id"] = user;
        return new(run);
    }

    /// <inheritdoc/>
    public override (string, string) Read(JsonColumn<JsonNode> run) => ((string)run.Value!["run_id"]!, (string)run.Value["content"]!);

    /// <inheritdoc/>
    public override void Change(IList<JsonColumn<JsonNode>> runs, int index, string content) => runs[index].Value!["content"] = content;

    /// <inheritdoc/>
    public override long? UpdatedAt(AgentSessionV3 session) => session.UpdatedAt;
}

/// <summary>A typed run.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">What it says.</param>
/// <param name="Status">How far it came.</param>
public sealed record TurnRun(
    [property: JsonPropertyName("run_id")] string Id,
    [property: JsonPropertyName("content")] string Content,
    [property: JsonPropertyName("status")] string? Status)
{
    /// <summary>The run that it is a part of.</summary>
    [JsonPropertyName("parent_run_id")]
    public string? Parent { get; init; }

    /// <summary>Whose run it is.</summary>
    [JsonPropertyName("user_id")]
    public string? User { get; init; }
}

/// <summary>A user's own record with typed runs in a table of their own.</summary>
[SessionRecord(StorageMode.Agent, Table = "chat_sessions")]
public sealed partial class ChatSession
{
    /// <summary>The runs.</summary>
    [SessionRuns]
    public List<TurnRun> Turns { get; set; } = [];
}

/// <inheritdoc/>
public sealed class ChatSample : RunSample<ChatSession, TurnRun>
{
    /// <inheritdoc/>
    public override ChatSession Create(string id, string? user) => new() { SessionId = id, UserId = user };

    /// <inheritdoc/>
    public override IList<TurnRun> Runs(ChatSession session) => session.Turns;

    /// <inheritdoc/>
    public override TurnRun Run(string id, string content, string? status, string? parent, string? user) => new(id, content, status) { Parent = parent, User = user };

    /// <inheritdoc/>
    public override (string, string) Read(TurnRun run) => (run.Id, run.Content);

    /// <inheritdoc/>
    public override void Change(IList<TurnRun> runs, int index, string content) => runs[index] = runs[index] with { Content = content };

    /// <inheritdoc/>
    public override long? UpdatedAt(ChatSession session) => session.UpdatedAt;
}

/// <summary>A user's own record with typed runs in a table of their own, a version, and a list that is set on a copy.</summary>
[SessionRecord(StorageMode.Team, Table = "turn_sessions")]
public sealed partial record TurnSession
{
    /// <summary>How often it was stored.</summary>
    [SessionVersion]
    public long Version { get; set; }

    /// <summary>The runs.</summary>
    [SessionRuns]
    public IList<TurnRun> Turns { get; init; } = [];
}

/// <inheritdoc/>
public sealed class TurnSample : RunSample<TurnSession, TurnRun>
{
    /// <inheritdoc/>
    public override TurnSession Create(string id, string? user) => new() { SessionId = id, UserId = user };

    /// <inheritdoc/>
    public override IList<TurnRun> Runs(TurnSession session) => session.Turns;

    /// <inheritdoc/>
    public override TurnRun Run(string id, string content, string? status, string? parent, string? user) => new(id, content, status) { Parent = parent, User = user };

    /// <inheritdoc/>
    public override (string, string) Read(TurnRun run) => (run.Id, run.Content);

    /// <inheritdoc/>
    public override void Change(IList<TurnRun> runs, int index, string content) => runs[index] = runs[index] with { Content = content };

    /// <inheritdoc/>
    public override long? Version(TurnSession session) => session.Version;

    /// <inheritdoc/>
    public override long? UpdatedAt(TurnSession session) => session.UpdatedAt;
}
