using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop.SqlAlchemy;

/// <summary>
/// Tables that this library creates are read and written by what Python Agno reads and writes them with. Agno 2 and 3 ask the table which columns are JSON, so that a table may
/// hold the right bytes and still be of no use to them.
/// </summary>
public sealed class SqlAlchemyTests : IDisposable
{
    private const string Value = """{"text": "日本 \"q\" \\ 😀", "integer": 9007199254740993, "real": 1.5, "yes": true, "nothing": null, "list": [1, [], {"deep": {}}], "empty": "", "digits": "5"}""";

    private static readonly Dictionary<string, ISessionTypeCase> Cases = new()
    {
        ["1 agent"] = new Case<AgentSession>(1),
        ["1 team"] = new Case<TeamSession>(1),
        ["1 workflow"] = new Case<WorkflowSession>(1),
        ["1 workflow_v2"] = new Case<WorkflowV2Session>(1),
        ["2 agent"] = new Case<AgentSessionV2>(2),
        ["2 team"] = new Case<TeamSessionV2>(2),
        ["2 workflow"] = new Case<WorkflowSessionV2>(2),
        ["3 agent"] = new Case<AgentSessionV3>(3),
        ["3 team"] = new Case<TeamSessionV3>(3),
        ["3 workflow"] = new Case<WorkflowSessionV3>(3),
    };

    private readonly TemporaryDirectory _scratch = new();
    private readonly string _file;

    public SqlAlchemyTests() => _file = _scratch.PathOf("shared.db");

    public static TheoryData<string> SessionTypes => [.. Cases.Keys];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(SessionTypes))]
    public async Task What_is_stored_here_is_read_there(string type)
    {
        ISessionTypeCase tried = Cases[type];
        await using (SqliteStorage storage = SqliteStorage.Open(_file))
        {
            await tried.StoreAsync(storage, "full", () => JsonNode.Parse(Value));
            await tried.StoreAsync(storage, "bare", () => JsonValue.Create(5));
            await tried.StoreAsync(storage, "empty", () => null);
        }

        SqlAlchemyTable table = await SqlAlchemy.ReadAsync(tried.Layout, _file, tried.Table);

        Dictionary<string, JsonObject> rows = table.Rows.ToDictionary(row => (string)row!["session_id"]!, row => row!.AsObject());
        Assert.Equal(3, rows.Count);
        foreach (string column in tried.JsonColumns)
        {
            Assert.Equal("JSON", (string?)table.Types[column]);
            AssertSame(JsonNode.Parse(Value), rows["full"][column]);
            AssertSame(JsonValue.Create(5), rows["bare"][column]);
            AssertSame(null, rows["empty"][column]);
        }
        Assert.Equal("ada", (string?)rows["full"]["user_id"]);
        Assert.True((long)rows["full"]["created_at"]! > 1_700_000_000);
    }

    [Theory]
    [MemberData(nameof(SessionTypes))]
    public async Task What_is_stored_there_is_read_here(string type)
    {
        ISessionTypeCase tried = Cases[type];
        await using SqliteStorage storage = SqliteStorage.Open(_file);
        await tried.StoreAsync(storage, "updated", () => JsonValue.Create("before"));

        await SqlAlchemy.WriteAsync(tried.Layout, _file, tried.Table, [Row("updated"), Row("inserted")]);

        foreach (string id in (string[])["updated", "inserted"])
            foreach ((string column, JsonNode? value) in await tried.ReadAsync(storage, id))
                Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Value), value), $"{column} of '{id}' is {value?.ToJsonString() ?? "null"}.");

        // A table that has been to both sides is still one for both.
        await tried.StoreAsync(storage, "inserted", () => JsonNode.Parse("""{"again": [true]}"""));
        JsonNode there = (await SqlAlchemy.ReadAsync(tried.Layout, _file, tried.Table)).Rows.Single(row => (string)row!["session_id"]! == "inserted")!;
        foreach (string column in tried.JsonColumns)
            AssertSame(JsonNode.Parse("""{"again": [true]}"""), there[column]);

        JsonObject Row(string id)
        {
            var row = new JsonObject { ["session_id"] = id, ["user_id"] = "ada", ["created_at"] = 1_700_000_000 };
            if (tried.SessionType is { } name)
                row["session_type"] = name;
            foreach (string column in tried.JsonColumns)
                row[column] = JsonNode.Parse(Value);
            return row;
        }
    }

    [Fact]
    public async Task Runs_go_both_ways()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_file);
        SqliteSessionStore<AgentSessionV3> sessions = storage.Sessions<AgentSessionV3>();
        var run = new JsonObject { ["run_id"] = "here", ["status"] = "COMPLETED", ["content"] = JsonNode.Parse(Value) };
        await sessions.UpsertAsync(new() { SessionId = "s", Runs = { run } }, Cancelled);

        JsonNode read = Assert.Single((await SqlAlchemy.ReadAsync(3, _file, "agno_runs")).Rows)!;
        AssertSame(run, read["run_data"]);
        await SqlAlchemy.WriteAsync(3, _file, "agno_runs",
        [
            new JsonObject
            {
                ["run_id"] = "there",
                ["session_id"] = "s",
                ["run_type"] = "agent",
                ["run_index"] = 1,
                ["created_at"] = 1_700_000_000,
                ["run_data"] = new JsonObject { ["run_id"] = "there", ["content"] = JsonNode.Parse(Value) },
            },
        ]);

        AgentSessionV3 session = (await sessions.ReadAsync("s", cancellationToken: Cancelled))!;
        Assert.Equal(["here", "there"], session.Runs.Select(stored => (string)stored.Value!["run_id"]!));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Value), session.Runs[1].Value!["content"]));
    }

    [Theory]
    [InlineData("v2_sessions", "agno_sessions")]
    [InlineData("v3_sessions", "agno_sessions")]
    [InlineData("v3_sessions", "agno_runs")]
    public async Task The_tables_are_declared_as_Agno_declares_them(string fixture, string table)
    {
        await using (SqliteStorage storage = SqliteStorage.Open(_file))
        {
            if (fixture == "v2_sessions")
                await storage.Sessions<TeamSessionV2>().CreateAsync(Cancelled);
            else
                await storage.Sessions<TeamSessionV3>().CreateAsync(Cancelled);
        }

        string sql = $"SELECT group_concat(name || ' ' || type || ' ' || \"notnull\" || ' ' || ifnull(dflt_value, '') || ' ' || pk, ', ') FROM (SELECT * FROM pragma_table_info('{table}') ORDER BY name)";
        Assert.Equal(RawTable.Scalar(PythonFixture.Load(fixture).CopyTo(_scratch), sql), RawTable.Scalar(_file, sql));
    }

    [Fact]
    public async Task Columns_of_a_records_own_stay_when_Python_stores_the_session()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_file);
        SqliteSessionStore<RankedSession> sessions = storage.Sessions<RankedSession>();
        await sessions.UpsertAsync(new() { SessionId = "s", Rank = 5, Tags = ["a", "b"], Figure = JsonValue.Create(7), Summary = JsonNode.Parse(Value) }, Cancelled);

        await SqlAlchemy.WriteAsync(2, _file, "ranked_sessions", [new JsonObject { ["session_id"] = "s", ["session_type"] = "agent", ["created_at"] = 1_700_000_000, ["summary"] = new JsonObject { ["new"] = 1 } }]);

        RankedSession session = (await sessions.ReadAsync("s", cancellationToken: Cancelled))!;
        Assert.Equal((5, 7, "a,b"), (session.Rank, (int)session.Figure.Value!, string.Join(',', session.Tags!)));
        Assert.Equal("""{"new":1}""", session.Summary.Value!.ToJsonString());
    }

    private static void AssertSame(JsonNode? expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"Python reads {actual?.ToJsonString() ?? "null"}, and {expected?.ToJsonString() ?? "null"} was stored.");

    private interface ISessionTypeCase
    {
        int Layout { get; }

        string Table { get; }

        string? SessionType { get; }

        IReadOnlyList<string> JsonColumns { get; }

        Task StoreAsync(SqliteStorage storage, string id, Func<JsonNode?> value);

        Task<Dictionary<string, JsonNode?>> ReadAsync(SqliteStorage storage, string id);
    }

    private sealed class Case<TSession>(int layout) : ISessionTypeCase
        where TSession : class, Records.ISessionRecord<TSession>, new()
    {
        private static readonly PropertyInfo[] Members = [.. typeof(TSession).GetProperties().Where(member => member.PropertyType == typeof(JsonColumn<JsonNode>))];

        public int Layout => layout;

        public string Table => TSession.Table.Name;

        public string? SessionType => TSession.Table.SessionType;

        public IReadOnlyList<string> JsonColumns { get; } = [.. Members.Select(ColumnOf)];

        public async Task StoreAsync(SqliteStorage storage, string id, Func<JsonNode?> value)
        {
            var session = new TSession();
            typeof(TSession).GetProperty("SessionId")!.SetValue(session, id);
            typeof(TSession).GetProperty("UserId")!.SetValue(session, "ada");
            foreach (PropertyInfo member in Members)
                member.SetValue(session, new JsonColumn<JsonNode>(value()));
            await storage.Sessions<TSession>().UpsertAsync(session, Cancelled);
        }

        public async Task<Dictionary<string, JsonNode?>> ReadAsync(SqliteStorage storage, string id)
        {
            TSession session = (await storage.Sessions<TSession>().ReadAsync(id, cancellationToken: Cancelled))!;
            return Members.ToDictionary(ColumnOf, member => ((JsonColumn<JsonNode>)member.GetValue(session)!).Value);
        }

        private static string ColumnOf(PropertyInfo member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name);
    }
}

/// <summary>A session of Agno 2 with columns that Agno does not know.</summary>
[SessionRecord(StorageMode.Agent, Layout = SessionLayout.V2, Table = "ranked_sessions")]
public sealed partial class RankedSession
{
    [SessionColumn(Default = 0)]
    public int Rank { get; set; }

    public List<string>? Tags { get; set; }

    public JsonColumn<JsonNode> Figure { get; set; }

    public JsonColumn<JsonNode> Summary { get; set; }
}
