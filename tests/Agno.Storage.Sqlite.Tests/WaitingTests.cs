using System.Diagnostics;
using System.Text.Json.Nodes;
using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>How long calls wait for others, and how much of them is in memory meanwhile.</summary>
public sealed class WaitingTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    private readonly TemporaryDirectory _directory = new();
    private readonly string _path;

    public WaitingTests() => _path = _directory.PathOf("waiting.db");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Calls => [.. CallsOf(null!).Keys];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task WhatWritesBesideAnOpenTransactionFailsInTimeAndSaysSinceWhen(string call)
    {
        await using var storage = SqliteStorage.Open(_path, new() { BusyTimeout = Short, Synchronous = SqliteSynchronous.Normal });
        await storage.Sessions<AgentSessionV3>().UpsertAsync(new() { SessionId = "s", Runs = { RunOf("r") } }, Token);
        await using (SqliteStorageTransaction transaction = await storage.BeginAsync(Token))
        {
            await transaction.Sessions<AgentSessionV3>().UpsertAsync(new() { SessionId = "within" }, Token);

            var busy = await Assert.ThrowsAsync<StorageBusyException>(() => CallsOf(storage)[call]());

            Assert.Contains("A transaction of this process has been open for ", busy.Message);
            Assert.Contains("Write through the transaction's own stores", busy.Message);
            await transaction.CommitAsync(Token);
        }
        // Nothing of it is stored, then or later, and the same call succeeds.
        Assert.Equal(["s", "within"], storage.Sessions<AgentSessionV3>().ListIds().Order(StringComparer.Ordinal));
        Assert.Equal(["r"], storage.Sessions<AgentSessionV3>().ReadRuns<RunRow>("s").Select(run => run.RunId));
        await CallsOf(storage)[call]();
    }

    [Fact]
    public async Task CallsThatWaitForOneLockFailTogether()
    {
        const int Callers = 32;
        await using var storage = SqliteStorage.Open(_path, new() { BusyTimeout = TimeSpan.FromSeconds(1) });
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        store.Upsert(new() { SessionId = "s" });
        using var other = SqliteStorage.Open(_path);
        using (other.Begin())
        {
            // One after the other they would take half a minute.
            var time = Stopwatch.StartNew();
            Task[] calls = [.. Enumerable.Range(0, Callers).Select(i => Task.Run(async () => await (i % 2 == 0 ? BeginAsync() : store.UpsertAsync(new() { SessionId = $"{i}" }, Token).AsTask()), Token))];
            foreach (Task call in calls)
                await Assert.ThrowsAsync<StorageBusyException>(() => call);
            Assert.InRange(time.Elapsed.TotalSeconds, 0, Callers / 2);
        }
        store.Upsert(new() { SessionId = "t" });
        Assert.Equal(["s", "t"], store.ListIds().Order(StringComparer.Ordinal));

        async Task BeginAsync() => await (await storage.BeginAsync(Token)).DisposeAsync();
    }

    [Fact]
    public async Task WhatIsLeftOfTheTimeIsForThatCallAlone()
    {
        using var connection = new SqliteConnection($"Data Source={_path};Pooling=False");
        connection.Open();
        connection.Execute("PRAGMA journal_mode = WAL");
        await using var storage = SqliteStorage.OpenConnection(connection, new() { BusyTimeout = TimeSpan.FromMilliseconds(200) });
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        store.Upsert(new() { SessionId = "s" });
        using (var other = SqliteStorage.Open(_path))
        using (other.Begin())
        {
            Task[] calls = [.. Enumerable.Range(0, 8).Select(i => Task.Run(async () => await store.UpsertAsync(new() { SessionId = $"{i}" }, Token), Token))];
            foreach (Task call in calls)
                await Assert.ThrowsAsync<StorageBusyException>(() => call);
        }

        Assert.Equal(200L, connection.Scalar("PRAGMA busy_timeout"));
    }

    [Fact]
    public async Task WritesThatGetOnAreWaitedForHoweverShortTheTimeout()
    {
        await using var storage = SqliteStorage.Open(_path, new() { BusyTimeout = TimeSpan.Zero, Synchronous = SqliteSynchronous.Normal, MaxPendingWrites = 3 });
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        store.Create();

        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(async () => await store.UpsertAsync(new() { SessionId = $"{i}" }, Token), Token)));

        Assert.Equal(400, store.Count());
    }

    [Theory]
    [InlineData("upsert")]
    [InlineData("insert")]
    [InlineData("replace")]
    [InlineData("import")]
    [InlineData("bulk")]
    [InlineData("update")]
    public async Task WhatFindsNoPlaceIsNotEncodedYet(string how)
    {
        int encoded = 0;
        await using var storage = SqliteStorage.Open(_path, new() { MaxPendingWrites = 4, BusyTimeout = TimeSpan.FromMinutes(2) });
        SqliteSessionStore<HookedSession> store = storage.Sessions<HookedSession>();
        store.Create();
        if (how is "replace" or "update")
            store.UpsertMany(Enumerable.Range(0, 40).Select(i => Session(i, 1)));
        HookConverter.WhileEncoding.Value = () => Interlocked.Increment(ref encoded);
        SqliteStorageTransaction transaction = storage.Begin();

        Task[] writes = [.. Enumerable.Range(0, 40).Select(i => Write(store, Session(i, 1), how))];

        Assert.DoesNotContain(writes, write => write.IsCompleted);
        Assert.Equal(4, encoded);
        transaction.Dispose();
        await Task.WhenAll(writes);
        Assert.Equal(40, store.Count());
    }

    [Fact]
    public async Task BytesThatWaitAreBoundedToo()
    {
        int encoded = 0;
        await using var storage = SqliteStorage.Open(_path, new() { MaxPendingBytes = 10_000, BusyTimeout = TimeSpan.FromMinutes(2) });
        SqliteSessionStore<HookedSession> store = storage.Sessions<HookedSession>();
        store.Create();
        HookConverter.WhileEncoding.Value = () => Interlocked.Increment(ref encoded);
        SqliteStorageTransaction transaction = storage.Begin();

        Task[] writes = [.. Enumerable.Range(0, 40).Select(i => Write(store, Session(i, 4000), "upsert"))];

        // The third one passes the bound.
        Assert.Equal(3, encoded);
        transaction.Dispose();
        await Task.WhenAll(writes);
        Assert.Equal(40, store.Count());
    }

    [Fact]
    public async Task ThoseWithoutAPlaceFailInTimeToo()
    {
        await using var storage = SqliteStorage.Open(_path, new() { MaxPendingWrites = 1, BusyTimeout = Short });
        SqliteSessionStore<HookedSession> store = storage.Sessions<HookedSession>();
        store.Create();
        using (storage.Begin())
        {
            Task[] writes = [.. Enumerable.Range(0, 20).Select(i => Write(store, Session(i, 1), "upsert"))];
            foreach (Task write in writes)
                Assert.Contains("A transaction of this process", (await Assert.ThrowsAsync<StorageBusyException>(() => write)).Message);
        }
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Write(store, Session(i, 1), "upsert")));
        Assert.Equal(20, store.Count());
    }

    [Fact]
    public void ABulkWriteReadsTheSameStorageWhileItHoldsThePlace()
    {
        using var storage = SqliteStorage.Open(_path, new() { MaxPendingWrites = 1 });
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();

        store.UpsertMany(Enumerable.Range(0, 50).Select(i =>
        {
            store.Upsert(new() { SessionId = $"beside-{i}" });
            return new StrictSession { SessionId = $"{i}" };
        }));

        Assert.Equal(100, store.Count());
    }

    [Fact]
    public async Task ABusyTimeoutIsWholeAgainAfterTheLogWasShortened()
    {
        using var connection = new SqliteConnection($"Data Source={_path};Pooling=False");
        connection.Open();
        using var storage = SqliteStorage.Open(_path, new() { BusyTimeout = TimeSpan.FromMinutes(2), Synchronous = SqliteSynchronous.Normal });
        SqliteSessionStore<HookedSession> store = storage.Sessions<HookedSession>();
        store.Upsert(Session(0, 1));
        // A log that is longer than 16 MB is shortened before the next write.
        using (SqliteStorageTransaction transaction = storage.Begin())
        {
            for (int i = 0; i < 6; i++)
                transaction.Sessions<HookedSession>().Upsert(Session(i, 4 << 20));
            transaction.Commit();
        }
        Assert.InRange(new FileInfo(_path + "-wal").Length, 16 << 20, long.MaxValue);
        while (new FileInfo(_path + "-wal").Length > 16 << 20)
            store.Upsert(Session(7, 1));

        connection.Execute("BEGIN IMMEDIATE");
        Task write = Task.Run(() => store.Upsert(Session(8, 1)), Token);
        // Longer than the time that shortening takes at most: with that, the write would have failed.
        Assert.NotSame(write, await Task.WhenAny(write, Task.Delay(400, Token)));
        connection.Execute("ROLLBACK");
        await write;
    }

    [Fact]
    public async Task ACommitThatIsBusyIsNotTriedRowByRow()
    {
        using var connection = new SqliteConnection($"Data Source={_path};Pooling=False");
        using var other = new SqliteConnection($"Data Source={_path};Pooling=False");
        connection.Open();
        other.Open();
        int tried = 0;
        connection.CreateFunction("tried", () => Interlocked.Increment(ref tried));
        await using var storage = SqliteStorage.OpenConnection(connection, new() { BusyTimeout = TimeSpan.FromSeconds(1) });
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        store.Upsert(new() { SessionId = "before" });
        connection.Execute("CREATE TRIGGER counted AFTER INSERT ON strict_sessions BEGIN SELECT tried(); END");
        using SqliteCommand command = other.CreateCommand();
        command.CommandText = "SELECT session_id FROM strict_sessions";
        using (SqliteDataReader reader = command.ExecuteReader())
        {
            Assert.True(reader.Read());
            SqliteStorageTransaction first = storage.Begin();
            Task<StrictSession>[] group = [.. Enumerable.Range(0, 40).Select(i => store.UpsertAsync(new() { SessionId = $"{i}" }, Token).AsTask())];
            first.Dispose();
            foreach (Task<StrictSession> write in group)
                await Assert.ThrowsAsync<StorageBusyException>(() => write);
        }

        // Together, and again those whose own time was not over: each row by itself would be 40 more.
        Assert.InRange(tried, 0, 79);
        Assert.Equal(["before"], store.ListIds());
    }

    private static Dictionary<string, Func<Task>> CallsOf(SqliteStorage storage)
    {
        SqliteSessionStore<AgentSessionV3>? store = storage?.Sessions<AgentSessionV3>();
        return new()
        {
            ["Upsert"] = () => Run(() => store!.Upsert(New("new"))),
            ["UpsertAsync"] = () => store!.UpsertAsync(New("new"), Token).AsTask(),
            ["Insert"] = () => Run(() => store!.Insert(New("new"))),
            ["InsertAsync"] = () => store!.InsertAsync(New("new"), Token).AsTask(),
            ["Replace"] = () => Run(() => store!.Replace(New("s"))),
            ["ReplaceAsync"] = () => store!.ReplaceAsync(New("s"), Token).AsTask(),
            ["Import"] = () => Run(() => store!.Import(New("new"))),
            ["ImportAsync"] = () => store!.ImportAsync(New("new"), Token).AsTask(),
            ["Update"] = () => Run(() => store!.Update("s", session => session)),
            ["UpdateAsync"] = () => store!.UpdateAsync("s", session => session, cancellationToken: Token).AsTask(),
            ["UpsertMany"] = () => Run(() => store!.UpsertMany([New("new")])),
            ["UpsertManyAsync"] = () => store!.UpsertManyAsync(new[] { New("new") }.ToAsyncEnumerable(), cancellationToken: Token).AsTask(),
            ["Delete"] = () => Run(() => store!.Delete("s")),
            ["DeleteAsync"] = () => store!.DeleteAsync("s", cancellationToken: Token).AsTask(),
            ["DeleteMany"] = () => Run(() => store!.DeleteMany(new())),
            ["DeleteManyAsync"] = () => store!.DeleteManyAsync(new(), cancellationToken: Token).AsTask(),
            ["AppendRun"] = () => Run(() => store!.AppendRun("s", RunOf("new"))),
            ["AppendRunAsync"] = () => store!.AppendRunAsync("s", RunOf("new"), cancellationToken: Token).AsTask(),
            ["UpdateRun"] = () => Run(() => store!.UpdateRun("s", RunOf("r"))),
            ["UpdateRunAsync"] = () => store!.UpdateRunAsync("s", RunOf("r"), cancellationToken: Token).AsTask(),
            ["ImportRun"] = () => Run(() => store!.ImportRun("s", Row("new"))),
            ["ImportRunAsync"] = () => store!.ImportRunAsync("s", Row("new"), Token).AsTask(),
            ["DeleteRun"] = () => Run(() => store!.DeleteRun("s", "r")),
            ["DeleteRunAsync"] = () => store!.DeleteRunAsync("s", "r", cancellationToken: Token).AsTask(),
            ["Fork"] = () => Run(() => store!.Fork("s")),
            ["ForkAsync"] = () => store!.ForkAsync("s", cancellationToken: Token).AsTask(),
            ["Create"] = () => Run(store is null ? null! : store.Create),
            ["CreateAsync"] = () => store!.CreateAsync(Token).AsTask(),
            ["the first write to a table"] = () => storage!.Sessions<StrictSession>().UpsertAsync(new() { SessionId = "new" }, Token).AsTask(),
            ["UpgradeSchema"] = () => Run(store is null ? null! : store.UpgradeSchema),
            ["UpgradeSchemaAsync"] = () => store!.UpgradeSchemaAsync(Token).AsTask(),
            ["Drop"] = () => Run(store is null ? null! : store.Drop),
            ["DropAsync"] = () => store!.DropAsync(Token).AsTask(),
            ["Begin"] = () => Run(() => storage!.Begin().Dispose()),
            ["BeginAsync"] = async () => await (await storage!.BeginAsync(Token)).DisposeAsync(),
        };

        static AgentSessionV3 New(string id) => new() { SessionId = id, UserId = "ada", CreatedAt = 1, UpdatedAt = 1 };

        static Task Run(Action call) => Task.Run(call, Token);
    }

    private static JsonColumn<JsonNode> RunOf(string id) => new(new JsonObject { ["run_id"] = id, ["agent_id"] = "agent", ["content"] = "text" });

    private static RunRow Row(string id) => new(id, new(new JsonObject { ["run_id"] = id }));

    private static HookedSession Session(int i, int length) => new() { SessionId = $"{i}", Hook = new("hook"), Tail = new string('t', length) };

    private static Task Write(SqliteSessionStore<HookedSession> store, HookedSession session, string how) => how switch
    {
        "upsert" => store.UpsertAsync(session, Token).AsTask(),
        "insert" => store.InsertAsync(session, Token).AsTask(),
        "replace" => store.ReplaceAsync(session, Token).AsTask(),
        "import" => store.ImportAsync(session, Token).AsTask(),
        "update" => store.UpdateAsync(session.SessionId, _ => session, cancellationToken: Token).AsTask(),
        _ => store.UpsertManyAsync(new[] { session }.ToAsyncEnumerable(), cancellationToken: Token).AsTask(),
    };
}
