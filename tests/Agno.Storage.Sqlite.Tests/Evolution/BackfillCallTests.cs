using Agno.Storage.Tests;
using Chats.Hooked;

namespace Agno.Storage.Sqlite.Tests.Evolution;

/// <summary>What a backfill must not do is refused at once: it would wait for the upgrade that waits for it.</summary>
public sealed class BackfillCallTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static readonly Dictionary<string, Action<SqliteStorage>> Made = new()
    {
        ["upsert"] = storage => storage.Sessions<Entry>().Upsert(new() { SessionId = "audit" }),
        ["upsert, asynchronously"] = storage => storage.Sessions<Entry>().UpsertAsync(new() { SessionId = "audit" }).AsTask().GetAwaiter().GetResult(),
        ["upsert on another thread"] = storage => Task.Run(() => storage.Sessions<Entry>().Upsert(new() { SessionId = "audit" })).GetAwaiter().GetResult(),
        ["bulk"] = storage => storage.Sessions<Entry>().UpsertMany([new() { SessionId = "audit" }]),
        ["update"] = storage => storage.Sessions<Chat>().Update("s", chat => chat),
        ["delete"] = storage => storage.Sessions<Chat>().Delete("s"),
        ["create"] = storage => storage.Sessions<Entry>("another").Create(),
        ["drop"] = storage => storage.Sessions<Chat>().Drop(),
        ["transaction"] = storage => storage.Begin().Dispose(),
        ["transaction, asynchronously"] = storage => storage.BeginAsync().AsTask().GetAwaiter().GetResult().Dispose(),
        ["dispose"] = storage => storage.Dispose(),
    };

    public static TheoryData<string> Calls { get; } = [.. Made.Keys];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Calls))]
    public void AWriteWithinABackfillIsRefusedAtOnce(string call)
    {
        using SqliteStorage storage = SqliteStorage.Open(_directory.PathOf("chats.db"));
        Refuse(storage, Made[call]);
    }

    [Theory]
    [InlineData("upsert")]
    [InlineData("transaction")]
    [InlineData("dispose")]
    public void InMemoryToo(string call)
    {
        using SqliteStorage storage = SqliteStorage.OpenInMemory();
        Refuse(storage, Made[call]);
    }

    [Fact]
    public void WithinATransactionToo()
    {
        using SqliteStorage storage = SqliteStorage.Open(_directory.PathOf("chats.db"));
        storage.Sessions<Chats.V1.Chat>().Upsert(new() { SessionId = "s" });
        storage.Sessions<Entry>().Create();
        using (SqliteStorageTransaction transaction = storage.Begin())
        {
            Chat.Hook = () => storage.Sessions<Entry>().Upsert(new() { SessionId = "audit" });
            Assert.Contains("would wait for its own end", Assert.ThrowsAny<StorageException>(() => transaction.Sessions<Chat>().UpgradeSchema()).Message);
        }
        Assert.Equal(0, storage.Sessions<Entry>().Count());
    }

    [Fact]
    public void AnotherDatabaseIsItsOwnAffairAndReadingIsNobodys()
    {
        using SqliteStorage storage = SqliteStorage.Open(_directory.PathOf("chats.db"));
        using SqliteStorage other = SqliteStorage.Open(_directory.PathOf("other.db"));
        storage.Sessions<Chats.V1.Chat>().Upsert(new() { SessionId = "s", Title = "t" });
        string? title = null;
        Chat.Hook = () =>
        {
            title = storage.Sessions<Chats.V1.Chat>().Read("s")!.Title;
            other.Sessions<Entry>().Upsert(new() { SessionId = "audit" });
            using SqliteStorageTransaction transaction = other.Begin();
        };

        storage.Sessions<Chat>().UpgradeSchema();

        Assert.Equal("t", title);
        Assert.Equal(1, other.Sessions<Entry>().Count());
    }

    private static void Refuse(SqliteStorage storage, Action<SqliteStorage> call)
    {
        storage.Sessions<Chats.V1.Chat>().Upsert(new() { SessionId = "s" });
        Chat.Hook = () => call(storage);

        StorageException exception = Assert.ThrowsAny<StorageException>(storage.Sessions<Chat>().UpgradeSchema);

        Assert.Contains("A backfill can't write to the same database", exception.Message);
        Assert.Equal(1, storage.Sessions<Chat>().GetSchemaVersion());
        // What comes after it is done.
        storage.Sessions<Entry>().Upsert(new() { SessionId = "after" });
        Chat.Hook = () => { };
        storage.Sessions<Chat>().UpgradeSchema();
        Assert.Equal(2, storage.Sessions<Chat>().GetSchemaVersion());
    }
}
