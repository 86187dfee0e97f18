using Agno.Storage.Sqlite;
using Agno.Storage.Tests;

namespace Agno.Storage.Faults.Tests;

/// <summary>A write lock that another process holds.</summary>
public sealed class LockTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private FaultProcess _holding = null!;

    private string Path => _directory.PathOf("locked.db");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using (var storage = SqliteStorage.Open(Path))
            storage.Sessions<TrialSession>().Create();
        _holding = FaultProcess.Start("hold", Path);
        await _holding.ExpectAsync("held");
    }

    public ValueTask DisposeAsync()
    {
        _holding.Dispose();
        _directory.Dispose();
        return default;
    }

    [Fact]
    public async Task WritesWaitForItWithinTheTimeout()
    {
        using var storage = SqliteStorage.Open(Path, new() { BusyTimeout = TimeSpan.FromMinutes(2) });
        Task[] writes = [.. Enumerable.Range(0, 8).Select(i => Task.Run(async () => await storage.Sessions<TrialSession>().UpsertAsync(TrialSession.Of($"{i}", 1), Token), Token))];
        Assert.DoesNotContain(writes, write => write.IsCompleted);
        Assert.Empty(storage.Sessions<TrialSession>().List());
        _holding.Tell("release");

        await Task.WhenAll(writes);
        Assert.Equal(8, storage.Sessions<TrialSession>().Count());
    }

    [Fact]
    public async Task WritesThatWaitedLongerSayThatItIsBusyAndStoreNothing()
    {
        using var storage = SqliteStorage.Open(Path, new() { BusyTimeout = TimeSpan.FromMilliseconds(50) });
        SqliteSessionStore<TrialSession> store = storage.Sessions<TrialSession>();
        Task[] writes = [.. Enumerable.Range(0, 8).Select(i => Task.Run(async () => await store.UpsertAsync(TrialSession.Of($"{i}", 1), Token), Token))];
        foreach (Task write in writes)
        {
            var busy = await Assert.ThrowsAsync<StorageBusyException>(() => write);
            Assert.Contains("busy timeout of 50 ms", busy.Message);
            Assert.Equal("trials", busy.Table);
        }
        await Assert.ThrowsAsync<StorageBusyException>(async () => await storage.BeginAsync(Token));
        await Assert.ThrowsAsync<StorageBusyException>(async () => await store.DeleteAsync("0", cancellationToken: Token));
        Assert.Empty(store.List());

        _holding.Tell("release");
        await _holding.ExpectAsync("released");
        await store.UpsertAsync(TrialSession.Of("later", 1), Token);
        Assert.Equal(["later"], store.ListIds());
    }
}
