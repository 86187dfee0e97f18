using Agno.Storage.Records;

namespace Agno.Storage.Conformance;

/// <summary>What every engine does with many sessions: lists, their order and filters, and several callers at once.</summary>
/// <typeparam name="TSession">The session type.</typeparam>
/// <typeparam name="TSample">How sessions of it are made.</typeparam>
public abstract class ListConformance<TSession, TSample> : IAsyncLifetime
    where TSession : class, ISessionRecord<TSession>
    where TSample : SessionSample<TSession>, new()
{
    private readonly TSample _sample = new();
    private IStorageHost _host = null!;
    private ISessionStore<TSession> _store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens an empty storage.</summary>
    protected abstract IStorageHost OpenHost();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _host = OpenHost();
        _store = _host.Sessions<TSession>();
        // From layout 2 on every session has a time.
        await _store.ImportAsync(_sample.Create("timeless", "ada", "helper", createdAt: TSession.Table.Layout == SessionLayout.V1 ? null : 1), Token);
        foreach (var (id, user, entity, createdAt) in ((string, string?, string?, long)[])
        [
            ("old", "ada", "helper", 100),
            ("tie-b", "bob", "helper", 200),
            ("tie-a", "ada", "writer", 200),
            ("new", "ada", "helper", 300),
            ("nobody's", null, null, 250),
            ("empty", "", "helper", 150),
        ])
            await _store.UpsertAsync(_sample.Create(id, user, entity, id, createdAt), Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task ListsAreNewestFirstThenById() =>
        await AssertList(null, "new", "nobody's", "tie-a", "tie-b", "empty", "old", "timeless");

    [Fact]
    public async Task FiltersNarrowAList()
    {
        await AssertList(new() { UserId = "ada" }, "new", "tie-a", "old", "timeless");
        await AssertList(new() { EntityId = "helper" }, "new", "tie-b", "empty", "old", "timeless");
        await AssertList(new() { UserId = "ada", EntityId = "helper" }, "new", "old", "timeless");
        await AssertList(new() { UserId = "ada", EntityId = "helper", Limit = 2 }, "new", "old");
        await AssertList(new() { UserId = "" }, "empty");
        await AssertList(new() { UserId = "nobody" });
    }

    [Fact]
    public async Task ALimitCountsFromTheNewest()
    {
        await AssertList(new() { Limit = 0 });
        await AssertList(new() { Limit = 3 }, "new", "nobody's", "tie-a");
        await AssertList(new() { Limit = int.MaxValue }, "new", "nobody's", "tie-a", "tie-b", "empty", "old", "timeless");
        Assert.Throws<ArgumentOutOfRangeException>(() => new SessionFilter { Limit = -1 });
    }

    [Fact]
    public async Task SessionsMayBeWrittenAndDeletedWhileTheyAreListed()
    {
        var seen = new List<string>();
        await foreach (TSession session in _store.ListAsync(new() { EntityId = "helper" }, Token))
        {
            var (id, user, _, _, _) = _sample.Identity(session);
            seen.Add(id);
            await _store.UpsertAsync(_sample.Create(id, user, "moved", "rewritten"), Token);
            await _store.DeleteAsync("nobody's", cancellationToken: Token);
            Assert.Equal("rewritten", _sample.Content((await _store.ReadAsync(id, cancellationToken: Token))!));
        }

        Assert.Equal(["new", "tie-b", "empty", "old", "timeless"], seen);
        Assert.Equal(5, (await _store.ListIdsAsync(new() { EntityId = "moved" }, Token).ToListAsync(Token)).Count);
    }

    [Fact]
    public async Task AListGivesWhatWasThereWhenItBegan()
    {
        string[] before = [.. await _store.ListIdsAsync(cancellationToken: Token).ToListAsync(Token)];
        var sessions = new List<string>();
        await foreach (TSession session in _store.ListAsync(cancellationToken: Token))
        {
            sessions.Add(_sample.Identity(session).Id);
            await WriteMeanwhile(sessions.Count, before[^1]);
        }
        Assert.Equal(before, sessions);

        before = [.. await _store.ListIdsAsync(cancellationToken: Token).ToListAsync(Token)];
        var ids = new List<string>();
        await foreach (string id in _store.ListIdsAsync(cancellationToken: Token))
        {
            ids.Add(id);
            await WriteMeanwhile(100 + ids.Count, before[^1]);
        }
        Assert.Equal(before, ids);

        async Task WriteMeanwhile(int number, string last)
        {
            await _store.InsertAsync(_sample.Create($"z-meanwhile-{number}", "ada", "helper", createdAt: 100), Token);
            await _store.InsertAsync(_sample.Create($"y-meanwhile-{number}", "ada", "helper"), Token);
            await _store.DeleteAsync(last, cancellationToken: Token);
            Assert.InRange(number, 0, 200);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AListGoesOnWhereATransactionBeginsAndEnds(bool isCommitted)
    {
        List<string> before = await _store.ListIdsAsync(cancellationToken: Token).ToListAsync(Token);
        var sessions = new List<string>();
        await foreach (TSession session in _store.ListAsync(cancellationToken: Token))
        {
            sessions.Add(_sample.Identity(session).Id);
            await using IStorageTransaction transaction = await _host.BeginAsync(Token);
            await transaction.Sessions<TSession>().UpsertAsync(_sample.Create($"meanwhile-{sessions.Count}", "ada", "helper"), Token);
            List<string> within = await transaction.Sessions<TSession>().ListIdsAsync(cancellationToken: Token).Take(1).ToListAsync(Token);
            Assert.Single(within);
            if (isCommitted)
                await transaction.CommitAsync(Token);
            Assert.InRange(sessions.Count, 0, before.Count);
        }

        Assert.Equal(before, sessions);
    }

    [Fact]
    public async Task AListMayBeLeftAndAnotherBegun()
    {
        for (int i = 0; i < 20; i++)
        {
            await foreach (TSession outer in _store.ListAsync(cancellationToken: Token))
            {
                await foreach (string inner in _store.ListIdsAsync(cancellationToken: Token))
                {
                    Assert.Equal(_sample.Identity(outer).Id, inner);
                    break;
                }
                break;
            }
        }
    }

    [Fact]
    public async Task CancellingEndsAList()
    {
        using var source = new CancellationTokenSource();
        int seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (TSession _ in _store.ListAsync(cancellationToken: source.Token))
            {
                seen++;
                await source.CancelAsync();
            }
        });
        Assert.Equal(1, seen);
    }

    [Fact]
    public async Task ManyCallersLoseNothing()
    {
        const int Callers = 8;
        const int Each = 50;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(
            async () =>
            {
                for (int i = 0; i < Each; i++)
                {
                    string id = $"{caller}-{i}";
                    await _store.UpsertAsync(_sample.Create(id, $"user {caller}", null, id), Token);
                    Assert.Equal(id, _sample.Content((await _store.ReadAsync(id, $"user {caller}", Token))!));
                    if (i % 10 == 9)
                        Assert.Equal(i + 1, (await _store.ListIdsAsync(new() { UserId = $"user {caller}" }, Token).ToListAsync(Token)).Count);
                }
            },
            Token)));

        for (int caller = 0; caller < Callers; caller++)
            Assert.Equal(Each, await _store.ListAsync(new() { UserId = $"user {caller}" }, Token).CountAsync(Token));
    }

    private async Task AssertList(SessionFilter? filter, params string[] expected)
    {
        Assert.Equal(expected, await _store.ListAsync(filter, Token).Select(session => _sample.Identity(session).Id).ToListAsync(Token));
        Assert.Equal(expected, await _store.ListIdsAsync(filter, Token).ToListAsync(Token));
    }
}
