using System.Text.Json.Nodes;

namespace Agno.Storage.Conformance;

/// <summary>What every engine does with sessions of several types in one table, as Agno has them from layout 2 on.</summary>
public abstract class SharedTableConformance : IAsyncLifetime
{
    private IStorageHost _host = null!;
    private ISessionStore<AgentSessionV2> _agents = null!;
    private ISessionStore<TeamSessionV2> _teams = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens an empty storage.</summary>
    protected abstract IStorageHost OpenHost();

    /// <inheritdoc/>
    public ValueTask InitializeAsync()
    {
        _host = OpenHost();
        _agents = _host.Sessions<AgentSessionV2>();
        _teams = _host.Sessions<TeamSessionV2>();
        return default;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task AStoreSeesSessionsOfItsTypeOnly()
    {
        Assert.Equal(_agents.TableName, _teams.TableName);
        await _agents.UpsertAsync(new() { SessionId = "agent's", UserId = "ada" }, Token);
        await _teams.UpsertAsync(new() { SessionId = "team's", UserId = "ada" }, Token);

        Assert.Null(await _agents.ReadAsync("team's", cancellationToken: Token));
        Assert.Null(await _agents.ReadAsync("team's", "ada", Token));
        foreach (SessionFilter? filter in (SessionFilter?[])[null, new() { UserId = "ada" }, new() { Limit = 5 }])
        {
            Assert.Equal("agent's", Assert.Single(await _agents.ListAsync(filter, Token).ToListAsync(Token)).SessionId);
            Assert.Equal("team's", Assert.Single(await _teams.ListIdsAsync(filter, Token).ToListAsync(Token)));
        }
        Assert.False(await _agents.DeleteAsync("team's", cancellationToken: Token));
        Assert.False(await _agents.DeleteAsync("team's", "ada", Token));
        Assert.NotNull(await _teams.ReadAsync("team's", cancellationToken: Token));
    }

    [Fact]
    public async Task ASessionKeepsItsType()
    {
        await _agents.UpsertAsync(new() { SessionId = "s", AgentId = "kept" }, Token);

        var exception = await Assert.ThrowsAnyAsync<StorageException>(async () => await _teams.UpsertAsync(new() { SessionId = "s", TeamId = "lost" }, Token));

        Assert.Equal(("s", _teams.TableName), (exception.SessionId, exception.Table));
        Assert.Null(await _teams.ReadAsync("s", cancellationToken: Token));
        Assert.Equal("kept", (await _agents.ReadAsync("s", cancellationToken: Token))!.AgentId);
    }

    [Theory]
    [InlineData("bob")]
    [InlineData("")]
    [InlineData(null)]
    public async Task ASessionKeepsItsUser(string? user)
    {
        await _agents.UpsertAsync(new() { SessionId = "s", UserId = "ada", AgentId = "kept" }, Token);
        _host.Clock.UnixSeconds += 60;

        await Assert.ThrowsAnyAsync<StorageException>(async () => await _agents.UpsertAsync(new() { SessionId = "s", UserId = user, AgentId = "lost" }, Token));

        AgentSessionV2 read = (await _agents.ReadAsync("s", cancellationToken: Token))!;
        Assert.Equal(("ada", "kept", _host.Clock.UnixSeconds - 60), (read.UserId, read.AgentId, read.UpdatedAt));
    }

    [Fact]
    public async Task AnothersSessionIsNotReplaced()
    {
        await _agents.UpsertAsync(new() { SessionId = "s", UserId = "ada", AgentId = "kept" }, Token);

        await Assert.ThrowsAsync<SessionOwnershipException>(async () => await _agents.ReplaceAsync(new() { SessionId = "s", UserId = "bob", AgentId = "lost" }, Token));
        Assert.Null(await _agents.ForUser("bob").ReplaceAsync(new() { SessionId = "s", UserId = "bob", AgentId = "lost" }, Token));

        Assert.Equal("kept", (await _agents.ReadAsync("s", cancellationToken: Token))!.AgentId);
    }

    [Fact]
    public async Task AnImportedRunIsNotTakenFromAnotherSession()
    {
        ISessionStore<AgentSessionV3> sessions = _host.Sessions<AgentSessionV3>("with_runs");
        var run = new JsonObject { ["run_id"] = "r", ["content"] = "first" };
        await sessions.UpsertAsync(new() { SessionId = "s", Runs = { run } }, Token);
        await sessions.UpsertAsync(new() { SessionId = "t" }, Token);

        await Assert.ThrowsAsync<SessionOwnershipException>(async () => await sessions.ImportRunAsync("t", new("r", run.DeepClone()), Token));

        Assert.Empty((await sessions.ReadAsync("t", cancellationToken: Token))!.Runs);
        Assert.Single((await sessions.ReadAsync("s", cancellationToken: Token))!.Runs);
    }

    [Fact]
    public async Task NobodysSessionCanBeClaimed()
    {
        await _agents.UpsertAsync(new() { SessionId = "s" }, Token);
        await _agents.UpsertAsync(new() { SessionId = "s", AgentId = "still nobody's" }, Token);
        await _agents.UpsertAsync(new() { SessionId = "s", UserId = "ada" }, Token);

        Assert.Equal("ada", (await _agents.ReadAsync("s", cancellationToken: Token))!.UserId);
    }
}
