using Agno.Storage.Records;

namespace Agno.Storage.Conformance;

/// <summary>What every engine does with writes that ask for more than an upsert: insert only, replace only, read-change-write, many at once, one user's alone.</summary>
/// <typeparam name="TSession">The session type.</typeparam>
/// <typeparam name="TSample">How sessions of it are made.</typeparam>
public abstract class WriteConformance<TSession, TSample> : ConformanceSuite
    where TSession : class, ISessionRecord<TSession>
    where TSample : SessionSample<TSession>, new()
{
    /// <summary>How sessions are made.</summary>
    protected TSample Sample { get; } = new();

    private ISessionStore<TSession> Store => Host.Sessions<TSession>();

    [Fact]
    public async Task AnInsertStoresWhatIsNewAndRefusesWhatIsNot()
    {
        TSession inserted = await Store.InsertAsync(Sample.Create("s", "ada", content: "first"), Token);
        Assert.Equal(Host.Clock.UnixSeconds, Sample.Identity(inserted).CreatedAt);

        var conflict = await Assert.ThrowsAsync<SessionConflictException<TSession>>(async () => await Store.InsertAsync(Sample.Create("s", "ada", content: "second"), Token));

        Assert.Equal(("s", Store.TableName), (conflict.SessionId, conflict.Table));
        Assert.Equal("first", Sample.Content(conflict.Stored!));
        Assert.Equal("first", Sample.Content((await Store.ReadAsync("s", cancellationToken: Token))!));
    }

    [Fact]
    public async Task AReplaceStoresWhatIsThereAndNothingElse()
    {
        Assert.Null(await Store.ReplaceAsync(Sample.Create("s", "ada"), Token));
        Assert.Null(await Store.ReadAsync("s", cancellationToken: Token));
        await Store.UpsertAsync(Sample.Create("s", "ada", content: "first"), Token);
        long created = Host.Clock.UnixSeconds;
        Host.Clock.UnixSeconds += 60;

        TSession? replaced = await Store.ReplaceAsync(Sample.Create("s", "ada", content: "second"), Token);

        Assert.NotNull(replaced);
        Assert.Equal((created, created + 60), (Sample.Identity(replaced).CreatedAt, Sample.Identity(replaced).UpdatedAt));
        Assert.Equal("second", Sample.Content((await Store.ReadAsync("s", cancellationToken: Token))!));
    }

    [Fact]
    public async Task AnUpdateChangesWhatIsStored()
    {
        Assert.Null(await Store.UpdateAsync("s", session => session, cancellationToken: Token));
        await Store.UpsertAsync(Sample.Create("s", "ada", content: "first"), Token);

        TSession? updated = await Store.UpdateAsync("s", session => Sample.Create("s", "ada", content: Sample.Content(session) + "+"), cancellationToken: Token);

        Assert.Equal("first+", Sample.Content(updated!));
        Assert.Equal("first+", Sample.Content((await Store.ReadAsync("s", cancellationToken: Token))!));
        Assert.Null(await Store.UpdateAsync("s", session => session, "bob", Token));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Store.UpdateAsync("s", _ => null!, cancellationToken: Token));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Store.UpdateAsync("s", _ => Sample.Create("t"), cancellationToken: Token));
        Assert.Null(await Store.ReadAsync("t", cancellationToken: Token));
    }

    [Fact]
    public async Task AnUpdateMayLeaveTheTimeAsItIs()
    {
        long stored = Host.Clock.UnixSeconds;
        await Store.UpsertAsync(Sample.Create("s", "ada", content: "first"), Token);
        await Store.UpsertAsync(Sample.Create("other", "ada"), Token);
        Host.Clock.UnixSeconds += 60;

        TSession? renamed = await Store.UpdateAsync("s", _ => Sample.Create("s", "ada", content: "renamed"), touch: false, cancellationToken: Token);

        Assert.Equal(stored, Sample.Identity(renamed!).UpdatedAt);
        TSession read = (await Store.ReadAsync("s", cancellationToken: Token))!;
        Assert.Equal(("renamed", stored), (Sample.Content(read), Sample.Identity(read).UpdatedAt));
        Assert.Equal(0, await Store.CountAsync(new() { UpdatedSince = DateTimeOffset.FromUnixTimeSeconds(stored + 1) }, Token));
        Assert.Null(await Store.UpdateAsync("s", session => session, touch: false, "bob", Token));

        TSession? used = await Store.UpdateAsync("s", session => session, touch: true, cancellationToken: Token);
        Assert.Equal(stored + 60, Sample.Identity(used!).UpdatedAt);
    }

    [Fact]
    public async Task AnUpdateThatLeavesTheTimeLosesNothingThatOthersWrite()
    {
        await Store.UpsertAsync(Sample.Create("s", "ada", content: "first"), Token);
        int calls = 0;
        TSession? updated = await Store.UpdateAsync(
            "s",
            session =>
            {
                if (++calls == 1)
                {
                    Host.Clock.UnixSeconds += 60;
                    Store.UpsertAsync(Sample.Create("s", "ada", content: "other")).AsTask().GetAwaiter().GetResult();
                }
                return Sample.Create("s", "ada", content: Sample.Content(session) + "+");
            },
            touch: false,
            cancellationToken: Token);

        Assert.Equal(("other+", 2, Host.Clock.UnixSeconds), (Sample.Content(updated!), calls, Sample.Identity(updated!).UpdatedAt));
    }

    [Fact]
    public async Task AnUpdateStartsAnewWhereSomebodyWroteMeanwhile()
    {
        await Store.UpsertAsync(Sample.Create("s", "ada", content: "first"), Token);
        int calls = 0;

        await Store.UpdateAsync("s", session =>
        {
            // The function runs while others may write: here, another one does.
            if (++calls == 1)
                Store.UpsertAsync(Sample.Create("s", "ada", content: "other's"), Token).AsTask().GetAwaiter().GetResult();
            return Sample.Create("s", "ada", content: Sample.Content(session) + "+");
        }, cancellationToken: Token);

        Assert.Equal(2, calls);
        Assert.Equal("other's+", Sample.Content((await Store.ReadAsync("s", cancellationToken: Token))!));
    }

    [Fact]
    public async Task UpdatesOfManyTasksLoseNothing()
    {
        const int Tasks = 8, Each = 25;
        await Store.UpsertAsync(Sample.Create("s", "ada", content: "0"), Token);

        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < Each; i++)
                await Store.UpdateAsync("s", session => Sample.Create("s", "ada", content: $"{int.Parse(Sample.Content(session)!) + 1}"), cancellationToken: Token);
        }, Token)));

        Assert.Equal($"{Tasks * Each}", Sample.Content((await Store.ReadAsync("s", cancellationToken: Token))!));
    }

    [Fact]
    public async Task ManyTasksStoreAndDeleteAtOnce()
    {
        const int Tasks = 16, Each = 30;

        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => Task.Run(async () =>
        {
            for (int i = 0; i < Each; i++)
            {
                await Store.UpsertAsync(Sample.Create($"{task}-{i}", "ada", content: $"{i}"), Token);
                Assert.Equal($"{i}", Sample.Content((await Store.ReadAsync($"{task}-{i}", cancellationToken: Token))!));
                if (i % 3 == 0)
                    Assert.True(await Store.DeleteAsync($"{task}-{i}", cancellationToken: Token));
            }
        }, Token)));

        Assert.Equal(Tasks * Each * 2 / 3, await Store.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task ManySessionsAreStoredAtOnce()
    {
        const int Count = 4_500;
        var progress = new Reports();

        long stored = await Store.UpsertManyAsync(Sessions(Count), progress, Token);

        Assert.Equal(Count, stored);
        Assert.Equal(Count, await Store.CountAsync(cancellationToken: Token));
        Assert.Equal(Count, progress.Values[^1]);
        Assert.True(progress.Values.Count > 1);
        Assert.Equal(progress.Values.Order(), progress.Values);
    }

    [Fact]
    public async Task ASessionThatCantBeStoredEndsABulkWriteWithItsOwnTransactionUndone()
    {
        var progress = new Reports();

        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.UpsertManyAsync(Sessions(4_500, bad: 4_400), progress, Token));

        Assert.Equal(progress.Values.LastOrDefault(), await Store.CountAsync(cancellationToken: Token));
        Assert.InRange(progress.Values.LastOrDefault(), 1, 4_400);
    }

    [Fact]
    public async Task ABulkWriteThatIsCancelledKeepsTheTransactionsThatAreDone()
    {
        using var source = new CancellationTokenSource();
        var progress = new Reports { Reported = source.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.UpsertManyAsync(Sessions(4_500), progress, source.Token));

        Assert.InRange(Assert.Single(progress.Values), 1, 4_499);
        Assert.Equal(progress.Values[0], await Store.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task WhoeverCancelsWhileASessionIsChangedStoresNothing()
    {
        await Store.UpsertAsync(Sample.Create("s", "ada", content: "first"), Token);
        using var source = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.UpdateAsync("s", Change, cancellationToken: source.Token));

        Assert.Equal("first", Sample.Content((await Store.ReadAsync("s", cancellationToken: Token))!));

        TSession Change(TSession session)
        {
            source.Cancel();
            return Sample.Create("s", "ada", content: "second");
        }
    }

    [Fact]
    public async Task AnUpdateThatLeavesTheTimeTakesNoOtherSessionEither()
    {
        await Store.UpsertAsync(Sample.Create("s", "ada", content: "first"), Token);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Store.UpdateAsync("s", _ => null!, touch: false, cancellationToken: Token));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Store.UpdateAsync("s", _ => Sample.Create("t"), touch: false, cancellationToken: Token));

        Assert.Null(await Store.UpdateAsync("none", session => session, touch: false, cancellationToken: Token));
        Assert.Equal(["s"], await Store.ListIdsAsync(cancellationToken: Token).ToListAsync(Token));
    }

    [Fact]
    public async Task CountsFollowTheFilter()
    {
        Assert.Equal(0, await Store.CountAsync(cancellationToken: Token));
        await Store.UpsertAsync(Sample.Create("a", "ada", "one"), Token);
        await Store.UpsertAsync(Sample.Create("b", "ada", "two"), Token);
        await Store.UpsertAsync(Sample.Create("c", "bob", "one"), Token);

        Assert.Equal(3, await Store.CountAsync(cancellationToken: Token));
        Assert.Equal(2, await Store.CountAsync(new() { UserId = "ada" }, Token));
        Assert.Equal(1, await Store.CountAsync(new() { UserId = "ada", EntityId = "one" }, Token));
        Assert.Equal(2, await Store.CountAsync(new() { Limit = 2 }, Token));
    }

    private async IAsyncEnumerable<TSession> Sessions(int count, int bad = -1)
    {
        for (int i = 0; i < count; i++)
        {
            await Task.CompletedTask;
            yield return Sample.Create(i == bad ? "" : $"{i:D6}", "ada");
        }
    }

    // Progress<T> reports later and elsewhere; a test wants to know now.
    private sealed class Reports : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public Action Reported { get; init; } = () => { };

        public void Report(long value)
        {
            Values.Add(value);
            Reported();
        }
    }
}
