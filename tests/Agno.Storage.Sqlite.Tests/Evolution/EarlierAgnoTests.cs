using Agno.Storage.Schema;
using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests.Evolution;

/// <summary>The upgrade of a table of Agno 2 to one of Agno 3, the one that Agno 2 can't follow: all or nothing, planned, and with a copy of what was before.</summary>
public sealed class EarlierAgnoTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Path => _directory.PathOf("agents.db");

    private string Copies => _directory.PathOf("copies");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task AnUpgradeThatIsRefusedLeavesTheTableToAgno2()
    {
        using SqliteStorage storage = SqliteStorage.Open(Path, new() { BackupDirectory = Copies });
        storage.Sessions<AgentSessionV2>().Upsert(new() { SessionId = "a" });
        Execute("ALTER TABLE agno_sessions ADD COLUMN topic INTEGER");

        Assert.Contains("topic", (await Assert.ThrowsAsync<SchemaException>(async () => await storage.Sessions<TopicalSession>().UpgradeSchemaAsync(TestContext.Current.CancellationToken))).Message);
        Assert.Contains("topic", Assert.Throws<SchemaException>(() => storage.Sessions<TopicalSession>().PlanUpgrade()).Message);

        Assert.Equal("a", storage.Sessions<AgentSessionV2>().Read("a")!.SessionId);
        Assert.Empty(Directory.Exists(Copies) ? Directory.GetFiles(Copies) : []);
        Assert.Equal(0L, Scalar("SELECT count(*) FROM sqlite_master WHERE name = 'agno_runs'"));
    }

    [Fact]
    public async Task ACopyIsMadeOfWhatAgno2Reads()
    {
        using (SqliteStorage storage = SqliteStorage.Open(Path, new() { BackupDirectory = Copies }))
        {
            storage.Sessions<AgentSessionV2>().Upsert(new() { SessionId = "a" });
            storage.Sessions<AgentSessionV2>("second").Upsert(new() { SessionId = "b" });

            storage.Sessions<AgentSessionV3>().UpgradeSchema();
            Assert.Single(Directory.GetFiles(Copies));

            var second = new ConversionTables(SessionLayout.V2) { Sessions = "second" };
            await foreach (ConvertedSession _ in storage.ConvertAsync(second, new(SessionLayout.V3) { Sessions = "second" }, TestContext.Current.CancellationToken))
            {
            }
        }
        string[] copies = Directory.GetFiles(Copies);
        Assert.Equal(2, copies.Length);
        string copy = Assert.Single(copies, file => System.IO.Path.GetFileName(file).Contains("agno_sessions", StringComparison.Ordinal));
        using SqliteStorage before = SqliteStorage.Open(copy);
        Assert.Equal("a", before.Sessions<AgentSessionV2>().Read("a")!.SessionId);
    }

    [Fact]
    public void ThePlanIsWhatTheUpgradeDoes()
    {
        using SqliteStorage storage = SqliteStorage.Open(Path);
        storage.Sessions<AgentSessionV2>().Upsert(new() { SessionId = "a" });
        SqliteSessionStore<AgentSessionV3> sessions = storage.Sessions<AgentSessionV3>();

        SchemaUpgrade plan = sessions.PlanUpgrade();

        Assert.False(plan.IsEmpty);
        Assert.Contains("CREATE TABLE IF NOT EXISTS \"agno_runs\"", plan.ToSql());
        Assert.Contains("VALUES ('agno_sessions', '3.0.0'", plan.ToSql());
        Assert.Equal("a", storage.Sessions<AgentSessionV2>().Read("a")!.SessionId);
        // It is a script, too: whoever runs it has the upgraded table.
        Execute(plan.ToSql());
        Assert.True(sessions.PlanUpgrade().IsEmpty);
        Assert.Equal("a", sessions.Read("a")!.SessionId);
    }

    [Fact]
    public async Task AnUpgradedTableIsAgno3sAndAgno2RefusesIt()
    {
        using SqliteStorage storage = SqliteStorage.Open(Path);
        storage.Sessions<AgentSessionV2>().Upsert(new() { SessionId = "a" });

        await storage.Sessions<AgentSessionV3>().UpgradeSchemaAsync(TestContext.Current.CancellationToken);

        Assert.Equal("a", storage.Sessions<AgentSessionV3>().Read("a")!.SessionId);
        Assert.Throws<SchemaException>(() => storage.Sessions<AgentSessionV2>().Read("a"));
    }

    // Not by the way: only who asks for it gets it.
    [Fact]
    public void AWriteDoesNotUpgradeIt()
    {
        using SqliteStorage storage = SqliteStorage.Open(Path);
        storage.Sessions<AgentSessionV2>().Upsert(new() { SessionId = "a" });

        Assert.Throws<SchemaException>(() => storage.Sessions<AgentSessionV3>().Upsert(new() { SessionId = "b" }));
        Assert.Throws<SchemaException>(storage.Sessions<AgentSessionV3>().Create);

        Assert.Equal(1, storage.Sessions<AgentSessionV2>().Count());
    }

    private object? Scalar(string sql)
    {
        using SqliteConnection connection = Connect();
        return connection.Scalar(sql);
    }

    private void Execute(string sql)
    {
        using SqliteConnection connection = Connect();
        connection.Execute(sql);
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        return connection;
    }
}

/// <summary>A session of Agno 3 with a column of its own.</summary>
[SessionRecord(StorageMode.Agent, Layout = SessionLayout.V3)]
public sealed partial class TopicalSession
{
    public string? Topic { get; set; }
}
