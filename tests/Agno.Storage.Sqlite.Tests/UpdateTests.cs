using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>Updates that others, or their own function, write under.</summary>
public sealed class UpdateTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task AFunctionThatStoresItsOwnSessionEveryTimeIsToldSo(bool isInMemory, bool isNested)
    {
        await using SqliteStorage storage = isInMemory ? SqliteStorage.OpenInMemory() : SqliteStorage.Open(_directory.PathOf("update.db"));
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        store.Upsert(new() { SessionId = "s" });
        int calls = 0;

        Assert.Contains("function of an update", Assert.Throws<InvalidOperationException>(() => store.Update("s", Change)).Message);
        int ofOne = calls;
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.UpdateAsync("s", Change, cancellationToken: Token));

        Assert.Equal(2 * ofOne, calls);
        store.Update("s", session =>
        {
            session.Label = "free again";
            return session;
        });
        Assert.Equal("free again", store.Read("s")!.Label);

        StrictSession Change(StrictSession session)
        {
            string label = $"{++calls}";
            if (isNested)
            {
                store.Update("s", inner =>
                {
                    inner.Label = label;
                    return inner;
                });
            }
            else
            {
                store.Upsert(new() { SessionId = "s", Label = label });
            }
            session.Label = "outer";
            return session;
        }
    }

    [Fact]
    public void AnUpdateThatOthersAreFasterThanEveryTimeGetsItsTurn()
    {
        string path = _directory.PathOf("turn.db");
        using var storage = SqliteStorage.Open(path);
        using var other = SqliteStorage.Open(path, new() { BusyTimeout = TimeSpan.Zero });
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        store.Upsert(new() { SessionId = "s" });
        other.Sessions<StrictSession>().Upsert(new() { SessionId = "s" });
        int others = 0;
        bool isKeptOut = false;

        StrictSession updated = store.Update("s", session =>
        {
            try
            {
                other.Sessions<StrictSession>().Upsert(new() { SessionId = "s", Label = $"{++others}" });
            }
            catch (StorageBusyException)
            {
                isKeptOut = true;
            }
            session.Label += "+";
            return session;
        })!;

        Assert.True(isKeptOut);
        Assert.Equal($"{others - 1}+", updated.Label);
        Assert.Equal(updated.Label, store.Read("s")!.Label);
    }
}
