using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>A storage or transaction that is disposed of by code that one of its own calls has called. No process may end of it, and no call hang.</summary>
public sealed class DisposalTests : IDisposable
{
    private const string Memory = "memory";
    private const string File = "file";
    private const string Transaction = "transaction";

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Kinds => [Memory, File, Transaction];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void ACallersConnectionMayBeDisposedFirst()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using SqliteStorage storage = SqliteStorage.OpenConnection(connection);
        storage.Sessions<AgentSession>().Upsert(new() { SessionId = "s" });
        connection.Dispose();

        Assert.Throws<ObjectDisposedException>(() => storage.Sessions<AgentSession>().Read("s"));
        storage.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WithinAConverterThatReads(string kind)
    {
        (SqliteStorage storage, ISessionStores stores) = Open(kind);
        var store = (SqliteSessionStore<HookedSession>)stores.Sessions<HookedSession>();
        HookConverter.WhileReading.Value = storage.Dispose;

        // On a file the read has a connection of its own, and ends as the calls that are under way do.
        if (kind == File)
            Assert.Equal(5000, store.Read("0")!.Tail!.Length);
        else
            Assert.Throws<ObjectDisposedException>(() => store.Read("0"));

        Assert.Throws<ObjectDisposedException>(() => store.Read("0"));
        Assert.Throws<ObjectDisposedException>(() => storage.Sessions<HookedSession>().Upsert(new() { SessionId = "new" }));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WithinAConverterOfAList(string kind)
    {
        (SqliteStorage storage, ISessionStores stores) = Open(kind);
        HookConverter.WhileReading.Value = storage.Dispose;

        Assert.Throws<ObjectDisposedException>(() =>
        {
            foreach (HookedSession session in ((SqliteSessionStore<HookedSession>)stores.Sessions<HookedSession>()).List())
                Assert.Equal(5000, session.Tail!.Length);
        });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WithinAnEncodingConverter(string kind)
    {
        (SqliteStorage storage, ISessionStores stores) = Open(kind);
        HookConverter.WhileEncoding.Value = storage.Dispose;

        Assert.Throws<ObjectDisposedException>(() => ((SqliteSessionStore<HookedSession>)stores.Sessions<HookedSession>()).Upsert(Session(9)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WithinALoopOverAList(string kind)
    {
        (SqliteStorage storage, ISessionStores stores) = Open(kind);
        int read = 0;

        Assert.Throws<ObjectDisposedException>(() =>
        {
            foreach (HookedSession _ in ((SqliteSessionStore<HookedSession>)stores.Sessions<HookedSession>()).List())
            {
                read++;
                storage.Dispose();
            }
        });
        Assert.Equal(1, read);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WithinAnUpdatesFunction(string kind)
    {
        (SqliteStorage storage, ISessionStores stores) = Open(kind);

        Assert.Throws<ObjectDisposedException>(() => ((SqliteSessionStore<HookedSession>)stores.Sessions<HookedSession>()).Update("0", session =>
        {
            storage.Dispose();
            return session;
        }));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WithinAProgressReport(string kind)
    {
        (SqliteStorage storage, ISessionStores stores) = Open(kind);

        Assert.Throws<ObjectDisposedException>(() => ((SqliteSessionStore<HookedSession>)stores.Sessions<HookedSession>()).UpsertMany(Enumerable.Range(0, 4_500).Select(Session), new Reports(storage.Dispose)));
    }

    [Fact]
    public void OfATransactionWithinAConverterOfItsOwn()
    {
        (SqliteStorage storage, ISessionStores stores) = Open(Transaction);
        var transaction = (SqliteStorageTransaction)stores;
        SqliteSessionStore<HookedSession> store = transaction.Sessions<HookedSession>();
        store.Upsert(Session(9));
        HookConverter.WhileReading.Value = transaction.Dispose;

        Assert.Throws<ObjectDisposedException>(() => store.Read("0"));

        HookConverter.WhileReading.Value = null;
        // It was undone, and others write again.
        Assert.Null(storage.Sessions<HookedSession>().Read("9"));
        storage.Sessions<HookedSession>().Upsert(Session(9));
        storage.Dispose();
    }

    [Fact]
    public void ATransactionIsNotCommittedWithinAConverterOfItsOwn()
    {
        (SqliteStorage storage, ISessionStores stores) = Open(Transaction);
        var transaction = (SqliteStorageTransaction)stores;
        SqliteSessionStore<HookedSession> store = transaction.Sessions<HookedSession>();
        store.Upsert(Session(9));
        HookConverter.WhileReading.Value = transaction.Commit;

        Assert.Throws<InvalidOperationException>(() => store.Read("0"));

        HookConverter.WhileReading.Value = null;
        transaction.Commit();
        Assert.NotNull(storage.Sessions<HookedSession>().Read("9"));
        storage.Dispose();
    }

    [Fact]
    public async Task AWriteThatWaitsForTheConverterOfAReadIsNotWaitedFor()
    {
        // In memory both use one connection: the write has the lane and waits for the connection, which the read has.
        SqliteStorage storage = SqliteStorage.OpenInMemory();
        SqliteSessionStore<HookedSession> store = storage.Sessions<HookedSession>();
        store.Upsert(Session(0));
        Task? write = null;
        HookConverter.WhileReading.Value = () =>
        {
            using (ExecutionContext.SuppressFlow())
                write = Task.Factory.StartNew(() => store.Upsert(Session(1)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            while (write.Status != TaskStatus.Running)
                Thread.Yield();
            storage.Dispose();
        };

        Assert.Throws<ObjectDisposedException>(() => store.Read("0"));
        try
        {
            await write!;
        }
        catch (ObjectDisposedException)
        {
            // It came after the disposal.
        }
    }

    private (SqliteStorage Storage, ISessionStores Stores) Open(string kind)
    {
        SqliteStorage storage = kind == Memory ? SqliteStorage.OpenInMemory() : SqliteStorage.Open(_directory.PathOf("disposal.db"));
        storage.Sessions<HookedSession>().UpsertMany(Enumerable.Range(0, 3).Select(Session));
        return (storage, kind == Transaction ? storage.Begin() : storage);
    }

    private static HookedSession Session(int i) => new() { SessionId = $"{i}", Hook = new("hook"), Tail = new string('t', 5000) };

    private sealed class Reports(Action call) : IProgress<long>
    {
        public void Report(long value) => call();
    }
}
