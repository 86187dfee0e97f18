using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>What this library writes in layout 3 has the form that Python Agno 3 reads and writes itself; and what only single files of its show.</summary>
public sealed class Layout3WrittenFormTests : IDisposable
{
    private static readonly PythonFixture Fixture = PythonFixture.Load("v3_sessions");

    private readonly TemporaryDirectory _scratch = new();
    private readonly string _file;

    public Layout3WrittenFormTests() => _file = _scratch.PathOf("written.db");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task The_table_of_runs_is_Agnos_to_the_column_index_and_key()
    {
        await using (SqliteStorage storage = SqliteStorage.Open(_file))
            await storage.Sessions<TeamSessionV3>().CreateAsync(Cancelled);

        string agnos = Fixture.CopyTo(_scratch);
        foreach (string sql in (string[])
        [
            "SELECT group_concat(cid || ' ' || name || ' ' || type || ' ' || \"notnull\" || ' ' || ifnull(dflt_value, '') || ' ' || pk, ', ') FROM pragma_table_info('agno_runs')",
            "SELECT group_concat(name || ' ' || \"unique\" || ' ' || partial || ' ' || columns, ', ') FROM (SELECT l.*, (SELECT group_concat(name) FROM pragma_index_info(l.name)) columns FROM pragma_index_list('agno_runs') l ORDER BY name)",
            "SELECT group_concat(\"table\" || ' ' || \"from\" || ' ' || \"to\" || ' ' || on_update || ' ' || on_delete) FROM pragma_foreign_key_list('agno_runs')",
            "SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info('agno_sessions') ORDER BY name)",
            "SELECT group_concat(table_name || ' ' || version, ', ') FROM (SELECT * FROM agno_schema_versions ORDER BY table_name)",
        ])
            Assert.Equal(RawTable.Scalar(agnos, sql), RawTable.Scalar(_file, sql));
        string indexes = $"SELECT group_concat(name) FROM (SELECT i.name FROM pragma_index_list('agno_sessions') i WHERE i.origin = 'c' ORDER BY i.name)";
        Assert.Superset(RawTable.Scalar(agnos, indexes).Split(',').ToHashSet(), RawTable.Scalar(_file, indexes).Split(',').ToHashSet());
    }

    [Fact]
    public async Task Both_tables_go_with_their_versions()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_file);
        await storage.Sessions<AgentSessionV3>("chats").UpsertAsync(new() { SessionId = "s", Runs = { new JsonObject { ["run_id"] = "r" } } }, Cancelled);
        Assert.Equal("chats 3.0.0,chats_runs 3.0.0", RawTable.Scalar(_file, "SELECT group_concat(table_name || ' ' || version) FROM (SELECT * FROM agno_schema_versions ORDER BY table_name)"));
        Assert.Equal("chats", RawTable.Scalar(_file, "SELECT \"table\" FROM pragma_foreign_key_list('chats_runs')"));

        await storage.Sessions<AgentSessionV3>("chats").DropAsync(Cancelled);
        Assert.Equal("0 0", RawTable.Scalar(_file, "SELECT (SELECT count(*) FROM agno_schema_versions) || ' ' || (SELECT count(*) FROM sqlite_master WHERE name LIKE 'chats%')"));
    }

    [Fact]
    public async Task Values_are_stored_as_Agno_stores_them()
    {
        await using (SqliteStorage storage = SqliteStorage.Open(_file))
        {
            var session = new TeamSessionV3 { SessionId = "s", UserId = "ada", CreatedAt = 1700000000, SessionData = new JsonObject { ["text"] = "日本 \"q\"" } };
            session.Runs.Add(new JsonObject { ["run_id"] = "member", ["agent_id"] = "a", ["parent_run_id"] = "parent", ["created_at"] = 1700000001.5, ["user_id"] = "bob", ["status"] = "RUNNING" });
            session.Runs.Add(new JsonObject { ["run_id"] = "parent", ["team_id"] = "t", ["text"] = "日本 \"q\"" });
            await storage.Sessions<TeamSessionV3>().UpsertAsync(session, Cancelled);
        }

        Dictionary<string, string> row = RawTable.Read(_file, "agno_sessions")["s"];
        Assert.Equal(Text("\"{\\\"text\\\":\\\"日本 \\\\\\\"q\\\\\\\"\\\"}\""), row["session_data"]);
        Dictionary<string, Dictionary<string, string>> runs = RawTable.Read(_file, "agno_runs", "run_id");
        Assert.Equal(Text("""{"run_id":"parent","team_id":"t","text":"日本 \"q\""}"""), runs["parent"]["run_data"]);
        Assert.Equal((Text("team"), Text("t"), Text("ada"), "null ", "null "), (runs["parent"]["run_type"], runs["parent"]["team_id"], runs["parent"]["user_id"], runs["parent"]["status"], runs["parent"]["agent_id"]));
        Assert.Equal((Text("agent"), Text("a"), Text("bob"), Text("parent"), Text("RUNNING")), (runs["member"]["run_type"], runs["member"]["agent_id"], runs["member"]["user_id"], runs["member"]["parent_run_id"], runs["member"]["status"]));
        Assert.Equal("member 0 1700000001,parent 1", RawTable.Scalar(_file, "SELECT group_concat(run_id || ' ' || run_index || iif(run_id = 'member', ' ' || created_at, '')) FROM (SELECT * FROM agno_runs ORDER BY run_index)"));
    }

    [Theory]
    [InlineData("2.5.6")]
    [InlineData("4.0.0")]
    public async Task A_table_of_another_Agno_is_refused_by_name_and_number(string version)
    {
        string file = Fixture.CopyTo(_scratch);
        RawTable.Execute(file, "UPDATE agno_schema_versions SET version = $version", ("$version", version));
        await using SqliteStorage storage = SqliteStorage.Open(file);
        SchemaException exception = await Assert.ThrowsAsync<SchemaException>(async () => await storage.Sessions<AgentSessionV3>().ReadAsync("s", cancellationToken: Cancelled));

        Assert.Contains("agno_sessions", exception.Message);
        Assert.Contains(version, exception.Message);
    }

    [Theory]
    [InlineData("no JSON at all")]
    [InlineData("[1, 2]")]
    [InlineData("\"{\\\"run_id\\\": \\\"a\\\"}\"")]
    [InlineData("{\"run_id\": \"a\", \"n\": NaN, \"s\": \"\\ud800\"}")]
    public async Task No_content_makes_a_session_unreadable_and_none_is_changed(string data)
    {
        await using SqliteStorage storage = SqliteStorage.Open(_file);
        ISessionStore<AgentSessionV3> store = storage.Sessions<AgentSessionV3>();
        await store.UpsertAsync(new() { SessionId = "s", Runs = { new JsonObject { ["run_id"] = "a" }, new JsonObject { ["run_id"] = "b" } } }, Cancelled);
        RawTable.Execute(_file, "UPDATE agno_runs SET run_data = $data WHERE run_id = 'a'", ("$data", data));

        AgentSessionV3 session = (await store.ReadAsync("s", cancellationToken: Cancelled))!;
        session.Runs.Add(new JsonObject { ["run_id"] = "c" });
        await store.UpsertAsync(session, Cancelled);

        Assert.Equal(data, RawTable.Scalar(_file, "SELECT run_data FROM agno_runs WHERE run_id = 'a'"));
        Assert.Equal("3", RawTable.Scalar(_file, "SELECT count(*) FROM agno_runs"));
    }

    [Fact]
    public async Task A_table_of_runs_that_another_program_dropped_is_missed_by_nobody_and_made_again()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_file);
        ISessionStore<AgentSessionV3> store = storage.Sessions<AgentSessionV3>();
        await store.UpsertAsync(new() { SessionId = "s", Runs = { new JsonObject { ["run_id"] = "r" } } }, Cancelled);
        Assert.Single((await store.ReadAsync("s", cancellationToken: Cancelled))!.Runs);
        RawTable.Execute(_file, "DROP TABLE agno_runs");

        Assert.Empty((await store.ReadAsync("s", cancellationToken: Cancelled))!.Runs);
        Assert.Empty(await store.ReadRunsAsync<RunRow>("s", cancellationToken: Cancelled).ToListAsync(Cancelled));
        await store.AppendRunAsync("s", new JsonObject { ["run_id"] = "r" }, cancellationToken: Cancelled);
        Assert.Single((await store.ReadAsync("s", cancellationToken: Cancelled))!.Runs);
    }

    [Fact]
    public async Task A_run_that_another_session_has_is_not_taken_from_it()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_file);
        ISessionStore<AgentSessionV3> store = storage.Sessions<AgentSessionV3>();
        await store.UpsertAsync(new() { SessionId = "s", Runs = { new JsonObject { ["run_id"] = "r", ["n"] = 1 } } }, Cancelled);

        var refused = await Assert.ThrowsAsync<SessionOwnershipException>(async () => await store.UpsertAsync(new() { SessionId = "t", Runs = { new JsonObject { ["run_id"] = "r", ["n"] = 2 } } }, Cancelled));

        Assert.Contains("'r'", refused.Message);
        Assert.Null(await store.ReadAsync("t", cancellationToken: Cancelled));
        Assert.Equal("""{"run_id":"r","n":1}""", RawTable.Scalar(_file, "SELECT run_data FROM agno_runs"));
    }

    [Fact]
    public async Task A_fork_says_where_it_comes_from_as_Agno_says_it()
    {
        string file = Fixture.CopyTo(_scratch);
        await using SqliteStorage storage = SqliteStorage.Open(file);
        ISessionStore<AgentSessionV3> store = storage.Sessions<AgentSessionV3>();
        AgentSessionV3 parent = (await store.ReadAsync("real-agent-session", cancellationToken: Cancelled))!;

        AgentSessionV3 fork = (await store.ForkAsync(parent.SessionId, (string?)parent.Runs[1].Value!["run_id"], cancellationToken: Cancelled))!;
        AgentSessionV3 second = (await store.ForkAsync(fork.SessionId, cancellationToken: Cancelled))!;

        Assert.Equal((parent.UserId, parent.AgentId), (fork.UserId, fork.AgentId));
        Assert.Equal(parent.AgentData.Value!.ToJsonString(), fork.AgentData.Value!.ToJsonString());
        Assert.Equal((parent.SessionId, fork.SessionId), ((string?)fork.SessionData.Value!["forked_from_session_id"], (string?)second.SessionData.Value!["forked_from_session_id"]));
        Assert.Equal((2, 2), (fork.Runs.Count, second.Runs.Count));
        for (int i = 0; i < 2; i++)
        {
            JsonObject run = second.Runs[i].Value!.AsObject();
            Assert.Equal((second.SessionId, parent.SessionId), ((string?)run["session_id"], (string?)run["forked_from_session_id"]));
            Assert.NotEqual((string?)parent.Runs[i].Value!["run_id"], (string?)run["run_id"]);
            foreach (string member in (string[])["run_id", "session_id", "forked_from_session_id"])
            {
                run.Remove(member);
                parent.Runs[i].Value!.AsObject().Remove(member);
            }
            Assert.Equal(parent.Runs[i].Value!.ToJsonString(), run.ToJsonString());
        }
        // Encoded as Agno encodes it: the one twice, the other once.
        Assert.Equal("\"{", RawTable.Scalar(file, $"SELECT substr(session_data, 1, 2) FROM agno_sessions WHERE session_id = '{fork.SessionId}'"));
        Assert.Equal("{\"", RawTable.Scalar(file, $"SELECT DISTINCT substr(run_data, 1, 2) FROM agno_runs WHERE session_id = '{fork.SessionId}'"));
    }

    [Fact]
    public async Task Long_sessions_of_Agnos_are_read_run_by_run()
    {
        string packed = Repository.PathOf("tests", "fixtures", "python-agno", "v3_long.db.gz");
        await using (var unpacked = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress))
        await using (FileStream file = File.Create(_file))
            await unpacked.CopyToAsync(file, Cancelled);
        JsonElement expected = JsonDocument.Parse(await File.ReadAllBytesAsync(packed.Replace(".db.gz", ".expected.json"), Cancelled)).RootElement;
        await using SqliteStorage storage = SqliteStorage.Open(_file);
        ISessionStore<AgentSessionV3> store = storage.Sessions<AgentSessionV3>();

        foreach (JsonElement session in expected.GetProperty("sessions").EnumerateArray())
        {
            string id = session.GetProperty("row").GetProperty("session_id").GetString()!;
            string[] runs = [.. session.GetProperty("runs_brief").EnumerateArray().Select(run => string.Join(" ", run.EnumerateArray()))];
            Assert.Equal(runs, await store.ReadRunsAsync<RunRow>(id, cancellationToken: Cancelled)
                .Select(run => $"{run.RunId} {run.RunIndex} {run.Status} {run.Data.Value!["content"]}").ToArrayAsync(Cancelled));
            Assert.Equal(runs.Length, (await store.ReadAsync(id, cancellationToken: Cancelled))!.Runs.Count);
        }
        foreach (JsonElement query in expected.GetProperty("queries").EnumerateArray().Where(query => query.GetProperty("call").GetString() == "get_session"))
        {
            JsonElement arguments = query.GetProperty("args");
            AgentSessionV3 window = (await store.ReadAsync(arguments.GetProperty("session_id").GetString()!, RunWindow.Last(arguments.GetProperty("runs_limit").GetInt32()), cancellationToken: Cancelled))!;
            Assert.Equal(query.GetProperty("run_ids").EnumerateArray().Select(run => run.GetString()), window.Runs.Select(run => (string?)run.Value!["run_id"]));
        }
    }

    private static string Text(string value) => "text " + Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(value));
}
