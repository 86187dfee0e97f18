using System.Text.Json;
using System.Text.Json.Nodes;
using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop;

public sealed class Layout3AgentTests() : Layout3FixtureTests<AgentSessionV3>("v3_sessions", Layout3Keys.Of, session => session.Runs);

public sealed class Layout3TeamTests() : Layout3FixtureTests<TeamSessionV3>("v3_sessions", Layout3Keys.Of, session => session.Runs);

public sealed class Layout3WorkflowTests() : Layout3FixtureTests<WorkflowSessionV3>("v3_sessions", Layout3Keys.Of, session => session.Runs);

public sealed class Layout3MigratedAgentTests() : Layout3FixtureTests<AgentSessionV3>("v3_migrated_from_v2", Layout3Keys.Of, session => session.Runs);

public sealed class Layout3MigratedTeamTests() : Layout3FixtureTests<TeamSessionV3>("v3_migrated_from_v2", Layout3Keys.Of, session => session.Runs);

public sealed class Layout3MigratedWorkflowTests() : Layout3FixtureTests<WorkflowSessionV3>("v3_migrated_from_v2", Layout3Keys.Of, session => session.Runs);

/// <summary>One type of session in a file of Python Agno 3, through its built-in session.</summary>
/// <param name="name">The file.</param>
/// <param name="keysOf">The session's columns as canonical text.</param>
/// <param name="runsOf">The session's runs.</param>
public abstract class Layout3FixtureTests<TSession>(string name, Func<TSession, string[]> keysOf, Func<TSession, List<JsonColumn<JsonNode>>> runsOf) : IDisposable
    where TSession : class, ISessionRecord<TSession>
{
    private readonly PythonFixture _fixture = PythonFixture.Load(name);
    private readonly TemporaryDirectory _scratch = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static string Type => TSession.Table.SessionType!;

    private List<JsonElement> Sessions => [.. _fixture.Sessions.Where(session => session.GetProperty("row").GetProperty("session_type").GetString() == Type)];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Every_session_and_run_equals_what_Python_reads()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_fixture.CopyTo(_scratch));
        ISessionStore<TSession> store = storage.Sessions<TSession>();
        Dictionary<string, TSession> listed = await store.ListAsync(new() { Runs = RunWindow.All }, Cancelled).ToDictionaryAsync(TSession.GetSessionId, cancellationToken: Cancelled);

        Assert.NotEmpty(Sessions);
        Assert.Equal(Sessions.Count, listed.Count);
        foreach (JsonElement session in Sessions)
        {
            JsonElement row = session.GetProperty("row");
            string id = row.GetProperty("session_id").GetString()!;
            TSession read = (await store.ReadAsync(id, row.GetProperty("user_id").GetString(), Cancelled))!;
            Assert.Equal(Layout3Keys.Of(row), keysOf(read));
            Assert.Equal(Texts(session.GetProperty("run_ids")), runsOf(read).Select(IdOf));
            Assert.Equal(Texts(session.GetProperty("run_ids")), runsOf(listed[id]).Select(IdOf));

            Dictionary<string, string> stored = session.GetProperty("runs").EnumerateArray().ToDictionary(run => run.GetProperty("run_id").GetString()!, run => PythonValue.Of(run.GetProperty("run_data")));
            foreach (JsonColumn<JsonNode> run in runsOf(read))
                if (stored.TryGetValue(IdOf(run), out string? expected))
                    Assert.Equal(expected, PythonValue.Of(run.Value));

            RunRow[] rows = await store.ReadRunsAsync<RunRow>(id, cancellationToken: Cancelled).ToArrayAsync(Cancelled);
            Assert.Equal(session.GetProperty("runs").EnumerateArray().Select(Layout3Keys.OfRun), rows.Select(Layout3Keys.Of));
        }
    }

    [Fact]
    public async Task Queries_give_what_Python_gives()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_fixture.CopyTo(_scratch));
        ISessionStore<TSession> store = storage.Sessions<TSession>();
        HashSet<string> own = [.. Sessions.Select(session => session.GetProperty("row").GetProperty("session_id").GetString()!)];
        int windows = 0, lists = 0, runs = 0;
        foreach (JsonElement query in _fixture.Queries)
        {
            JsonElement arguments = query.GetProperty("args");
            string? id = Text(arguments, "session_id");
            switch (query.GetProperty("call").GetString())
            {
                case "get_session" when own.Contains(id!):
                    int limit = arguments.GetProperty("runs_limit").GetInt32();
                    TSession? session = await store.ReadAsync(id!, RunWindow.Last(limit), cancellationToken: Cancelled);
                    Assert.Equal(Texts(query.GetProperty("run_ids")), runsOf(session!).Select(IdOf));
                    windows++;
                    break;
                case "get_runs" when id is not null && own.Contains(id) && arguments.EnumerateObject().Count() == 1:
                    List<string> ids = await store.ReadRunsAsync<RunRow>(id, cancellationToken: Cancelled).Select(run => run.RunId).ToListAsync(Cancelled);
                    Assert.Equal(Texts(query.GetProperty("run_ids")).Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
                    runs++;
                    break;
                case "get_sessions" when FilterOf(arguments) is { } filter:
                    List<string> found = await store.ListIdsAsync(filter, Cancelled).ToListAsync(Cancelled);
                    Assert.Equal(Texts(query.GetProperty("ids")).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
                    lists++;
                    break;
            }
        }
        Assert.True(windows >= 3 && lists >= 3 && runs >= 2, $"Only {windows} windows, {lists} lists and {runs} lists of runs were compared.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_then_upsert_leaves_every_value_as_it_was_except_updated_at(bool parses)
    {
        string file = _fixture.CopyTo(_scratch);
        Dictionary<string, Dictionary<string, string>> before = RawTable.Read(file, "agno_sessions");
        Dictionary<string, Dictionary<string, string>> runs = RawTable.Read(file, "agno_runs", "run_id");
        List<string> ids;
        await using (SqliteStorage storage = SqliteStorage.Open(file))
        {
            ISessionStore<TSession> store = storage.Sessions<TSession>();
            ids = await store.ListIdsAsync(cancellationToken: Cancelled).ToListAsync(Cancelled);
            foreach (string id in ids)
            {
                TSession session = (await store.ReadAsync(id, cancellationToken: Cancelled))!;
                if (parses)
                    Assert.All(runsOf(session), run => Assert.NotNull(run.Value));
                await store.UpsertAsync(session, Cancelled);
            }
        }

        Dictionary<string, Dictionary<string, string>> after = RawTable.Read(file, "agno_sessions");
        foreach (string id in ids)
            before[id]["updated_at"] = after[id]["updated_at"];
        Assert.Equal(before, after);
        Assert.Equal(runs, RawTable.Read(file, "agno_runs", "run_id"));
        Assert.Equal("3.0.0 3.0.0", RawTable.Scalar(file, "SELECT group_concat(version, ' ') FROM agno_schema_versions WHERE table_name IN ('agno_sessions', 'agno_runs')"));
    }

    [Fact]
    public async Task A_turn_changes_its_own_rows_only()
    {
        string file = _fixture.CopyTo(_scratch);
        JsonElement long_ = Sessions.MaxBy(session => session.GetProperty("run_ids").GetArrayLength());
        string id = long_.GetProperty("row").GetProperty("session_id").GetString()!;
        Dictionary<string, Dictionary<string, string>> before = RawTable.Read(file, "agno_runs", "run_id");
        long last = long.Parse(RawTable.Scalar(file, $"SELECT max(run_index) FROM agno_runs WHERE session_id = '{id.Replace("'", "''")}'"), System.Globalization.CultureInfo.InvariantCulture);
        await using (SqliteStorage storage = SqliteStorage.Open(file))
        {
            ISessionStore<TSession> store = storage.Sessions<TSession>();
            TSession session = (await store.ReadAsync(id, RunWindow.Last(1), cancellationToken: Cancelled))!;
            runsOf(session).Add(new JsonObject { ["run_id"] = "new", ["status"] = "COMPLETED", ["created_at"] = 1700000000, [$"{Type}_id"] = "日本" });
            await store.UpsertAsync(session, Cancelled);
        }

        Dictionary<string, Dictionary<string, string>> after = RawTable.Read(file, "agno_runs", "run_id");
        Assert.True(after.Remove("new", out Dictionary<string, string>? added));
        Assert.Equal(before, after);
        Assert.Equal(Exact($$"""{"run_id":"new","status":"COMPLETED","created_at":1700000000,"{{Type}}_id":"日本"}"""), added["run_data"]);
        Assert.Equal((Exact(Type), Exact("日本"), Exact("COMPLETED"), Exact(id)), (added["run_type"], added[$"{Type}_id"], added["status"], added["session_id"]));
        Assert.Equal($"{last + 1} 1700000000", RawTable.Scalar(file, "SELECT run_index || ' ' || created_at FROM agno_runs WHERE run_id = 'new'"));
        Assert.Equal("ok", RawTable.Scalar(file, "PRAGMA integrity_check"));
        Assert.Equal("0", RawTable.Scalar(file, "SELECT count(*) FROM pragma_foreign_key_check"));
    }

    [Fact]
    public async Task The_schema_fits_without_an_upgrade()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_fixture.CopyTo(_scratch));
        SchemaDiff? diff = await storage.Sessions<TSession>().CompareSchemaAsync(Cancelled);

        Assert.NotNull(diff);
        Assert.True(diff.IsCompatible, string.Join(" ", diff.Conflicts));
    }

    // Null where the query asks for what a filter does not have. To Python an empty user is none; here it is a user like any other.
    private static SessionFilter? FilterOf(JsonElement arguments) =>
        Text(arguments, "session_type") != Type || Text(arguments, "user_id") == "" || arguments.EnumerateObject().Any(argument => argument.Name is "limit" or "page" or "session_name" or "start_timestamp" or "end_timestamp")
            ? null
            : new() { UserId = Text(arguments, "user_id"), EntityId = Text(arguments, "component_id") };

    private static string? Text(JsonElement arguments, string key) => arguments.TryGetProperty(key, out JsonElement value) ? value.GetString() : null;

    private static List<string> Texts(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];

    private static string IdOf(JsonColumn<JsonNode> run) => (string)run.Value!["run_id"]!;

    private static string Exact(string text) => "text " + Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(text));
}
