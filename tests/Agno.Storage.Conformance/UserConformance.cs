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
        var conflict = await Assert.ThrowsAsync<SessionConflictException<TSession>>(async () => await Ada.InsertAsync(Sample.Create("s", "ada", content: "taken"), Token));
        Assert.Null(conflict.Stored);

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

    [Fact]
    public async Task OfManyOnlyTheUsersOwnAreDeleted()
    {
        foreach (string? user in (string?[])["ada", "bob", null])
            for (int i = 0; i < 3; i++)
                await All.UpsertAsync(Sample.Create($"{user}{i}", user, entity: "e", createdAt: i), Token);
        Host.Clock.UnixSeconds += 1000;

        Assert.Equal(0, await Ada.DeleteManyAsync(new() { UserId = "bob" }, cancellationToken: Token));
        Assert.Equal(1, await Ada.DeleteManyAsync(new() { EntityId = "e", Limit = 1 }, cancellationToken: Token));
        Assert.Equal(1, await Ada.DeleteManyAsync(new() { After = new SessionCursor(1, "bob1") }, batchSize: 1, cancellationToken: Token));
        Assert.Equal(1, await Ada.DeleteOlderThanAsync(TimeSpan.Zero, cancellationToken: Token));
        Assert.Equal(0, await Ada.CountAsync(cancellationToken: Token));
        Assert.Equal(6, await All.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task WithinATransactionTheUserIsAsMuchAlone()
    {
        await All.UpsertAsync(Sample.Create("b", "bob", content: "kept"), Token);
        await using (IStorageTransaction transaction = await Host.BeginAsync(Token))
        {
            ISessionStore<TSession> ada = transaction.Sessions<TSession>().ForUser("ada");
            await transaction.Sessions<TSession>().UpsertAsync(Sample.Create("c", "bob", content: "kept"), Token);
            foreach (string id in (string[])["b", "c"])
            {
                Assert.Null(await ada.ReadAsync(id, cancellationToken: Token));
                Assert.Null(await ada.UpdateAsync(id, session => session, cancellationToken: Token));
                Assert.False(await ada.DeleteAsync(id, cancellationToken: Token));
                await Assert.ThrowsAsync<SessionOwnershipException>(async () => await ada.UpsertAsync(Sample.Create(id, "ada"), Token));
                await Assert.ThrowsAsync<SessionOwnershipException>(async () => await ada.UpsertManyAsync(Few(Sample.Create("own", "ada"), Sample.Create(id, "ada")), cancellationToken: Token));
            }
            Assert.Equal(0, await ada.CountAsync(cancellationToken: Token));
            Assert.Empty(await ada.ListAsync(cancellationToken: Token).ToListAsync(Token));
            Assert.Empty(await ada.ListIdsAsync(cancellationToken: Token).ToListAsync(Token));
            Assert.Equal(0, await ada.DeleteManyAsync(new(), cancellationToken: Token));
            await ada.UpsertAsync(Sample.Create("a", "ada"), Token);
            await transaction.CommitAsync(Token);
        }
        Assert.Equal(["a", "b", "c"], (await All.ListIdsAsync(cancellationToken: Token).ToListAsync(Token)).Order());
        Assert.All(await All.ListAsync(new() { UserId = "bob" }, Token).ToListAsync(Token), session => Assert.Equal("kept", Sample.Content(session)));
    }

    [Fact]
    public async Task TheTableOfAllIsNotDroppedThroughAUsersStore()
    {
        await All.UpsertAsync(Sample.Create("b", "bob"), Token);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Ada.DropAsync(Token));
        Assert.Equal(1, await All.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task AnIdThatIsNoTextIsNobodys()
    {
        // What an encoder would put in the place of each of these.
        await All.UpsertAsync(Sample.Create("\uFFFD", "\uFFFD"), Token);
        foreach (string text in (string[])["\uD800", "\uDC00"])
        {
            await Assert.ThrowsAsync<ArgumentException>(async () => await All.ReadAsync(text, cancellationToken: Token));
            await Assert.ThrowsAsync<ArgumentException>(async () => await All.DeleteAsync(text, cancellationToken: Token));
            ISessionStore<TSession> theirs = All.ForUser(text);
            await Assert.ThrowsAsync<ArgumentException>(async () => await theirs.ReadAsync("\uFFFD", cancellationToken: Token));
            await Assert.ThrowsAsync<ArgumentException>(async () => await theirs.CountAsync(cancellationToken: Token));
            await Assert.ThrowsAsync<ArgumentException>(async () => await theirs.DeleteManyAsync(new(), cancellationToken: Token));
            await Assert.ThrowsAsync<ArgumentException>(async () => await theirs.UpsertAsync(Sample.Create("s", text), Token));
        }
        Assert.Equal(1, await All.CountAsync(cancellationToken: Token));
    }

    [Theory]
    [InlineData("' OR '1'='1")]
    [InlineData("'; DROP TABLE agent_sessions; --")]
    [InlineData("\" OR \"\"=\"")]
    [InlineData("?1")]
    [InlineData("$id")]
    [InlineData("%")]
    [InlineData("s\0t")]
    [InlineData("S")]
    [InlineData(" s")]
    [InlineData("\u2019; --")]
    public async Task WhateverASessionIsCalledItIsOnlyAName(string id)
    {
        await All.UpsertAsync(Sample.Create("s", "bob", content: "kept"), Token);

        Assert.Null(await All.ReadAsync(id, cancellationToken: Token));
        Assert.False(await All.DeleteAsync(id, cancellationToken: Token));
        Assert.Null(await All.UpdateAsync(id, session => session, cancellationToken: Token));
        Assert.Null(await All.ReplaceAsync(Sample.Create(id, "ada"), Token));
        Assert.Equal(0, await All.DeleteManyAsync(new() { UserId = id }, cancellationToken: Token));
        Assert.Equal(0, await All.CountAsync(new() { EntityId = id }, Token));
        Assert.NotNull(await All.ListIdsAsync(new() { After = new SessionCursor(null, id) }, Token).ToListAsync(Token));
        await All.InsertAsync(Sample.Create(id, "ada", content: "theirs"), Token);
        Assert.Equal("theirs", Sample.Content((await All.ReadAsync(id, cancellationToken: Token))!));
        Assert.True(await All.DeleteAsync(id, cancellationToken: Token));
        Assert.Equal("kept", Sample.Content((await All.ReadAsync("s", cancellationToken: Token))!));
        Assert.Equal(1, await All.CountAsync(cancellationToken: Token));
    }

    [Theory]
    [InlineData("sessions\"; DROP TABLE agent_sessions; --")]
    [InlineData("sessions' OR ''='")]
    [InlineData("a\"b")]
    [InlineData("a`b")]
    [InlineData("a]b")]
    [InlineData("a;b")]
    [InlineData("a\0b")]
    [InlineData("main\".\"agent_sessions")]
    [InlineData("")]
    public void AHostileTableNameIsRefused(string table) => Assert.Throws<ArgumentException>(() => Host.Sessions<TSession>(table));

    [Theory]
    [InlineData("select")]
    [InlineData("two words")]
    [InlineData("main.agent_sessions")]
    [InlineData("sessions--")]
    [InlineData("größe_会话")]
    public async Task AnOddTableNameIsATableOfItsOwn(string table)
    {
        await All.UpsertAsync(Sample.Create("s", "bob"), Token);
        ISessionStore<TSession> odd = Host.Sessions<TSession>(table);
        Assert.Equal(0, await odd.CountAsync(cancellationToken: Token));
        await odd.UpsertAsync(Sample.Create("t", "ada"), Token);
        Assert.Equal(["t"], await odd.ForUser("ada").ListIdsAsync(cancellationToken: Token).ToListAsync(Token));
        await odd.DropAsync(Token);
        Assert.Equal(["s"], await All.ListIdsAsync(cancellationToken: Token).ToListAsync(Token));
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
