namespace Agno.Storage.Conformance;

/// <summary>A session whose version the storage counts.</summary>
[SessionRecord(StorageMode.Agent, Table = "counted_sessions")]
public sealed partial class CountedSession
{
    /// <summary>How often it was stored.</summary>
    [SessionVersion]
    public long Revision { get; set; }

    /// <summary>Its content.</summary>
    public string? Text { get; set; }
}

/// <summary>A record whose version is stamped on a copy.</summary>
/// <param name="SessionId">The id.</param>
/// <param name="Version">How often it was stored.</param>
[SessionRecord(StorageMode.Agent, Table = "counted_notes")]
public sealed partial record CountedNote(string SessionId, [property: SessionVersion] long Version);

/// <summary>What every engine does with two writers of one session.</summary>
public abstract class VersionConformance : ConformanceSuite
{
    private ISessionStore<CountedSession> Store => Host.Sessions<CountedSession>();

    [Fact]
    public async Task EachWriteCounts()
    {
        CountedSession session = await Store.UpsertAsync(new() { SessionId = "s" }, Token);
        Assert.Equal(1, session.Revision);
        Assert.Equal(2, (await Store.UpsertAsync(session, Token)).Revision);
        Assert.Equal(3, (await Store.ReplaceAsync(session, Token))!.Revision);
        Assert.Equal(4, (await Store.UpdateAsync("s", stored => stored, cancellationToken: Token))!.Revision);
        Assert.Equal(4, (await Store.ReadAsync("s", cancellationToken: Token))!.Revision);
        Assert.Equal(1, (await Store.InsertAsync(new() { SessionId = "t" }, Token)).Revision);

        CountedNote note = await Host.Sessions<CountedNote>().UpsertAsync(new("n", 0), Token);
        Assert.Equal(1, note.Version);
        Assert.Equal(2, (await Host.Sessions<CountedNote>().UpsertAsync(note, Token)).Version);
    }

    [Fact]
    public async Task TheSecondOfTwoWritersIsToldWhatTheFirstStored()
    {
        await Store.UpsertAsync(new() { SessionId = "s", Text = "start" }, Token);
        CountedSession first = (await Store.ReadAsync("s", cancellationToken: Token))!;
        CountedSession second = (await Store.ReadAsync("s", cancellationToken: Token))!;
        first.Text = "first";
        second.Text = "second";
        await Store.UpsertAsync(first, Token);

        foreach (Func<Task> write in (Func<Task>[])
        [
            async () => await Store.UpsertAsync(second, Token),
            async () => await Store.ReplaceAsync(second, Token),
            async () => await Store.UpsertManyAsync(One(second), cancellationToken: Token),
            async () => await Store.UpsertAsync(new() { SessionId = "s", Text = "new" }, Token),
        ])
        {
            var conflict = await Assert.ThrowsAsync<SessionConflictException<CountedSession>>(write);
            Assert.Equal(("s", "first", 2), (conflict.SessionId, conflict.Stored!.Text, conflict.Stored.Revision));
        }
        Assert.Equal("first", (await Store.ReadAsync("s", cancellationToken: Token))!.Text);

        second.Revision = 2;
        Assert.Equal(3, (await Store.UpsertAsync(second, Token)).Revision);
    }

    [Fact]
    public async Task ASessionThatWasDeletedIsNotStoredAnew()
    {
        CountedSession session = await Store.UpsertAsync(new() { SessionId = "s" }, Token);
        await Store.DeleteAsync("s", cancellationToken: Token);

        var conflict = await Assert.ThrowsAsync<SessionConflictException<CountedSession>>(async () => await Store.UpsertAsync(session, Token));

        Assert.Null(conflict.Stored);
        Assert.Null(await Store.ReadAsync("s", cancellationToken: Token));
        Assert.Null(await Store.ReplaceAsync(session, Token));
    }

    [Fact]
    public async Task AnImportKeepsTheVersion()
    {
        await Store.ImportAsync(new() { SessionId = "s", Revision = 7 }, Token);
        Assert.Equal(7, (await Store.ReadAsync("s", cancellationToken: Token))!.Revision);
        await Store.ImportAsync(new() { SessionId = "s", Revision = 7, Text = "again" }, Token);
        await Store.ImportAsync(new() { SessionId = "s", Revision = 9 }, Token);
        Assert.Equal(9, (await Store.ReadAsync("s", cancellationToken: Token))!.Revision);
    }

    [Fact]
    public async Task AnImportOfAnOlderVersionIsAConflict()
    {
        await Store.ImportAsync(new() { SessionId = "s", UserId = "ada", Revision = 7, Text = "newer" }, Token);
        foreach (ISessionStore<CountedSession> store in (ISessionStore<CountedSession>[])[Store, Store.ForUser("ada")])
        {
            var conflict = await Assert.ThrowsAsync<SessionConflictException<CountedSession>>(async () => await store.ImportAsync(new() { SessionId = "s", UserId = "ada", Revision = 3 }, Token));
            Assert.Equal(("s", "newer", 7), (conflict.SessionId, conflict.Stored!.Text, conflict.Stored.Revision));
            Assert.Contains("version 3", conflict.Message, StringComparison.Ordinal);
        }
        await Assert.ThrowsAsync<SessionOwnershipException>(async () => await Store.ForUser("bob").ImportAsync(new() { SessionId = "s", UserId = "bob", Revision = 8 }, Token));
        Assert.Equal("newer", (await Store.ReadAsync("s", cancellationToken: Token))!.Text);
    }

    [Fact]
    public async Task OfManyWritersOfOneVersionOneWins()
    {
        const int Writers = 8;
        CountedSession stored = await Store.UpsertAsync(new() { SessionId = "s" }, Token);

        bool[] won = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            try
            {
                await Store.UpsertAsync(new() { SessionId = "s", Revision = stored.Revision, Text = $"{writer}" }, Token);
                return true;
            }
            catch (SessionConflictException)
            {
                return false;
            }
        }, Token)));

        Assert.Single(won, isWinner => isWinner);
        Assert.Equal($"{Array.IndexOf(won, true)}", (await Store.ReadAsync("s", cancellationToken: Token))!.Text);
    }

    private static async IAsyncEnumerable<CountedSession> One(CountedSession session)
    {
        await Task.CompletedTask;
        yield return session;
    }
}
