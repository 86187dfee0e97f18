using Agno.Storage.Records;

namespace Agno.Storage.Conformance;

/// <summary>What every engine does when many sessions are deleted at once.</summary>
/// <typeparam name="TSession">The session type.</typeparam>
/// <typeparam name="TSample">How sessions of it are made.</typeparam>
public abstract class DeleteConformance<TSession, TSample> : ConformanceSuite
    where TSession : class, ISessionRecord<TSession>
    where TSample : SessionSample<TSession>, new()
{
    private readonly TSample _sample = new();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(500)]
    public async Task WhatTheListGivesIsDeletedWhateverTheBatch(int batchSize)
    {
        await StoreMany();
        SessionFilter filter = new() { UserId = "ada", CreatedBefore = At(108) };
        long found = await Store.CountAsync(filter, Token);
        string[] others = [.. (await Store.ListIdsAsync(cancellationToken: Token).ToListAsync(Token)).Except(await Store.ListIdsAsync(filter, Token).ToListAsync(Token))];

        Assert.Equal(found, await Store.DeleteManyAsync(filter, batchSize, Token));

        Assert.InRange(found, 4, 8);
        Assert.Equal(others, await Store.ListIdsAsync(cancellationToken: Token).ToListAsync(Token));
        Assert.Equal(0, await Store.DeleteManyAsync(filter, batchSize, Token));
    }

    [Fact]
    public async Task ALimitAndAPlaceInTheListCount()
    {
        await StoreMany();
        string[] ids = [.. await Store.ListIdsAsync(cancellationToken: Token).ToListAsync(Token)];
        TSession third = (await Store.ReadAsync(ids[2], cancellationToken: Token))!;

        Assert.Equal(5, await Store.DeleteManyAsync(new() { After = SessionCursor.Of(third), Limit = 5 }, batchSize: 2, Token));

        Assert.Equal([.. ids[..3], .. ids[8..]], await Store.ListIdsAsync(cancellationToken: Token).ToListAsync(Token));
        Assert.Equal(0, await Store.DeleteManyAsync(new() { Limit = 0 }, cancellationToken: Token));
        Assert.Equal(ids.Length - 5, await Store.DeleteManyAsync(new(), batchSize: 4, Token));
        Assert.Equal(0, await Store.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task OldSessionsGo()
    {
        Host.Clock.UnixSeconds = 1000;
        await Store.UpsertAsync(_sample.Create("old"), Token);
        await Store.UpsertAsync(_sample.Create("kept alive"), Token);
        await Store.ImportAsync(_sample.Create("imported", createdAt: 1000), Token);
        Host.Clock.UnixSeconds = 1060;
        await Store.UpsertAsync(_sample.Create("young"), Token);
        await Store.UpsertAsync(_sample.Create("kept alive"), Token);

        Assert.Equal(0, await Store.DeleteOlderThanAsync(TimeSpan.FromSeconds(60), cancellationToken: Token));
        Host.Clock.UnixSeconds = 1061;
        Assert.Equal(2, await Store.DeleteOlderThanAsync(TimeSpan.FromSeconds(60), batchSize: 1, Token));
        Assert.Equal(["kept alive", "young"], (await Store.ListIdsAsync(cancellationToken: Token).ToListAsync(Token)).Order());
        Assert.Equal(0, await Store.DeleteOlderThanAsync(TimeSpan.MaxValue, cancellationToken: Token));
    }

    [Fact]
    public async Task SessionsWithoutATimeAreNeverTooOld()
    {
        // From layout 2 on every session has a time.
        if (TSession.Table.Layout != SessionLayout.V1)
            return;
        await Store.ImportAsync(_sample.Create("timeless"), Token);
        Assert.Equal(0, await Store.DeleteOlderThanAsync(TimeSpan.Zero, cancellationToken: Token));
        Assert.Equal(["timeless"], await Store.ListIdsAsync(cancellationToken: Token).ToListAsync(Token));
    }

    [Fact]
    public async Task AUsersStoreDeletesThatUsersAlone()
    {
        await StoreMany();
        long bobs = await Store.CountAsync(new() { UserId = "bob" }, Token);
        ISessionStore<TSession> adas = Store.ForUser("ada");
        long count = await adas.CountAsync(cancellationToken: Token);
        Host.Clock.UnixSeconds += 10_000;

        Assert.Equal(0, await adas.DeleteManyAsync(new() { UserId = "bob" }, cancellationToken: Token));
        Assert.Equal(2, await adas.DeleteManyAsync(new() { Limit = 2 }, cancellationToken: Token));
        Assert.Equal(count - 2, await adas.DeleteOlderThanAsync(TimeSpan.FromSeconds(1), batchSize: 2, Token));
        Assert.Equal(bobs, await Store.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task ATransactionUndoesIt()
    {
        await StoreMany();
        long count = await Store.CountAsync(cancellationToken: Token);
        await using (IStorageTransaction transaction = await Host.BeginAsync(Token))
        {
            Assert.Equal(count, await transaction.Sessions<TSession>().DeleteManyAsync(new(), batchSize: 3, Token));
            Assert.Equal(0, await transaction.Sessions<TSession>().CountAsync(cancellationToken: Token));
        }
        Assert.Equal(count, await Store.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task WhereThereIsNoTableNothingIsDeletedOrCreated()
    {
        Assert.Equal(0, await Store.DeleteManyAsync(new(), cancellationToken: Token));
        Assert.Equal(0, await Store.DeleteOlderThanAsync(TimeSpan.Zero, cancellationToken: Token));
        Assert.False(await Store.ExistsAsync(Token));
    }

    [Fact]
    public async Task OthersMayWriteBetweenBatches()
    {
        await StoreMany();
        long count = await Store.CountAsync(cancellationToken: Token);
        Task<long> deleting = Task.Run(async () => await Store.DeleteManyAsync(new() { CreatedBefore = At(1000) }, batchSize: 1, Token), Token);
        for (int i = 0; i < 50; i++)
            await Store.UpsertAsync(_sample.Create($"new {i}", createdAt: 2000 + i), Token);

        Assert.Equal(count, await deleting);
        Assert.Equal(50, await Store.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task WrongArgumentsAreRefused()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.DeleteManyAsync(null!, cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.DeleteManyAsync(new(), 0, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.DeleteOlderThanAsync(TimeSpan.FromTicks(-1), cancellationToken: Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.DeleteManyAsync(new(), cancellationToken: new CancellationToken(canceled: true)));
    }

    private ISessionStore<TSession> Store => Host.Sessions<TSession>();

    private static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);

    private async Task StoreMany()
    {
        for (int i = 0; i < 12; i++)
            await Store.UpsertAsync(_sample.Create($"s{i * 5 % 12:00}", i % 3 == 0 ? "bob" : "ada", "helper", createdAt: 100 + i), Token);
    }
}
