using Agno.Storage.Conformance;
using Agno.Storage.Tests;
using Agno.Storage.Sqlite.Tests.Interop;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>Sessions in a file that another program made without a table of runs, or dropped it from.</summary>
public sealed class MissingRunTableTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task SessionsAreDeleted(bool isSeen, bool creates)
    {
        string file = _scratch.PathOf("runs.db");
        await using (SqliteStorage storage = SqliteStorage.Open(file))
            foreach (string id in (string[])["a", "b", "c", "d", "e", "f"])
                await storage.Sessions<ChatSession>().UpsertAsync(new() { SessionId = id, UserId = id, Turns = { new("r", "first", null) } }, Token);
        if (!isSeen)
            RawTable.Execute(file, "DROP TABLE chat_sessions_runs");
        await using SqliteStorage opened = SqliteStorage.Open(file, new() { AutoCreate = creates });
        SqliteSessionStore<ChatSession> store = opened.Sessions<ChatSession>();
        if (isSeen)
        {
            Assert.Single((await store.ReadAsync("a", cancellationToken: Token))!.Turns);
            RawTable.Execute(file, "DROP TABLE chat_sessions_runs");
        }

        Assert.False(await store.DeleteRunAsync("a", "r", cancellationToken: Token));
        Assert.True(await store.DeleteAsync("a", cancellationToken: Token));
        Assert.True(store.Delete("b"));
        Assert.Equal(1, await store.DeleteManyAsync(new() { UserId = "c" }, cancellationToken: Token));
        Assert.Equal(1, await store.DeleteChatsOf("d", Token));
        await using (SqliteStorageTransaction transaction = await opened.BeginAsync(Token))
        {
            Assert.True(await transaction.Sessions<ChatSession>().DeleteAsync("e", cancellationToken: Token));
            await transaction.CommitAsync(Token);
        }
        Assert.Equal(1, await store.DeleteManyAsync(new(), cancellationToken: Token));
        Assert.Equal("0", RawTable.Scalar(file, "SELECT count(*) FROM chat_sessions"));
        Assert.Equal("0", RawTable.Scalar(file, "SELECT count(*) FROM sqlite_master WHERE name = 'chat_sessions_runs'"));
    }

    [Fact]
    public async Task ATableThatIsMadeLaterIsSeen()
    {
        string file = _scratch.PathOf("runs.db");
        await using SqliteStorage storage = SqliteStorage.Open(file);
        await storage.Sessions<ChatSession>().CreateAsync(Token);
        RawTable.Execute(file, "DROP TABLE chat_sessions_runs");
        await using SqliteStorage deleting = SqliteStorage.Open(file);
        Assert.False(await deleting.Sessions<ChatSession>().DeleteAsync("s", cancellationToken: Token));
        await storage.Sessions<ChatSession>().UpsertAsync(new() { SessionId = "s", Turns = { new("r", "first", null) } }, Token);

        Assert.True(await deleting.Sessions<ChatSession>().DeleteAsync("s", cancellationToken: Token));
        Assert.Equal("0", RawTable.Scalar(file, "SELECT count(*) FROM chat_sessions_runs"));
    }
}

internal static partial class ChatQueries
{
    [SessionDelete]
    public static partial ValueTask<long> DeleteChatsOf(this ISessionStore<ChatSession> store, string userId, CancellationToken cancellationToken);
}
