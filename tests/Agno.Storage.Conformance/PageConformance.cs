using Agno.Storage.Records;

namespace Agno.Storage.Conformance;

/// <summary>What every engine does with lists that are read page by page, or narrowed by time.</summary>
/// <typeparam name="TSession">The session type.</typeparam>
/// <typeparam name="TSample">How sessions of it are made.</typeparam>
public abstract class PageConformance<TSession, TSample> : ConformanceSuite
    where TSession : class, ISessionRecord<TSession>
    where TSample : SessionSample<TSession>, new()
{
    private readonly TSample _sample = new();

    private static bool HasTimeless => TSession.Table.Layout == SessionLayout.V1;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task PagesTogetherAreTheList(int size)
    {
        await StoreMany();
        foreach (SessionFilter filter in (SessionFilter[])[new(), new() { UserId = "ada" }, new() { EntityId = "helper" }, new() { UserId = "ada", EntityId = "helper", CreatedSince = At(102) }])
        {
            string[] whole = [.. await Store.ListIdsAsync(filter, Token).ToListAsync(Token)];
            var pages = new List<string>();
            SessionFilter page = filter with { Limit = size };
            while (await Store.ListAsync(page, Token).ToListAsync(Token) is { Count: > 0 } sessions)
            {
                string[] ids = [.. sessions.Select(Id)];
                Assert.Equal(ids, await Store.ListIdsAsync(page, Token).ToListAsync(Token));
                pages.AddRange(ids);
                page = page with { After = SessionCursor.Of(sessions[^1]) };
                Assert.Equal(whole.Length - pages.Count, await Store.CountAsync(page with { Limit = null }, Token));
            }
            Assert.Equal(whole, pages);
        }
    }

    [Fact]
    public async Task APageStandsStillWhileOthersWrite()
    {
        await StoreMany();
        List<TSession> first = await Store.ListAsync(new() { Limit = 4 }, Token).ToListAsync(Token);
        string[] rest = [.. (await Store.ListIdsAsync(cancellationToken: Token).ToListAsync(Token)).Skip(4)];

        await Store.UpsertAsync(_sample.Create("newest", createdAt: 900), Token);
        await Store.DeleteAsync(Id(first[0]), cancellationToken: Token);
        await Store.DeleteAsync(Id(first[^1]), cancellationToken: Token);

        Assert.Equal(rest, await Store.ListIdsAsync(new() { After = SessionCursor.Of(first[^1]) }, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task ACursorComesBackFromItsText()
    {
        await StoreMany();
        foreach (TSession session in await Store.ListAsync(cancellationToken: Token).ToListAsync(Token))
        {
            SessionCursor cursor = SessionCursor.Of(session);
            Assert.Equal(cursor, SessionCursor.Parse(cursor.ToString()));
            Assert.Equal((_sample.Identity(session).CreatedAt, Id(session)), (cursor.CreatedAt, cursor.SessionId));
        }
    }

    [Fact]
    public async Task TimesNarrowAList()
    {
        // Stored at 5 s, again at 9 s; and at 7 s alone.
        Host.Clock.UnixSeconds = 5;
        await Store.UpsertAsync(_sample.Create("a"), Token);
        Host.Clock.UnixSeconds = 7;
        await Store.UpsertAsync(_sample.Create("b"), Token);
        Host.Clock.UnixSeconds = 9;
        await Store.UpsertAsync(_sample.Create("a"), Token);

        await AssertList(new() { CreatedSince = At(5) }, "b", "a");
        await AssertList(new() { CreatedSince = At(5).AddTicks(1) }, "b");
        await AssertList(new() { CreatedBefore = At(7) }, "a");
        await AssertList(new() { CreatedBefore = At(7).AddTicks(1) }, "b", "a");
        await AssertList(new() { CreatedSince = At(6), CreatedBefore = At(7) });
        await AssertList(new() { UpdatedSince = At(8) }, "a");
        await AssertList(new() { UpdatedBefore = At(8) }, "b");
        await AssertList(new() { UpdatedSince = At(7), UpdatedBefore = At(10), CreatedBefore = At(6) }, "a");
        Assert.Equal(1, await Store.CountAsync(new() { UpdatedSince = At(8) }, Token));
    }

    [Fact]
    public async Task WhatWasStoredOnceWasUpdatedWhenItWasCreated()
    {
        await Store.ImportAsync(_sample.Create("imported", createdAt: 100), Token);

        await AssertList(new() { UpdatedSince = At(100) }, "imported");
        await AssertList(new() { UpdatedBefore = At(100) });
        await AssertList(new() { UpdatedBefore = At(101) }, "imported");
    }

    private ISessionStore<TSession> Store => Host.Sessions<TSession>();

    private static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);

    private string Id(TSession session) => _sample.Identity(session).Id;

    // Ties of several sessions, two users, and some without a time where the layout has such.
    private async Task StoreMany()
    {
        for (int i = 0; i < 14; i++)
            await Store.UpsertAsync(_sample.Create($"s{i * 5 % 14:00}", i % 3 == 0 ? "bob" : "ada", i % 2 == 0 ? "helper" : "writer", createdAt: 100 + (i / 4)), Token);
        if (!HasTimeless)
            return;
        foreach (string id in (string[])["none-b", "none-a", "none-c"])
            await Store.ImportAsync(_sample.Create(id, "ada", "helper"), Token);
    }

    private async Task AssertList(SessionFilter filter, params string[] expected)
    {
        Assert.Equal(expected, await Store.ListAsync(filter, Token).Select(Id).ToListAsync(Token));
        Assert.Equal(expected, await Store.ListIdsAsync(filter, Token).ToListAsync(Token));
    }
}
