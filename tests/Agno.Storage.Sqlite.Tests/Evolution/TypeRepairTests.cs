using System.Text.Json.Nodes;
using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Tests.Interop;
using Agno.Storage.Sqlite.Tests.Interop.SqlAlchemy;
using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests.Evolution;

/// <summary>Tables that an earlier build created with TEXT and INTEGER, which Agno can't read, get Agno's types by the upgrade. Their sessions, runs and other columns stay as they are.</summary>
public sealed class TypeRepairTests : IDisposable
{
    private const string TypesSql = "SELECT group_concat(name || ' ' || type || ' ' || \"notnull\" || ' ' || ifnull(dflt_value, '') || ' ' || pk, ', ') FROM pragma_table_xinfo('agno_sessions')";

    private const string TextSql = "SELECT sql FROM sqlite_master WHERE name = 'agno_sessions'";

    private readonly TemporaryDirectory _directory = new();
    private readonly string _file;

    public TypeRepairTests() => _file = _directory.PathOf("agents.db");

    private string Copies => _directory.PathOf("copies");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void EveryTypeOfSessionsGetsAgnosTypes()
    {
        AssertRepaired<AgentSessionV2>("agent2");
        AssertRepaired<TeamSessionV2>("team2");
        AssertRepaired<WorkflowSessionV2>("workflow2");
        AssertRepaired<AgentSessionV3>("agent3");
        AssertRepaired<TeamSessionV3>("team3");
        AssertRepaired<WorkflowSessionV3>("workflow3");
    }

    [Fact]
    public async Task SqlAlchemyReadsTheTableAfterwards()
    {
        var value = JsonNode.Parse("""{"text": "日本 \"q\"", "integer": 9007199254740993, "list": [1, {"deep": null}]}""");
        EarlierTable.Create<AgentSessionV3>(_file);
        StoreAsEarlier("s", value, new JsonObject { ["run_id"] = "r", ["content"] = "kept" });
        Assert.Equal("TEXT", (string?)(await SqlAlchemy.ReadAsync(3, _file, "agno_sessions")).Types["session_data"]);

        Upgrade();

        SqlAlchemyTable table = await SqlAlchemy.ReadAsync(3, _file, "agno_sessions");
        JsonNode row = Assert.Single(table.Rows)!;
        foreach (string column in (string[])["session_data", "agent_data", "metadata", "summary"])
        {
            Assert.Equal("JSON", (string?)table.Types[column]);
            Assert.True(JsonNode.DeepEquals(value, row[column]), $"{column}: {row[column]}");
        }
        await SqlAlchemy.WriteAsync(3, _file, "agno_sessions",
            [new JsonObject { ["session_id"] = "s", ["session_type"] = "agent", ["created_at"] = 1_700_000_000, ["metadata"] = new JsonObject { ["by"] = "Agno" } }]);
        using SqliteStorage storage = SqliteStorage.Open(_file);
        AgentSessionV3 session = storage.Sessions<AgentSessionV3>().Read("s")!;
        Assert.Equal("Agno", (string?)session.Metadata.Value!["by"]);
        Assert.Equal("kept", (string?)Assert.Single(session.Runs).Value!["content"]);
    }

    [Fact]
    public void SessionsRunsAndIndexesStayAsTheyAre()
    {
        EarlierTable.Create<AgentSessionV3>(_file);
        for (int i = 0; i < 20; i++)
            StoreAsEarlier($"s{i}", new JsonObject { ["n"] = i }, new JsonObject { ["run_id"] = $"r{i}" });
        Execute("""INSERT INTO agno_sessions (session_id, session_type, created_at, metadata, summary) VALUES ('x', 'agent', 1, '{"plain": [1.50]}', x'00FF'), ('y', 'agent', 2, 'no JSON', '')""");
        var sessions = RawTable.Read(_file, "agno_sessions");
        var runs = RawTable.Read(_file, "agno_runs", "run_id");
        string others = Scalar("SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_master WHERE name <> 'agno_sessions' ORDER BY name)");

        Upgrade();

        Assert.Equal("JSON", Scalar("SELECT type FROM pragma_table_info('agno_sessions') WHERE name = 'metadata'"));
        Assert.Equal(sessions, RawTable.Read(_file, "agno_sessions"));
        Assert.Equal(runs, RawTable.Read(_file, "agno_runs", "run_id"));
        Assert.Equal(others, Scalar("SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_master WHERE name <> 'agno_sessions' ORDER BY name)"));
        AssertSound();
    }

    // Another program's: Agno writes JSON inside a string.
    [Theory]
    [InlineData("5")]
    [InlineData(" -5.0 ")]
    [InlineData("123456789012345678901234567890.10")]
    [InlineData("1e400")]
    public void AColumnThatHoldsABareNumberMeansTheSameAndKeepsItsDigits(string number)
    {
        EarlierTable.Create<AgentSessionV2>(_file);
        StoreAsEarlier2("s");
        Execute($"UPDATE agno_sessions SET metadata = '{number}'");
        Assert.Equal(number.Trim(), Metadata());

        Upgrade<AgentSessionV2>();

        Assert.Equal(number.Trim(), Metadata());
        Assert.Equal($"\"{number}\"", Scalar("SELECT metadata FROM agno_sessions"));
        AssertSound();

        string Metadata()
        {
            using SqliteStorage storage = SqliteStorage.Open(_file);
            return storage.Sessions<AgentSessionV2>().Read("s")!.Metadata.Value!.ToJsonString();
        }
    }

    [Fact]
    public void ColumnsOfTheRecordAndOfTheUserStay()
    {
        EarlierTable.Create<TopicalSession>(_file);
        Execute("""
            ALTER TABLE agno_sessions ADD COLUMN "note" TEXT DEFAULT '"metadata" TEXT, ''"summary" TEXT';
            ALTER TABLE agno_sessions ADD COLUMN "size" INTEGER AS (length("note")) VIRTUAL;
            INSERT INTO agno_sessions (session_id, session_type, created_at, topic) VALUES ('s', 'agent', 1, '5');
            """);

        Upgrade<TopicalSession>();

        Assert.Equal("topic TEXT, note TEXT, size INTEGER", Scalar("SELECT group_concat(name || ' ' || type, ', ') FROM pragma_table_xinfo('agno_sessions') WHERE name IN ('topic', 'note', 'size')"));
        Assert.Equal("5 \"metadata\" TEXT, '\"summary\" TEXT 32", Scalar("SELECT topic || ' ' || note || ' ' || size FROM agno_sessions"));
        AssertSound();
    }

    [Fact]
    public void AWriteRepairsAndWithoutAutoUpgradeNothingChanges()
    {
        EarlierTable.Create<AgentSessionV2>(_file);
        string before = Scalar(TextSql);
        using (SqliteStorage storage = SqliteStorage.Open(_file, new() { AutoUpgrade = false, BackupDirectory = Copies }))
        {
            storage.Sessions<AgentSessionV2>().Create();
            storage.Sessions<AgentSessionV2>().Upsert(new() { SessionId = "s" });
        }
        Assert.Equal(before, Scalar(TextSql));
        Assert.False(Directory.Exists(Copies));

        using (SqliteStorage storage = SqliteStorage.Open(_file, new() { BackupDirectory = Copies }))
        {
            Assert.Equal("s", storage.Sessions<AgentSessionV2>().Read("s")!.SessionId);
            Assert.Equal(before, Scalar(TextSql));
            storage.Sessions<AgentSessionV2>().Upsert(new() { SessionId = "t" });
        }
        Assert.Contains("\"metadata\" JSON", Scalar(TextSql));
        string copy = Assert.Single(Directory.GetFiles(Copies));
        Assert.Equal(before, RawTable.Scalar(copy, TextSql));
        Assert.Equal("s", RawTable.Scalar(copy, "SELECT group_concat(session_id) FROM agno_sessions"));
    }

    [Fact]
    public void ThePlanShowsItAndIsTheScript()
    {
        EarlierTable.Create<AgentSessionV3>(_file);
        StoreAsEarlier("s", JsonValue.Create(1), new JsonObject { ["run_id"] = "r" });
        using SqliteStorage storage = SqliteStorage.Open(_file);
        SqliteSessionStore<AgentSessionV3> sessions = storage.Sessions<AgentSessionV3>();

        SchemaUpgrade plan = sessions.PlanUpgrade();

        Assert.False(plan.IsEmpty);
        Assert.Contains("\"session_data\" JSON", plan.ToSql());
        Assert.Contains("\"session_data\" TEXT", Scalar(TextSql));
        Execute(plan.ToSql());
        Assert.True(sessions.PlanUpgrade().IsEmpty);
        Assert.Contains("\"session_data\" JSON", Scalar(TextSql));
        Assert.Single(sessions.Read("s")!.Runs);
        AssertSound();
    }

    [Fact]
    public void ATableOfAgno2IsRepairedWhereItBecomesOneOfAgno3()
    {
        EarlierTable.Create<AgentSessionV2>(_file);
        StoreAsEarlier2("s", JsonNode.Parse("""[{"run_id": "r"}]"""));

        Upgrade();

        Assert.Equal("JSON", Scalar("SELECT type FROM pragma_table_info('agno_sessions') WHERE name = 'runs'"));
        using SqliteStorage storage = SqliteStorage.Open(_file);
        Assert.Single(storage.Sessions<AgentSessionV3>().Read("s")!.Runs);
        AssertSound();
    }

    [Theory]
    [InlineData("\"metadata\" TEXT", "\"metadata\" CLOB")]
    [InlineData("\"metadata\" TEXT", "\"metadata\" JSON")]
    [InlineData("\"metadata\" TEXT", "\"metadata\" text")]
    [InlineData("\"metadata\" TEXT", "metadata TEXT")]
    [InlineData("\"metadata\" TEXT", "\"metadata\" TEXT CHECK (metadata <> '')")]
    [InlineData("\"user_id\" TEXT", "\"user_id\" TEXT COLLATE NOCASE")]
    [InlineData("\"user_id\" TEXT", "\"user_id\" VARCHAR")]
    [InlineData("\"created_at\" INTEGER", "\"created_at\" INT")]
    [InlineData("\"updated_at\" INTEGER", "\"updated_at\" INTEGER NOT NULL")]
    [InlineData("\"session_id\" TEXT NOT NULL PRIMARY KEY", "\"session_id\" TEXT PRIMARY KEY")]
    [InlineData("\"summary\" TEXT", "\"digest\" TEXT")]
    [InlineData("\n)", "\n) STRICT")]
    [InlineData("\n)", "\n) WITHOUT ROWID")]
    public void ATableThatIsDeclaredOtherwiseIsLeftAlone(string part, string otherwise)
    {
        EarlierTable.Create<LabelledSession>(_file, sql =>
        {
            Assert.Contains(part, sql);
            return sql.Replace(part, otherwise, StringComparison.Ordinal);
        });
        Execute("INSERT INTO agno_sessions (session_id, session_type, created_at, updated_at) VALUES ('s', 'agent', 1, 1)");
        string before = Scalar(TextSql);
        using SqliteStorage storage = SqliteStorage.Open(_file, new() { AutoUpgrade = otherwise != "\"digest\" TEXT" });
        SqliteSessionStore<LabelledSession> sessions = storage.Sessions<LabelledSession>();

        if (otherwise != "\"digest\" TEXT")
            sessions.Update("s", session => session);
        else
            Assert.DoesNotContain("sqlite_master", sessions.PlanUpgrade().ToSql());

        Assert.Equal(before, Scalar(TextSql));
    }

    // It can't be built again: by Agno's type, two rows are in it that were not by the old one.
    [Fact]
    public void ARepairThatFailsIsUndone()
    {
        EarlierTable.Create<AgentSessionV2>(_file);
        StoreAsEarlier2("s");
        StoreAsEarlier2("t");
        Execute("UPDATE agno_sessions SET metadata = '\"{}\"'; CREATE UNIQUE INDEX one ON agno_sessions (length(metadata)) WHERE metadata > 5");
        string before = Scalar(TextSql);
        using var connection = new SqliteConnection($"Data Source={_file};Pooling=False");
        connection.Open();
        using (SqliteStorage storage = SqliteStorage.OpenConnection(connection, new() { BackupDirectory = Copies }))
        {
            Assert.ThrowsAny<StorageException>(storage.Sessions<AgentSessionV2>().UpgradeSchema);
            Assert.Equal("s", storage.Sessions<AgentSessionV2>().Read("s")!.SessionId);
        }
        Assert.Equal(0L, connection.Scalar("PRAGMA writable_schema"));
        Assert.Equal(before, Scalar(TextSql));
        Assert.Empty(Directory.Exists(Copies) ? Directory.GetFiles(Copies) : []);
        AssertSound();
    }

    [Fact]
    public void OtherConnectionsSeeTheTypesAndATransactionUndoesThem()
    {
        EarlierTable.Create<AgentSessionV2>(_file);
        StoreAsEarlier2("s");
        string before = Scalar(TypesSql);
        using SqliteStorage storage = SqliteStorage.Open(_file);
        using SqliteStorage other = SqliteStorage.Open(_file);
        Assert.NotNull(other.Sessions<AgentSessionV2>().Read("s"));

        using (SqliteStorageTransaction transaction = storage.Begin())
        {
            transaction.Sessions<AgentSessionV2>().Upsert(new() { SessionId = "t" });
            Assert.NotNull(transaction.Sessions<AgentSessionV2>().Read("t"));
        }
        Assert.Equal(before, Scalar(TypesSql));
        Assert.Null(storage.Sessions<AgentSessionV2>().Read("t"));

        storage.Sessions<AgentSessionV2>().Upsert(new() { SessionId = "t" });
        other.Sessions<AgentSessionV2>().Upsert(new() { SessionId = "u" });
        Assert.Equal(3, storage.Sessions<AgentSessionV2>().Count());
        Assert.NotEqual(before, Scalar(TypesSql));
        AssertSound();
    }

    private void AssertRepaired<TSession>(string name)
        where TSession : class, ISessionRecord<TSession>
    {
        string created = _directory.PathOf($"{name}-created.db");
        string earlier = _directory.PathOf($"{name}-earlier.db");
        using (SqliteStorage storage = SqliteStorage.Open(created))
            storage.Sessions<TSession>().Create();
        EarlierTable.Create<TSession>(earlier);
        Assert.NotEqual(RawTable.Scalar(created, TypesSql), RawTable.Scalar(earlier, TypesSql));

        using (SqliteStorage storage = SqliteStorage.Open(earlier))
            storage.Sessions<TSession>().UpgradeSchema();

        Assert.Equal(RawTable.Scalar(created, TypesSql), RawTable.Scalar(earlier, TypesSql));
        Assert.Equal(RawTable.Scalar(created, TextSql), RawTable.Scalar(earlier, TextSql));
    }

    private void StoreAsEarlier(string id, JsonNode? value, JsonNode run)
    {
        using SqliteStorage storage = SqliteStorage.Open(_file, EarlierTable.Unchanged);
        storage.Sessions<AgentSessionV3>().Upsert(new()
        {
            SessionId = id,
            SessionData = value?.DeepClone(),
            AgentData = value?.DeepClone(),
            Metadata = value?.DeepClone(),
            Summary = value?.DeepClone(),
            Runs = { run },
        });
    }

    private void StoreAsEarlier2(string id, JsonNode? runs = null)
    {
        using SqliteStorage storage = SqliteStorage.Open(_file, EarlierTable.Unchanged);
        storage.Sessions<AgentSessionV2>().Upsert(new() { SessionId = id, Runs = runs });
    }

    private void Upgrade() => Upgrade<AgentSessionV3>();

    private void Upgrade<TSession>()
        where TSession : class, ISessionRecord<TSession>
    {
        using SqliteStorage storage = SqliteStorage.Open(_file);
        storage.Sessions<TSession>().UpgradeSchema();
    }

    private void AssertSound()
    {
        Assert.Equal("ok", Scalar("PRAGMA integrity_check"));
        Assert.Equal("0", Scalar("SELECT count(*) FROM pragma_foreign_key_check"));
    }

    private string Scalar(string sql) => RawTable.Scalar(_file, sql);

    private void Execute(string sql) => RawTable.Execute(_file, sql);
}

/// <summary>A session of Agno 2 with a column of its own.</summary>
[SessionRecord(StorageMode.Agent, Layout = SessionLayout.V2)]
public sealed partial class LabelledSession
{
    public string? Label { get; set; }
}
