using Agno.Storage.Conformance;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>Generated queries on SQLite: along indexes, and on tables that are not as the record has them.</summary>
public sealed partial class QueryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PagesNeedNoSort()
    {
        using var plans = new QueryPlans();
        SqliteSessionStore<AgentSession> sessions = plans.Storage.Sessions<AgentSession>();
        await sessions.UpsertAsync(new() { SessionId = "s", UserId = "ada", AgentId = "helper", CreatedAt = 100 }, Token);
        var queries = new AgentQueries();

        IReadOnlyList<string> found = await plans.OfAsync(async () =>
        {
            await queries.Page(sessions, new SessionCursor(200, "r")).ToListAsync(Token);
            await queries.OfEntity(sessions, "helper", limit: 5).ToListAsync(Token);
            await queries.StartingWith(sessions, "s").CountAsync(Token);
            await Metadata(sessions, "ada").ToListAsync(Token);
        });

        Assert.Equal(4, found.Count);
        foreach (int i in (int[])[0, 1, 3])
        {
            Assert.DoesNotContain("TEMP B-TREE", found[i], StringComparison.Ordinal);
            Assert.DoesNotContain("SCAN", found[i], StringComparison.Ordinal);
        }
        Assert.Contains("session_id>? AND session_id<?", found[2], StringComparison.Ordinal);
        Assert.Contains("COVERING INDEX", found[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AColumnThatTheTableLacksIsNull()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        connection.Execute("CREATE TABLE agent_sessions (session_id TEXT PRIMARY KEY, user_id TEXT, memory TEXT, session_data TEXT, extra_data TEXT, created_at INTEGER, updated_at INTEGER, agent_id TEXT, agent_data TEXT)");
        connection.Execute("INSERT INTO agent_sessions (session_id, user_id, created_at) VALUES ('a', 'ada', 1), ('b', 'bob', 2)");
        await using SqliteStorage storage = SqliteStorage.OpenConnection(connection, new() { AutoUpgrade = false });
        SqliteSessionStore<AgentSession> sessions = storage.Sessions<AgentSession>();

        Assert.Equal(["b", "a"], await OfTeamSession(sessions, null).ToListAsync(Token));
        Assert.Empty(await OfTeamSession(sessions, "t").ToListAsync(Token));
        Assert.Equal(0, await DeleteOfTeamSession(sessions, "t"));
        Assert.Equal(1, await DeleteOfTeamSession(sessions.ForUser("ada"), null));
        Assert.Equal(["b"], await OfTeamSession(sessions, null).ToListAsync(Token));
        Assert.Equal(1, sessions.DeleteMany(new() { UserId = "bob" }));
    }

    [Fact]
    public async Task AValueThatDoesNotFitIsRefusedByName()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        await using SqliteStorage storage = SqliteStorage.OpenConnection(connection);
        SqliteSessionStore<AgentSession> sessions = storage.Sessions<AgentSession>();
        await sessions.UpsertAsync(new() { SessionId = "s", UserId = "ada" }, Token);
        connection.Execute("UPDATE agent_sessions SET created_at = 'soon'");

        var error = await Assert.ThrowsAsync<StorageException>(async () => await Metadata(sessions, "ada").ToListAsync(Token));
        Assert.Equal(("agent_sessions", "s", "created_at"), (error.Table, error.SessionId, error.Column));
        error = await Assert.ThrowsAsync<StorageException>(async () => await new AgentQueries().Page(sessions).ToListAsync(Token));
        Assert.Equal(("agent_sessions", "s", "created_at"), (error.Table, error.SessionId, error.Column));
    }

    [Fact]
    public async Task ATableThatIsDroppedAndMadeAnewIsFoundAgain()
    {
        await using SqliteStorage storage = SqliteStorage.OpenInMemory();
        SqliteSessionStore<AgentSession> sessions = storage.Sessions<AgentSession>();
        await sessions.UpsertAsync(new() { SessionId = "s", UserId = "ada" }, Token);
        Assert.Single(await Metadata(sessions, "ada").ToListAsync(Token));

        sessions.Drop();
        Assert.Empty(await Metadata(sessions, "ada").ToListAsync(Token));
        Assert.Equal(0, await DeleteOfTeamSession(sessions, null));
        await sessions.UpsertAsync(new() { SessionId = "t", UserId = "ada" }, Token);
        Assert.Equal("t", Assert.Single(await Metadata(sessions, "ada").ToListAsync(Token)).SessionId);
    }

    /// <summary>What an index on the user holds, without the sessions.</summary>
    [SessionQuery]
    private static partial IAsyncEnumerable<(string SessionId, long? CreatedAt)> Metadata(ISessionStore<AgentSession> sessions, string userId, int? limit = 20);

    [SessionQuery(Select = nameof(AgentSession.SessionId))]
    private static partial IAsyncEnumerable<string> OfTeamSession(ISessionStore<AgentSession> sessions, [SessionWhere(nameof(AgentSession.TeamSessionId))] string? team);

    [SessionDelete]
    private static partial ValueTask<long> DeleteOfTeamSession(ISessionStore<AgentSession> sessions, [SessionWhere(nameof(AgentSession.TeamSessionId))] string? team);
}
