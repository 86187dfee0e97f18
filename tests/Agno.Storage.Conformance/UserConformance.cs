using Agno.Storage.Records;

namespace Agno.Storage.Conformance;

/// <summary>What every engine keeps one user's store from.</summary>
/// <typeparam name="TSession">The session type.</typeparam>
/// <typeparam name="TSample">How sessions of it are made.</typeparam>
public abstract class UserConformance<TSession, TSample> : ConformanceSuite
    where TSession : class, ISessionRecord<TSession>
    where TSample : SessionSample<TSession>, new()
{
    /// <summary>How sessions are made.</summary>
    protected TSample Sample { get; } = new();

    private ISessionStore<TSession> All => Host.Sessions<TSession>();

    private ISessionStore<TSession> Ada => All.ForUser("ada");

    [Theory]
    [InlineData("bob")]
    [InlineData(null)]
    public async Task AnothersSessionIsNotFound(string? owner)
    {
        await All.UpsertAsync(Sample.Create("s", owner), Token);

        Assert.Null(await Ada.ReadAsync("s", cancellationToken: Token));
        Assert.Null(await Ada.ReadAsync("s", "bob", Token));
        Assert.Empty(await Ada.ListAsync(cancellationToken: Token).ToListAsync(Token));
        Assert.Empty(await Ada.ListAsync(new() { UserId = "bob" }, Token).ToListAsync(Token));
        Assert.Empty(await Ada.ListIdsAsync(new() { UserId = "bob" }, Token).ToListAsync(Token));
        Assert.Equal(0, await Ada.CountAsync(cancellationToken: Token));
        Assert.Equal(0, await Ada.CountAsync(new() { UserId = "bob" }, Token));
        Assert.Null(await Ada.UpdateAsync("s", session => session, cancellationToken: Token));
    }

    [Theory]
    [InlineData("bob")]
    [InlineData(null)]
    public async Task AnothersSessionIsNotDeletedOrTakenOver(string? owner)
    {
        await All.UpsertAsync(Sample.Create("s", owner, content: "kept"), Token);

        Assert.False(await Ada.DeleteAsync("s", cancellationToken: Token));
        Assert.False(await Ada.DeleteAsync("s", "bob", Token));
        if (owner is not null || TSession.Table.Layout == SessionLayout.V1)
        {
            Assert.Equal("s", (await Assert.ThrowsAsync<SessionOwnershipException>(async () => await Ada.UpsertAsync(Sample.Create("s", "ada", content: "taken"), Token))).SessionId);
            await Assert.ThrowsAsync<SessionOwnershipException>(async () => await Ada.ImportAsync(Sample.Create("s", "ada", content: "taken", createdAt: 1), Token));
            await Assert.ThrowsAsync<SessionOwnershipException>(async () => await Ada.UpsertManyAsync(Few(Sample.Create("s", "ada", content: "taken")), cancellationToken: Token));
            Assert.Null(await Ada.ReplaceAsync(Sample.Create("s", "ada", content: "taken"), Token));
        }
        await Assert.ThrowsAsync<SessionConflictException<TSession>>(async () => await Ada.InsertAsync(Sample.Create("s", "ada", content: "taken"), Token));

        TSession stored = (await All.ReadAsync("s", cancellationToken: Token))!;
        Assert.Equal((owner, "kept"), (Sample.Identity(stored).User, Sample.Content(stored)));
    }

    [Fact]
    public async Task ASessionOfAnothersIsNotStored()
    {
        foreach (string? user in (string?[])["bob", null, ""])
            await Assert.ThrowsAsync<SessionOwnershipException>(async () => await Ada.UpsertAsync(Sample.Create("s", user), Token));
        await Assert.ThrowsAsync<SessionOwnershipException>(async () => await Ada.InsertAsync(Sample.Create("s", "bob"), Token));
        await Assert.ThrowsAsync<SessionOwnershipException>(async () => await Ada.ReplaceAsync(Sample.Create("s", "bob"), Token));
        await Assert.ThrowsAsync<SessionOwnershipException>(async () => await Ada.ImportAsync(Sample.Create("s", "bob"), Token));
        await Assert.ThrowsAsync<SessionOwnershipException>(async () => await Ada.UpsertManyAsync(Few(Sample.Create("r", "ada"), Sample.Create("s", "bob")), cancellationToken: Token));
        await Ada.UpsertAsync(Sample.Create("s", "ada"), Token);
        await Assert.ThrowsAsync<SessionOwnershipException>(async () => await Ada.UpdateAsync("s", _ => Sample.Create("s", "bob"), cancellationToken: Token));

        Assert.Equal(["s"], await All.ListIdsAsync(cancellationToken: Token).ToListAsync(Token));
    }

    [Fact]
    public async Task TheUsersOwnAreFoundStoredAndDeleted()
    {
        await All.UpsertAsync(Sample.Create("b", "bob"), Token);
        await Ada.InsertAsync(Sample.Create("s", "ada", content: "first"), Token);
        await Ada.UpsertAsync(Sample.Create("s", "ada", content: "second"), Token);
        await Ada.UpsertManyAsync(Few(Sample.Create("t", "ada")), cancellationToken: Token);
        Assert.NotNull(await Ada.ReplaceAsync(Sample.Create("t", "ada", content: "third"), Token));

        Assert.Equal("second", Sample.Content((await Ada.ReadAsync("s", cancellationToken: Token))!));
        Assert.Equal(2, await Ada.CountAsync(cancellationToken: Token));
        Assert.Equal(["s", "t"], (await Ada.ListIdsAsync(cancellationToken: Token).ToListAsync(Token)).Order());
        Assert.True(await Ada.DeleteAsync("s", cancellationToken: Token));
        Assert.Equal(1, await Ada.CountAsync(cancellationToken: Token));
    }

    [Theory]
    [InlineData("' OR '1'='1")]
    [InlineData("\"; DROP TABLE agent_sessions; --")]
    [InlineData("ada' --")]
    [InlineData("%")]
    [InlineData("*")]
    [InlineData("ADA")]
    [InlineData("ada\0")]
    public async Task WhateverAUserIsCalledItIsOnlyAName(string user)
    {
        await All.UpsertAsync(Sample.Create("s", "ada"), Token);
        ISessionStore<TSession> theirs = All.ForUser(user);

        Assert.Equal(0, await theirs.CountAsync(cancellationToken: Token));
        Assert.Null(await theirs.ReadAsync("s", cancellationToken: Token));
        Assert.Empty(await theirs.ListIdsAsync(new() { EntityId = user }, Token).ToListAsync(Token));
        Assert.False(await theirs.DeleteAsync("s", cancellationToken: Token));
        await theirs.UpsertAsync(Sample.Create(user, user), Token);
        Assert.Equal([user], await theirs.ListIdsAsync(cancellationToken: Token).ToListAsync(Token));
        Assert.Equal(2, await All.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public void AUsersStoreGivesNoOthers()
    {
        Assert.Throws<ArgumentException>(() => Ada.ForUser("bob"));
        Assert.Throws<ArgumentException>(() => All.ForUser(""));
        Assert.NotNull(Ada.ForUser("ada"));
    }

    private static async IAsyncEnumerable<TSession> Few(params TSession[] sessions)
    {
        foreach (TSession session in sessions)
        {
            await Task.CompletedTask;
            yield return session;
        }
    }
}
