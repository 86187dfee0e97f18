using Agno.Storage.Records;

namespace Agno.Storage.Conformance;

/// <summary>What every engine does with generated queries.</summary>
/// <typeparam name="TSession">The session type.</typeparam>
/// <typeparam name="TSample">How sessions of it are made.</typeparam>
/// <typeparam name="TQueries">Queries of it.</typeparam>
public abstract class QueryConformance<TSession, TSample, TQueries> : ConformanceSuite
    where TSession : class, ISessionRecord<TSession>
    where TSample : SessionSample<TSession>, new()
    where TQueries : SessionQueries<TSession>, new()
{
    private readonly TSample _sample = new();
    private readonly TQueries _queries = new();

    [Fact]
    public async Task ANullThatMayBeLeftOutComparesNothingAndAnotherAsksForNull()
    {
        await StoreMany();
        await AssertFound(_queries.OfEntity(Store, "helper", cancellationToken: Token), "e", "c", "a");
        await AssertFound(_queries.OfEntity(Store, null), "d");
        await AssertFound(_queries.OfEntity(Store, "helper", "ada"), "c", "a");
        await AssertFound(_queries.OfEntity(Store, "helper", limit: 2), "e", "c");
        await AssertFound(_queries.OfEntity(Store, "helper", limit: 0));
        await AssertFound(_queries.OfEntity(Store, "helper' OR 1=1 --"));
        Assert.Equal(3, await _queries.CountOfOthers(Store, "ada"));
        Assert.Equal(4, await _queries.CountOfOthers(Store, null));
    }

    [Fact]
    public async Task PagesFollowEachOther()
    {
        await StoreMany();
        List<TSession> first = await _queries.Page(Store).ToListAsync(Token);
        Assert.Equal(["e", "d", "b"], first.Select(Id));
        await Store.DeleteAsync("b", cancellationToken: Token);
        await Store.UpsertAsync(_sample.Create("f", createdAt: 900), Token);
        await AssertFound(_queries.Page(Store, SessionCursor.Of(first[^1])), "c", "a");

        List<TSession> byEntity = await _queries.ByEntity(Store, limit: 2).ToListAsync(Token);
        Assert.Equal(["d", "f"], byEntity.Select(Id));
        await AssertFound(_queries.ByEntity(Store, byEntity[0], limit: 2), "f", "a");
        await AssertFound(_queries.ByEntity(Store, byEntity[1], limit: 9), "a", "c", "e");
        await AssertFound(_queries.ByEntity(Store, await Store.ReadAsync("a", cancellationToken: Token), limit: 9), "c", "e");
    }

    /// <summary>Whether a text may hold U+FFFF, which is not a character.</summary>
    protected virtual bool StoresNoncharacters => true;

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a%")]
    [InlineData("a\"")]
    [InlineData("\ud7ff")]
    [InlineData("\U0010ffff")]
    [InlineData("a\U0010ffff")]
    [InlineData("\u00ff")]
    [InlineData("\uffff")]
    [InlineData("\U0001f642")]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("zz")]
    public async Task APrefixIsTextAndNoPattern(string prefix)
    {
        string[] ids = ["a", "A", "ab", "a%", "a%b", "a_", "a\"", "\u00e4", "\ud7ff", "\ud7ff1", "\ue000", "\U0010ffff", "\U0010ffff\U0010ffff", "a\U0010ffff1", "b", "\u0161", "\u00ff", "\u00ff1", "\u0100", "\uffff", "\uffff1", "\U00010000", "\U0001f642", "\U0001f6421", "\U0001f643", "%", "%1", "_", "_1"];
        if (!StoresNoncharacters)
        {
            await Assert.ThrowsAsync<StorageException>(async () => await Store.UpsertAsync(_sample.Create("\uffff"), Token));
            await Assert.ThrowsAsync<StorageException>(async () => await _queries.StartingWith(Store, "\uffff").ToListAsync(Token));
            ids = [.. ids.Where(id => id[0] != '\uffff')];
            if (prefix is "\uffff")
                return;
        }
        foreach (string id in ids)
            await Store.UpsertAsync(_sample.Create(id, createdAt: 1), Token);

        Assert.Equal(ids.Where(id => id.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal), (await _queries.StartingWith(Store, prefix).Select(Id).ToListAsync(Token)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AListFindsAnyOfItsValues()
    {
        string[] users = ["ada", "", "o'Neill \"x\" \\", "\u00e4\n\U0001f642", "bob"];
        for (int i = 0; i < users.Length; i++)
            await Store.UpsertAsync(_sample.Create($"s{i}", users[i], createdAt: 100 - i), Token);
        await Store.UpsertAsync(_sample.Create("nobody's", createdAt: 1), Token);

        Assert.Equal([("s1", ""), ("s2", users[2]), ("s3", users[3])], await _queries.OfUsers(Store, users[1..4]).ToListAsync(Token));
        Assert.Empty(await _queries.OfUsers(Store, []).ToListAsync(Token));
        Assert.Equal(6, await _queries.OfUsers(Store).CountAsync(Token));
        Assert.Equal(5, await _queries.OfUsers(Store, [.. Enumerable.Range(0, 5000).Select(i => $"user {i}"), .. users]).CountAsync(Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await _queries.OfUsers(Store, ["a\0b"]).ToListAsync(Token));
    }

    [Fact]
    public async Task NullInAListFindsWhatIsNull()
    {
        await StoreMany();
        Assert.Equal(["d", "c", "a"], await _queries.OfUsers(Store, ["ada", null!]).Select(found => found.SessionId).ToListAsync(Token));
        Assert.Equal(["d"], await _queries.OfUsers(Store, [null!]).Select(found => found.SessionId).ToListAsync(Token));
        Assert.Equal(["c", "a"], await _queries.OfUsers(Store, ["ada"]).Select(found => found.SessionId).ToListAsync(Token));
        Assert.Empty(await _queries.OfUsers(Store.ForUser("bob"), ["ada", null!]).ToListAsync(Token));
    }

    [Fact]
    public async Task AQueryGivesWhatWasThereWhenItBegan()
    {
        await StoreMany();
        var found = new List<string>();
        await foreach (TSession session in _queries.OfEntity(Store, "helper", cancellationToken: Token))
        {
            found.Add(Id(session));
            await Store.InsertAsync(_sample.Create($"z{found.Count}", "ada", "helper", createdAt: 50), Token);
            await Store.DeleteAsync("a", cancellationToken: Token);
            Assert.InRange(found.Count, 0, 20);
        }
        Assert.Equal(["e", "c", "a"], found);
    }

    [Fact]
    public async Task TheFirstIsGivenOrNull()
    {
        await StoreMany();
        Assert.Equal("e", Id((await _queries.Newest(Store, "helper"))!));
        Assert.Null(await _queries.Newest(Store, "nobody"));
    }

    [Fact]
    public async Task AUsersStoreFindsAndDeletesThatUsersAlone()
    {
        await StoreMany();
        ISessionStore<TSession> adas = Store.ForUser("ada");

        await AssertFound(_queries.OfEntity(adas, "helper"), "c", "a");
        await AssertFound(_queries.OfEntity(adas, "helper", "bob"));
        await AssertFound(_queries.Page(adas, new SessionCursor(500, "")), "c", "a");
        Assert.Equal(0, await _queries.CountOfOthers(adas, "ada"));
        Assert.Equal(2, await _queries.DeleteOfEntity(adas, "helper", Token));
        await AssertFound(_queries.Page(Store), "e", "d", "b");
        Assert.Equal(1, await _queries.DeleteOfEntity(Store, "helper", Token));
        Assert.Equal(1, await _queries.DeleteOfEntity(Store, null, Token));
        await AssertFound(_queries.Page(Store), "b");
    }

    [Fact]
    public async Task InATransactionTheySeeWhatItWroteAndAreUndoneWithIt()
    {
        await StoreMany();
        await using (IStorageTransaction transaction = await Host.BeginAsync(Token))
        {
            ISessionStore<TSession> within = transaction.Sessions<TSession>();
            await within.UpsertAsync(_sample.Create("f", "eve", "helper", createdAt: 900), Token);
            Assert.Equal("f", Id((await _queries.Newest(within, "helper"))!));
            Assert.Equal(4, await _queries.DeleteOfEntity(within, "helper", Token));
        }
        await AssertFound(_queries.OfEntity(Store, "helper"), "e", "c", "a");
    }

    [Fact]
    public async Task WhereThereIsNoTableNothingIsFoundOrCreated()
    {
        Assert.Empty(await _queries.Page(Store).ToListAsync(Token));
        Assert.Equal(0, await _queries.CountOfOthers(Store, "ada"));
        Assert.Equal(0, await _queries.DeleteOfEntity(Store, "helper", Token));
        Assert.False(await Store.ExistsAsync(Token));
    }

    [Fact]
    public async Task ATableIsNamedAtRunTime()
    {
        await StoreMany();
        ISessionStore<TSession> other = Host.Sessions<TSession>("another table-2");
        await other.UpsertAsync(_sample.Create("x", "ada", "helper", createdAt: 1), Token);

        await AssertFound(_queries.OfEntity(other, "helper"), "x");
        Assert.Equal(1, await _queries.DeleteOfEntity(other, "helper", Token));
        await AssertFound(_queries.OfEntity(Store, "helper"), "e", "c", "a");
    }

    [Fact]
    public async Task SeveralCallersQueryAtOnce()
    {
        await StoreMany();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(
            async () =>
            {
                for (int i = 0; i < 50; i++)
                {
                    if (caller % 4 == 0)
                        await Store.UpsertAsync(_sample.Create($"{caller}-{i}", "eve", $"entity {caller}", createdAt: i), Token);
                    Assert.Equal(["e", "c", "a"], await _queries.OfEntity(Store, "helper").Select(Id).ToListAsync(Token));
                    Assert.Equal(["c", "a"], await _queries.OfEntity(Store, "helper", "ada").Select(Id).ToListAsync(Token));
                }
            },
            Token)));
    }

    [Fact]
    public async Task WrongArgumentsAreRefusedAndATokenEndsAStream()
    {
        await StoreMany();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await _queries.OfEntity(Store, "helper", limit: -1).ToListAsync(Token));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await _queries.StartingWith(Store, null!).ToListAsync(Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await _queries.OfEntity(Store, "\ud800").ToListAsync(Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _queries.DeleteOfEntity(Store, "helper", new CancellationToken(canceled: true)));
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (TSession _ in _queries.OfEntity(Store, "helper", cancellationToken: source.Token))
                await source.CancelAsync();
        });
        await AssertFound(_queries.OfEntity(Store, "helper"), "e", "c", "a");
    }

    private ISessionStore<TSession> Store => Host.Sessions<TSession>();

    private async Task StoreMany()
    {
        foreach (var (id, user, entity, createdAt) in ((string, string?, string?, long)[])[("a", "ada", "helper", 100), ("b", "bob", "writer", 200), ("c", "ada", "helper", 200), ("d", null, null, 300), ("e", "bob", "helper", 400)])
            await Store.UpsertAsync(_sample.Create(id, user, entity, createdAt: createdAt), Token);
    }

    private string Id(TSession session) => _sample.Identity(session).Id;

    private async Task AssertFound(IAsyncEnumerable<TSession> found, params string[] expected) =>
        Assert.Equal(expected, await found.Select(Id).ToListAsync(Token));
}
