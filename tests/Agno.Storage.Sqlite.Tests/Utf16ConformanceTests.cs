using System.Text;
using Agno.Storage.Conformance;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>Databases that store text as UTF-16, where text has another order than that of its UTF-8 bytes.</summary>
public sealed class AgentUtf16QueryTests : QueryConformance<AgentSession, AgentSample, AgentQueries>
{
    protected override bool StoresNoncharacters => false;

    protected override IStorageHost OpenHost() => Utf16.OpenHost("UTF-16le");
}

public sealed class TeamLayout2Utf16QueryTests : QueryConformance<TeamSessionV2, TeamLayout2Sample, TeamLayout2Queries>
{
    protected override bool StoresNoncharacters => false;

    protected override IStorageHost OpenHost() => Utf16.OpenHost("UTF-16be");
}

public sealed class AgentUtf16PageTests : PageConformance<AgentSession, AgentSample>
{
    protected override IStorageHost OpenHost() => Utf16.OpenHost("UTF-16le");
}

public sealed class AgentUtf16DeleteTests : DeleteConformance<AgentSession, AgentSample>
{
    protected override IStorageHost OpenHost() => Utf16.OpenHost("UTF-16be");
}

public sealed partial class Utf16DeleteTests
{
    [Theory]
    [InlineData("UTF-8")]
    [InlineData("UTF-16le")]
    [InlineData("UTF-16be")]
    public async Task ADeleteByPrefixTakesNoOtherSessionAlong(string encoding)
    {
        await using IStorageHost host = Utf16.OpenHost(encoding);
        ISessionStore<AgentSession> sessions = host.Sessions<AgentSession>();
        string[] users = ["a", "ab", "a\U0001f642", "A", "\u0161", "\u0061\u0300", "b", "\u6161"];
        foreach (string user in users)
            await sessions.UpsertAsync(new() { SessionId = $"of {user}", UserId = user }, TestContext.Current.CancellationToken);

        Assert.Equal(4, await DeleteOfUsers(sessions, "a"));

        Assert.Equal(["A", "b", "\u0161", "\u6161"], (await sessions.ListAsync(cancellationToken: TestContext.Current.CancellationToken).Select(session => session.UserId!).ToListAsync(TestContext.Current.CancellationToken)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AColumnThatIgnoresCaseIsSearchedExactly()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        connection.Execute("CREATE TABLE agent_sessions (session_id TEXT PRIMARY KEY, user_id TEXT COLLATE NOCASE, memory TEXT, session_data TEXT, extra_data TEXT, created_at INTEGER, updated_at INTEGER, agent_id TEXT, agent_data TEXT, team_session_id TEXT)");
        await using SqliteStorage storage = SqliteStorage.OpenConnection(connection);
        SqliteSessionStore<AgentSession> sessions = storage.Sessions<AgentSession>();
        foreach (string user in (string[])["Zoe", "zoe", "Z", "[", "az"])
            sessions.Upsert(new() { SessionId = user, UserId = user });

        Assert.Equal(2, await DeleteOfUsers(sessions, "Z"));
        Assert.Equal(["[", "az", "zoe"], sessions.ListIds().Order(StringComparer.Ordinal));
    }

    [SessionDelete]
    private static partial ValueTask<long> DeleteOfUsers(ISessionStore<AgentSession> sessions, [SessionWhere(nameof(AgentSession.UserId), SessionComparison.StartsWith)] string prefix);
}

public sealed partial class Utf16OrderTests
{
    [Theory]
    [InlineData("UTF-8")]
    [InlineData("UTF-16le")]
    [InlineData("UTF-16be")]
    public async Task TextIsOrderedByTheBytesThatAreStored(string encoding)
    {
        await using IStorageHost host = Utf16.OpenHost(encoding);
        ISessionStore<AgentSession> sessions = host.Sessions<AgentSession>();
        string[] ids = ["a", "\u0161", "\u6100", "\uff21", "\U0001d54f"];
        foreach (string id in ids)
            await sessions.ImportAsync(new() { SessionId = id, UserId = id, CreatedAt = 1 }, TestContext.Current.CancellationToken);
        Encoding stored = encoding switch
        {
            "UTF-8" => Encoding.UTF8,
            "UTF-16le" => Encoding.Unicode,
            _ => Encoding.BigEndianUnicode,
        };
        string[] expected = [.. ids.OrderBy(id => Convert.ToHexString(stored.GetBytes(id)), StringComparer.Ordinal)];

        Assert.Equal(expected, await ByUser(sessions).Select(session => session.SessionId).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(expected, (await sessions.ListAsync(cancellationToken: TestContext.Current.CancellationToken).Select(session => session.SessionId).ToListAsync(TestContext.Current.CancellationToken)));
    }

    [SessionQuery, SessionOrder(nameof(AgentSession.UserId))]
    private static partial IAsyncEnumerable<AgentSession> ByUser(ISessionStore<AgentSession> sessions);
}

internal static class Utf16
{
    public static IStorageHost OpenHost(string encoding)
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        connection.Execute($"PRAGMA encoding = '{encoding}'");
        return new MemoryHost(connection);
    }
}
