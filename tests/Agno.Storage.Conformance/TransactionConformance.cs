namespace Agno.Storage.Conformance;

/// <summary>What every engine promises of transactions.</summary>
public abstract class TransactionConformance : ConformanceSuite
{
    /// <summary>Whether reads outside of a transaction may see what it has not committed, because there is one connection for all.</summary>
    protected virtual bool SharesConnection => false;

    [Fact]
    public async Task WhatIsCommittedIsThereForAllTypes()
    {
        await using (IStorageTransaction transaction = await Host.BeginAsync(Token))
        {
            // The tables are created in it too.
            await transaction.Sessions<AgentSession>().UpsertAsync(new() { SessionId = "a" }, Token);
            await transaction.Sessions<TeamSession>().UpsertAsync(new() { SessionId = "t" }, Token);
            Assert.NotNull(await transaction.Sessions<AgentSession>().ReadAsync("a", cancellationToken: Token));
            if (!SharesConnection)
                Assert.Null(await Host.Sessions<AgentSession>().ReadAsync("a", cancellationToken: Token));
            await transaction.CommitAsync(Token);
        }
        Assert.NotNull(await Host.Sessions<AgentSession>().ReadAsync("a", cancellationToken: Token));
        Assert.NotNull(await Host.Sessions<TeamSession>().ReadAsync("t", cancellationToken: Token));
    }

    [Fact]
    public async Task WhatIsNotCommittedIsUndone()
    {
        await Host.Sessions<AgentSession>().UpsertAsync(new() { SessionId = "kept" }, Token);
        await using (IStorageTransaction transaction = await Host.BeginAsync(Token))
        {
            Assert.True(await transaction.Sessions<AgentSession>().DeleteAsync("kept", cancellationToken: Token));
            await transaction.Sessions<AgentSession>().UpsertAsync(new() { SessionId = "a" }, Token);
            await transaction.Sessions<TeamSession>().CreateAsync(Token);
        }
        Assert.Equal(["kept"], await Host.Sessions<AgentSession>().ListIdsAsync(cancellationToken: Token).ToListAsync(Token));
        Assert.False(await Host.Sessions<TeamSession>().ExistsAsync(Token));
    }

    [Fact]
    public async Task AFailedWriteUndoesItselfAlone()
    {
        await using IStorageTransaction transaction = await Host.BeginAsync(Token);
        ISessionStore<AgentSession> sessions = transaction.Sessions<AgentSession>();
        await sessions.InsertAsync(new() { SessionId = "a" }, Token);
        await Assert.ThrowsAsync<SessionConflictException<AgentSession>>(async () => await sessions.InsertAsync(new() { SessionId = "a" }, Token));
        await sessions.InsertAsync(new() { SessionId = "b" }, Token);
        await transaction.CommitAsync(Token);

        Assert.Equal(2, await Host.Sessions<AgentSession>().CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task OthersWaitForItsEnd()
    {
        IStorageTransaction transaction = await Host.BeginAsync(Token);
        await transaction.Sessions<AgentSession>().UpsertAsync(new() { SessionId = "s", UserId = "first" }, Token);
        Task<AgentSession> other = Task.Run(async () => await Host.Sessions<AgentSession>().UpsertAsync(new() { SessionId = "s", UserId = "second" }, Token), Token);
        Task<IStorageTransaction> next = Task.Run(async () => await Host.BeginAsync(Token), Token);
        Assert.Equal("first", (await transaction.Sessions<AgentSession>().ReadAsync("s", cancellationToken: Token))!.UserId);
        Assert.False(next.IsCompleted);
        await transaction.CommitAsync(Token);

        await using IStorageTransaction second = await next;
        await second.CommitAsync(Token);
        await other;
        Assert.Equal("second", (await Host.Sessions<AgentSession>().ReadAsync("s", cancellationToken: Token))!.UserId);
    }

    [Fact]
    public async Task AWaitForAnotherCanBeCancelled()
    {
        await using IStorageTransaction transaction = await Host.BeginAsync(Token);
        using var source = new CancellationTokenSource();
        Task<IStorageTransaction> next = Task.Run(async () => await Host.BeginAsync(source.Token), Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await transaction.CommitAsync(Token);
        await (await Host.BeginAsync(Token)).DisposeAsync();
    }

    [Fact]
    public async Task AfterItsEndItsStoresAreClosed()
    {
        await Host.Sessions<AgentSession>().UpsertAsync(new() { SessionId = "a" }, Token);
        await Host.Sessions<AgentSession>().UpsertAsync(new() { SessionId = "b" }, Token);
        IStorageTransaction transaction = await Host.BeginAsync(Token);
        ISessionStore<AgentSession> sessions = transaction.Sessions<AgentSession>();
        await using IAsyncEnumerator<AgentSession> stream = sessions.ListAsync(cancellationToken: Token).GetAsyncEnumerator(Token);
        Assert.True(await stream.MoveNextAsync());
        await transaction.CommitAsync(Token);

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await stream.MoveNextAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await sessions.ReadAsync("a", cancellationToken: Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await sessions.UpsertAsync(new() { SessionId = "c" }, Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await transaction.CommitAsync(Token));
        Assert.Throws<ObjectDisposedException>(() => transaction.Sessions<AgentSession>());
        await transaction.DisposeAsync();
        Assert.Equal(2, await Host.Sessions<AgentSession>().CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task DisposingOfTheStorageUndoesWhatIsOpen()
    {
        IStorageTransaction transaction = await Host.BeginAsync(Token);
        await transaction.Sessions<AgentSession>().UpsertAsync(new() { SessionId = "a" }, Token);
        await Host.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await transaction.CommitAsync(Token));
        await transaction.DisposeAsync();
    }
}
