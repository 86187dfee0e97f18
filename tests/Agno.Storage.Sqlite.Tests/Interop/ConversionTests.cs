using System.Text.Json;
using System.Text.Json.Nodes;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>Sessions of Agno 1 become sessions of Agno 2, and files that Agno's own conversion damaged are repaired.</summary>
public sealed class ConversionTests : IDisposable
{
    private const string Table = "agno_sessions";

    private readonly TemporaryDirectory _scratch = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("v1_agent", "agent_data")]
    [InlineData("v1_team", "team_data")]
    [InlineData("v1_workflow", "workflow_data")]
    [InlineData("v1_workflow_v2", "workflow_data")]
    public async Task Every_session_is_carried_with_its_text(string name, string data)
    {
        PythonFixture fixture = PythonFixture.Load(name);
        string file = fixture.CopyTo(_scratch);
        Dictionary<string, Dictionary<string, string>> before = RawTable.Read(file, fixture.Table);

        List<ConvertedSession> steps = await ConvertAsync(file, SessionLayout.V1, SessionLayout.V2);

        Assert.All(steps, step => Assert.Equal(ConversionOutcome.Converted, step.Outcome));
        Assert.Equal(Enumerable.Range(1, before.Count), steps.Select(step => step.Done));
        Assert.All(steps, step => Assert.Equal(before.Count, step.Total));
        Dictionary<string, Dictionary<string, string>> after = RawTable.Read(file, Table);
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        foreach ((string id, Dictionary<string, string> old) in before)
        {
            Dictionary<string, string> row = after[id];
            foreach ((string first, string second) in ((string, string)[])[("session_data", "session_data"), ("extra_data", "metadata"), (data, data)])
                Assert.Equal(RawColumn.TextOf(old[first]), RawColumn.Decode(row[second]));
            foreach (string column in (string[])["user_id", "created_at", "updated_at"])
                Assert.Equal(old[column], row[column]);
            Assert.Equal(RunIds(old), RunIds(row));
        }
        Assert.Equal(before, RawTable.Read(file, fixture.Table));
    }

    [Fact]
    public async Task What_has_no_place_is_reported_with_its_session()
    {
        string file = PythonFixture.Load("v1_agent").CopyTo(_scratch);
        List<ConvertedSession> steps = await ConvertAsync(file, SessionLayout.V1, SessionLayout.V2);

        foreach ((string id, Dictionary<string, string> old) in RawTable.Read(file, "agent_sessions"))
        {
            ConvertedSession step = Assert.Single(steps, step => step.SessionId == id);
            Assert.Equal(old["team_session_id"].Length > 5, step.Losses.Any(loss => loss.Contains("team_session_id")));
            JsonObject? memory = JsonNode.Parse(RawColumn.TextOf(old["memory"]) ?? "null", documentOptions: new() { MaxDepth = 1000 }) as JsonObject;
            IEnumerable<string> rest = from member in memory ?? [] where member.Key is not ("runs" or "summaries") && member.Value is not (JsonObject { Count: 0 } or null) select $"memory.{member.Key} has no column.";
            Assert.Equal(rest, step.Losses.Where(loss => loss.StartsWith("memory.", StringComparison.Ordinal)));
        }
        await using SqliteStorage storage = SqliteStorage.Open(file);
        AgentSessionV2 summed = (await storage.Sessions<AgentSessionV2>().ReadAsync("792", cancellationToken: Cancelled))!;
        Assert.NotNull((string?)summed.Summary.Value!["summary"]);
    }

    [Fact]
    public async Task Runs_get_the_names_that_Agno_2_reads()
    {
        string file = _scratch.PathOf("new.db");
        await using SqliteStorage storage = SqliteStorage.Open(file);
        await storage.Sessions<AgentSession>().UpsertAsync(
            new()
            {
                SessionId = "s",
                AgentId = "helper",
                Memory = JsonNode.Parse("""{"runs": [{"metrics": {"time": [1.50], "cached_tokens": 2, "audio_tokens": 3, "audio_total_tokens": 4}, "messages": [{"metrics": {"time": 5}, "time": 6}]}, {"agent_id": "other"}, 7]}"""),
            },
            Cancelled);

        Assert.Empty((await storage.ConvertAsync(SessionLayout.V1, SessionLayout.V2, Cancelled).SingleAsync(Cancelled)).Losses);

        Assert.Equal(
            """[{"agent_id":"helper","metrics":{"duration":[1.50],"cache_read_tokens":2,"audio_tokens":3,"audio_total_tokens":4},"messages":[{"metrics":{"duration":5},"time":6}]},{"agent_id":"other"},7]""",
            RawColumn.Decode(RawTable.Read(file, Table)["s"]["runs"]));
    }

    [Fact]
    public async Task A_conversion_that_was_stopped_goes_on_and_a_finished_one_changes_nothing()
    {
        string whole = PythonFixture.Load("v1_team").CopyTo(_scratch);
        string stopped = _scratch.PathOf("stopped.db");
        File.Copy(whole, stopped);
        await ConvertAsync(whole, SessionLayout.V1, SessionLayout.V2);

        await using (SqliteStorage storage = SqliteStorage.Open(stopped))
            Assert.Equal(7, (await storage.ConvertAsync(SessionLayout.V1, SessionLayout.V2, Cancelled).Take(7).ToListAsync(Cancelled)).Count);
        Assert.Equal("7", RawTable.Scalar(stopped, $"SELECT count(*) FROM {Table}"));
        RawTable.Execute(stopped, $"UPDATE {Table} SET user_id = 'used since' WHERE session_id = 'real-team-session'");
        List<ConvertedSession> rest = await ConvertAsync(stopped, SessionLayout.V1, SessionLayout.V2);

        Assert.Equal(7, rest.Count(step => step.Outcome == ConversionOutcome.Unchanged));
        Assert.Equal(rest.Count - 7, rest.Count(step => step.Outcome == ConversionOutcome.Converted));
        RawTable.Execute(whole, $"UPDATE {Table} SET user_id = (SELECT user_id FROM team_sessions t WHERE t.session_id = {Table}.session_id)");
        RawTable.Execute(stopped, $"UPDATE {Table} SET user_id = (SELECT user_id FROM team_sessions t WHERE t.session_id = {Table}.session_id)");
        Assert.Equal(RawTable.Read(whole, Table), RawTable.Read(stopped, Table));
        Assert.All(await ConvertAsync(stopped, SessionLayout.V1, SessionLayout.V2), step => Assert.Equal(ConversionOutcome.Unchanged, step.Outcome));
        Assert.Equal(RawTable.Read(whole, Table), RawTable.Read(stopped, Table));
    }

    [Fact]
    public async Task A_file_that_Agno_converted_is_repaired_from_its_old_tables()
    {
        string file = PythonFixture.Load("v2_migrated_from_v1").CopyTo(_scratch);
        Assert.Equal("0", RawTable.Scalar(file, $"SELECT count(*) FROM {Table} WHERE session_type = 'workflow' AND runs <> 'null'"));

        List<ConvertedSession> steps = await ConvertAsync(file, SessionLayout.V1, SessionLayout.V2, repairs: true);

        // One id stands in all three old tables; a row has one type.
        Assert.Equal(["null", "null"], steps.Where(step => step.Outcome == ConversionOutcome.Skipped).Select(step => step.SessionId));
        Assert.All(steps.Where(step => step.Outcome == ConversionOutcome.Skipped), step => Assert.Contains("'agent'", Assert.Single(step.Losses)));
        Assert.Equal(70, steps.Count(step => step.Outcome == ConversionOutcome.Mended));
        AssertEncodedTwice(file);
        Dictionary<string, Dictionary<string, string>> rows = RawTable.Read(file, Table);
        foreach ((string table, string data) in ((string, string)[])[("agent_sessions", "agent_data"), ("team_sessions", "team_data"), ("workflow_v2_sessions", "workflow_data")])
        {
            foreach ((string id, Dictionary<string, string> old) in RawTable.Read(file, table).Where(row => row.Key != "null" || table == "agent_sessions"))
            {
                Assert.Equal(RawColumn.TextOf(old["session_data"]), RawColumn.Decode(rows[id]["session_data"]));
                Assert.Equal(RawColumn.TextOf(old["extra_data"]), RawColumn.Decode(rows[id]["metadata"]));
                Assert.Equal(RawColumn.TextOf(old[data]), RawColumn.Decode(rows[id][data]));
                Assert.Equal(RunIds(old), RunIds(rows[id]));
            }
        }
        Assert.All((await ConvertAsync(file, SessionLayout.V1, SessionLayout.V2, repairs: true)).Where(step => step.SessionId != "null"), step => Assert.Equal(ConversionOutcome.Unchanged, step.Outcome));
    }

    [Fact]
    public async Task A_file_is_repaired_without_its_old_tables_as_far_as_it_goes()
    {
        string file = PythonFixture.Load("v2_migrated_from_v1").CopyTo(_scratch);

        List<ConvertedSession> steps = await ConvertAsync(file, SessionLayout.V2, SessionLayout.V2);

        Assert.Equal(70, steps.Count(step => step.Outcome == ConversionOutcome.Mended));
        AssertEncodedTwice(file);
        Assert.All(await ConvertAsync(file, SessionLayout.V2, SessionLayout.V2), step => Assert.Equal(ConversionOutcome.Unchanged, step.Outcome));
    }

    [Fact]
    public async Task A_sound_file_is_left_as_it_is()
    {
        string file = PythonFixture.Load("v2_sessions").CopyTo(_scratch);
        Dictionary<string, Dictionary<string, string>> before = RawTable.Read(file, Table);

        List<ConvertedSession> steps = await ConvertAsync(file, SessionLayout.V2, SessionLayout.V2);

        Assert.Equal(before.Count, steps.Count);
        Assert.All(steps, step => Assert.Equal(ConversionOutcome.Unchanged, step.Outcome));
        Assert.Equal(before, RawTable.Read(file, Table));
    }

    [Fact]
    public async Task Tables_may_have_other_names_and_be_in_another_file()
    {
        PythonFixture fixture = PythonFixture.Load("v1_workflow_v2");
        string file = fixture.CopyTo(_scratch);
        RawTable.Execute(file, "ALTER TABLE workflow_v2_sessions RENAME TO steps");
        string other = _scratch.PathOf("other.db");
        await using (SqliteStorage storage = SqliteStorage.Open(file))
        await using (SqliteStorage target = SqliteStorage.Open(other))
        {
            var from = new ConversionTables(SessionLayout.V1) { StepWorkflows = "steps" };
            var to = new ConversionTables(SessionLayout.V2) { Storage = target, Sessions = "flows" };
            Assert.Equal(fixture.Sessions.Count, await storage.ConvertAsync(from, to, Cancelled).CountAsync(Cancelled));
        }

        Assert.Equal($"{fixture.Sessions.Count}", RawTable.Scalar(other, "SELECT count(*) FROM flows"));
        Assert.Equal("0", RawTable.Scalar(file, "SELECT count(*) FROM sqlite_master WHERE name = 'flows'"));
    }

    [Fact]
    public async Task A_session_that_Agno_2_could_not_read_is_skipped_and_the_others_go_on()
    {
        string file = PythonFixture.Load("v1_agent").CopyTo(_scratch);
        RawTable.Execute(file, "UPDATE agent_sessions SET session_data = '[1,' WHERE session_id = 'real-agent-session'");

        List<ConvertedSession> steps = await ConvertAsync(file, SessionLayout.V1, SessionLayout.V2);

        ConvertedSession skipped = Assert.Single(steps, step => step.Outcome == ConversionOutcome.Skipped);
        Assert.Equal("real-agent-session", skipped.SessionId);
        Assert.Contains("session_data", Assert.Single(skipped.Losses));
        Assert.Equal($"{steps.Count - 1}", RawTable.Scalar(file, $"SELECT count(*) FROM {Table}"));
    }

    [Fact]
    public async Task What_can_not_be_meant_is_refused()
    {
        await using SqliteStorage storage = SqliteStorage.OpenInMemory();
        Assert.Throws<ArgumentException>(() => storage.ConvertAsync(SessionLayout.V1, SessionLayout.V1, Cancelled));
        Assert.Throws<ArgumentException>(() => storage.ConvertAsync(SessionLayout.V1, new ConversionTables(SessionLayout.V2) { Agents = "chats" }, Cancelled));
        Assert.Throws<ArgumentException>(() => storage.ConvertAsync(new ConversionTables(SessionLayout.V1) { Sessions = "chats" }, SessionLayout.V2, Cancelled));
    }

    [Fact]
    public async Task A_session_that_was_stored_again_since_is_reported()
    {
        string file = PythonFixture.Load("v1_agent").CopyTo(_scratch);
        await ConvertAsync(file, SessionLayout.V1, SessionLayout.V2);
        RawTable.Execute(file, "UPDATE agent_sessions SET updated_at = 4000000000 WHERE session_id = 'real-agent-session'");
        Dictionary<string, Dictionary<string, string>> before = RawTable.Read(file, Table);

        List<ConvertedSession> steps = await ConvertAsync(file, SessionLayout.V1, SessionLayout.V2);

        ConvertedSession skipped = Assert.Single(steps, step => step.Outcome != ConversionOutcome.Unchanged);
        Assert.Equal(("real-agent-session", ConversionOutcome.Skipped), (skipped.SessionId, skipped.Outcome));
        Assert.Contains("stored again", Assert.Single(skipped.Losses));
        Assert.Equal(before, RawTable.Read(file, Table));
    }

    private static async Task<List<ConvertedSession>> ConvertAsync(string file, SessionLayout from, SessionLayout to, bool repairs = false)
    {
        await using SqliteStorage storage = SqliteStorage.Open(file);
        return await storage.ConvertAsync(from, to, new() { RepairExisting = repairs }, Cancelled).ToListAsync(Cancelled);
    }

    private static void AssertEncodedTwice(string file)
    {
        foreach (Dictionary<string, string> row in RawTable.Read(file, Table).Values)
            foreach (string column in (string[])["session_data", "agent_data", "team_data", "workflow_data", "metadata", "runs", "summary"])
                Assert.True(RawColumn.Decode(row[column]) is null or ['{' or '[', ..], row[column]);
    }

    // The ids of the runs, wherever they are: in memory, or in a column of their own.
    private static List<string?> RunIds(Dictionary<string, string> row)
    {
        string? text = row.TryGetValue("runs", out string? runs) && runs is not "null " ? row.ContainsKey("session_type") ? RawColumn.Decode(runs) : RawColumn.TextOf(runs) : null;
        JsonNode? node = RawColumn.Parse(text);
        if (node is null && row.TryGetValue("memory", out string? memory))
            node = RawColumn.Parse(RawColumn.TextOf(memory)) is JsonObject parts ? parts["runs"] : null;
        return [.. (node as JsonArray ?? []).Select(run => (string?)(run as JsonObject)?["run_id"])];
    }
}
