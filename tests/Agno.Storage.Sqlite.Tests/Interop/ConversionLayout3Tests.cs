using System.Text.Json;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>Sessions become sessions of Agno 3, whose runs are rows of their own, and go back.</summary>
public sealed class ConversionLayout3Tests : IDisposable
{
    private const string Table = "agno_sessions";

    private readonly TemporaryDirectory _scratch = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_of_Agno_2_gets_the_rows_that_Agno_3_gives_it(bool isInPlace)
    {
        string file = PythonFixture.Load("v2_sessions").CopyTo(_scratch);
        string target = isInPlace ? file : _scratch.PathOf("new.db");
        Dictionary<string, Dictionary<string, string>> before = RawTable.Read(file, Table);

        List<ConvertedSession> steps = await ConvertAsync(file, SessionLayout.V2, target, SessionLayout.V3);

        Assert.Equal(before.Count, steps.Count);
        Assert.All(steps, step => Assert.Empty(step.Losses));
        // In place, a session without runs is one of Agno 3 as it is.
        Assert.Equal(isInPlace ? before.Values.Count(row => RawColumn.TextOf(row["runs"]) is null) : 0, steps.Count(step => step.Outcome == ConversionOutcome.Unchanged));
        Assert.All(steps, step => Assert.Contains(step.Outcome, (ConversionOutcome[])[ConversionOutcome.Converted, ConversionOutcome.Unchanged]));
        AssertSameSessions(before, target);
        // Agno's own conversion of the same sessions; it takes the time of the conversion for that of the last change.
        Dictionary<string, List<string>> rows = RunTableRows.Read(target, "updated_at");
        int compared = 0;
        foreach (JsonElement session in PythonFixture.Load("v3_migrated_from_v2").Sessions.Where(session => before.ContainsKey(session.GetProperty("session_id").GetString()!)))
        {
            List<string> expected = [.. session.GetProperty("runs").EnumerateArray().Select(run => RunTableRows.Of(run, "updated_at"))];
            Assert.Equal(expected, rows.GetValueOrDefault(session.GetProperty("session_id").GetString()!, []));
            compared += expected.Count;
        }
        Assert.InRange(compared, 30, 50);
        Assert.Equal("3.0.0 3.0.0", RawTable.Scalar(target, "SELECT group_concat(version, ' ') FROM agno_schema_versions WHERE table_name IN ('agno_sessions', 'agno_runs')"));
        Assert.Equal("0", RawTable.Scalar(target, "SELECT count(*) FROM pragma_foreign_key_check"));
        Assert.All(await ConvertAsync(target, SessionLayout.V3, target, SessionLayout.V3), step => Assert.Equal(ConversionOutcome.Unchanged, step.Outcome));
    }

    [Fact]
    public async Task Sessions_of_Agno_2_come_back_from_Agno_3_as_they_were()
    {
        string file = PythonFixture.Load("v2_sessions").CopyTo(_scratch);
        string newer = _scratch.PathOf("newer.db");
        string back = _scratch.PathOf("back.db");
        Assert.All(await ConvertAsync(file, SessionLayout.V2, newer, SessionLayout.V3), AssertWhole);
        Assert.All(await ConvertAsync(newer, SessionLayout.V3, back, SessionLayout.V2), AssertWhole);

        AssertSameSessions(RawTable.Read(file, Table), back);
        Dictionary<string, Dictionary<string, string>> after = RawTable.Read(back, Table);
        Assert.All(RawTable.Read(file, Table), row => Assert.Equal(Meaning(row.Value["runs"]), Meaning(after[row.Key]["runs"])));
    }

    [Theory]
    [InlineData("v1_agent", "agent_sessions")]
    [InlineData("v1_agent_hostile", "agent_sessions")]
    [InlineData("v1_team", "team_sessions")]
    [InlineData("v1_workflow_v2", "workflow_v2_sessions")]
    public async Task Sessions_of_Agno_1_come_back_from_Agno_3_as_they_come_back_from_Agno_2(string name, string table)
    {
        string file = PythonFixture.Load(name).CopyTo(_scratch);
        var backs = new List<string>();
        foreach (SessionLayout layout in (SessionLayout[])[SessionLayout.V2, SessionLayout.V3])
        {
            string newer = _scratch.PathOf($"{layout}.db");
            backs.Add(_scratch.PathOf($"back-{layout}.db"));
            Assert.All(await ConvertAsync(file, SessionLayout.V1, newer, layout), step => Assert.Equal(ConversionOutcome.Converted, step.Outcome));
            Assert.All(await ConvertAsync(newer, layout, backs[^1], SessionLayout.V1), AssertWhole);
        }
        Assert.NotEmpty(RawTable.Read(backs[0], table));
        Assert.Equal(RawTable.Read(backs[0], table), RawTable.Read(backs[1], table));
    }

    [Fact]
    public async Task What_stands_in_the_columns_of_runs_alone_keeps_a_session_from_going_back()
    {
        string file = PythonFixture.Load("v3_sessions").CopyTo(_scratch);
        string back = _scratch.PathOf("back.db");

        List<ConvertedSession> steps = await ConvertAsync(file, SessionLayout.V3, back, SessionLayout.V2);

        ConvertedSession skipped = Assert.Single(steps, step => step.Outcome != ConversionOutcome.Converted);
        Assert.Equal(("order-rewritten", ConversionOutcome.Skipped), (skipped.SessionId, skipped.Outcome));
        Assert.Contains("user_id of run 'rw-0' is 'someone else' in its column alone.", skipped.Losses);
        Dictionary<string, Dictionary<string, string>> after = RawTable.Read(back, Table);
        foreach (JsonElement session in PythonFixture.Load("v3_sessions").Sessions.Where(session => session.GetProperty("session_id").GetString() != "order-rewritten"))
        {
            string runs = string.Concat(session.GetProperty("runs").EnumerateArray().Select(run => PythonValue.Of(run.GetProperty("run_data"))));
            Assert.Equal(runs.Length == 0 ? PythonValue.Of(null) : $"[{runs}]", Meaning(after[session.GetProperty("session_id").GetString()!]["runs"]));
        }
    }

    [Fact]
    public async Task A_long_session_goes_to_Agno_2_and_back_in_its_order()
    {
        string file = PythonFixture.Load("v3_long").CopyTo(_scratch);
        string old = _scratch.PathOf("old.db");
        string back = _scratch.PathOf("back.db");

        Assert.All(await ConvertAsync(file, SessionLayout.V3, old, SessionLayout.V2), AssertWhole);
        Assert.All(await ConvertAsync(old, SessionLayout.V2, back, SessionLayout.V3), AssertWhole);

        Dictionary<string, List<string>> before = RunTableRows.Read(file);
        Assert.Equal([200, 2000], before.Values.Select(runs => runs.Count).Order());
        Assert.Equal(before, RunTableRows.Read(back));
    }

    [Fact]
    public async Task Runs_that_Agno_left_in_the_sessions_rows_move_to_rows_of_their_own_and_none_is_lost()
    {
        PythonFixture fixture = PythonFixture.Load("v3_migrated_from_v2");
        string file = fixture.CopyTo(_scratch);

        List<ConvertedSession> steps = await ConvertAsync(file, SessionLayout.V3, file, SessionLayout.V3);

        Assert.Contains(steps, step => step.Outcome == ConversionOutcome.Mended);
        Assert.Equal("0", RawTable.Scalar(file, $"SELECT count(*) FROM {Table} WHERE runs IS NOT NULL AND runs <> 'null'"));
        Dictionary<string, List<string>> rows = RunTableRows.Read(file);
        foreach (JsonElement session in fixture.Sessions)
        {
            string id = session.GetProperty("session_id").GetString()!;
            List<string> expected = [.. session.GetProperty("runs").EnumerateArray().Select(run => RunTableRows.Of(run))];
            if (id is "mig-no-run-id" or "mig-shared-b")
                Assert.All(expected, run => Assert.Contains(run, rows[id]));
            else
                Assert.Equal(expected, rows.GetValueOrDefault(id, []));
        }
        Assert.Equal(3, rows["mig-no-run-id"].Count);
        Assert.Equal("run:mig-no-run-id:1", RawTable.Scalar(file, "SELECT run_id FROM agno_runs WHERE session_id = 'mig-no-run-id' AND run_index = 1"));
        Assert.Equal("342b1469-c7a2-4d2f-a6a8-48d89a5dad95:mig-shared-b", RawTable.Scalar(file, "SELECT run_id FROM agno_runs WHERE session_id = 'mig-shared-b' AND run_index = 0"));
        Assert.Equal(["mig-no-run-id", "mig-shared-b"], steps.Where(step => !step.Losses.IsEmpty).Select(step => step.SessionId).Order());
        Assert.All(await ConvertAsync(file, SessionLayout.V3, file, SessionLayout.V3), step => Assert.Equal(ConversionOutcome.Unchanged, step.Outcome));
    }

    [Theory]
    [InlineData("v3_sessions")]
    [InlineData("v3_long")]
    public async Task A_file_of_Agno_3_is_copied_row_by_row(string name)
    {
        string file = PythonFixture.Load(name).CopyTo(_scratch);
        string copy = _scratch.PathOf("other.db");

        Assert.All(await ConvertAsync(file, SessionLayout.V3, copy, SessionLayout.V3), AssertWhole);

        AssertSameSessions(RawTable.Read(file, Table), copy);
        Assert.Equal(RunTableRows.Read(file), RunTableRows.Read(copy));
    }

    [Fact]
    public async Task A_long_session_may_share_all_its_runs_with_another()
    {
        const int Count = 1500;
        string file = _scratch.PathOf("shared.db");
        await using SqliteStorage storage = SqliteStorage.Open(file);
        string runs = $"[{string.Join(", ", Enumerable.Range(0, Count).Select(n => $$"""{"run_id": "r{{n}}"}"""))}]";
        foreach (string id in (string[])["one", "two"])
            await storage.Sessions<AgentSessionV2>().UpsertAsync(new() { SessionId = id, Runs = RawColumn.Parse(runs) }, Cancelled);

        List<ConvertedSession> steps = await storage.ConvertAsync(SessionLayout.V2, SessionLayout.V3, Cancelled).ToListAsync(Cancelled);

        Assert.Equal([0, Count], steps.Select(step => step.Losses.Length));
        Assert.Equal($"{Count} {Count}", RawTable.Scalar(file, "SELECT group_concat(n, ' ') FROM (SELECT count(DISTINCT run_index) n FROM agno_runs GROUP BY session_id)"));
    }

    [Fact]
    public async Task Runs_in_two_places_go_back_to_one_array_and_none_is_lost()
    {
        PythonFixture fixture = PythonFixture.Load("v3_migrated_from_v2");
        string file = fixture.CopyTo(_scratch);
        string back = _scratch.PathOf("back.db");

        Assert.All(await ConvertAsync(file, SessionLayout.V3, back, SessionLayout.V2), AssertWhole);

        Dictionary<string, Dictionary<string, string>> rows = RawTable.Read(back, Table);
        foreach (JsonElement session in fixture.Sessions)
        {
            string id = session.GetProperty("session_id").GetString()!;
            string?[] runs = [.. RawColumn.Parse(RawColumn.Decode(rows[id]["runs"]))?.AsArray().Select(run => (string?)run!["run_id"]) ?? []];
            // Agno 3 does not show a run without an id; the column still has it.
            Assert.Equal(id == "mig-no-run-id" ? 3 : session.GetProperty("run_ids").GetArrayLength(), runs.Length);
            Assert.Equal(session.GetProperty("run_ids").EnumerateArray().Select(run => run.GetString()), runs.Where(run => run is not null));
        }
    }

    [Fact]
    public async Task A_run_that_another_session_has_too_and_its_parts_get_ids_of_their_own()
    {
        string file = _scratch.PathOf("shared.db");
        await using SqliteStorage storage = SqliteStorage.Open(file);
        foreach ((string id, long time) in ((string, long)[])[("first", 2), ("second", 1)])
            await storage.Sessions<TeamSessionV2>().UpsertAsync(
                new() { SessionId = id, CreatedAt = time, Runs = RawColumn.Parse("""[{"run_id": "part", "parent_run_id": "whole", "n": 1.50}, {"run_id": "whole"}, {"run_id": "whole", "again": true}, 7]""") }, Cancelled);

        List<ConvertedSession> steps = await storage.ConvertAsync(SessionLayout.V2, SessionLayout.V3, Cancelled).ToListAsync(Cancelled);

        Assert.Equal(["first", "second"], steps.Select(step => step.SessionId));
        Assert.Contains("Run 'whole' is another session's too, and has the id 'whole:second' now.", steps[1].Losses);
        Assert.All(steps, step => Assert.Contains("runs[3] is not an object, and has no place among the rows.", step.Losses));
        const string Sql = "SELECT group_concat(run_id || ' ' || coalesce(parent_run_id, '-') || ' ' || run_data, char(10) ORDER BY run_index) FROM agno_runs WHERE session_id = ";
        Assert.Equal(
            """
            part whole {"run_id":"part","parent_run_id":"whole","n":1.50}
            whole - {"run_id":"whole"}
            whole:first:2 - {"run_id":"whole:first:2","again":true}
            """, RawTable.Scalar(file, Sql + "'first'"));
        Assert.Equal(
            """
            part:second whole:second {"run_id":"part:second","parent_run_id":"whole:second","n":1.50}
            whole:second - {"run_id":"whole:second"}
            whole:second:2 - {"run_id":"whole:second:2","again":true}
            """, RawTable.Scalar(file, Sql + "'second'"));
    }

    [Fact]
    public async Task A_table_does_not_go_back_where_it_is_and_one_that_is_not_there_has_no_sessions()
    {
        await using SqliteStorage storage = SqliteStorage.OpenInMemory();
        Assert.Empty(await storage.ConvertAsync(SessionLayout.V2, SessionLayout.V3, Cancelled).ToListAsync(Cancelled));
        Assert.Throws<ArgumentException>(() => storage.ConvertAsync(SessionLayout.V3, SessionLayout.V2, Cancelled));
    }

    private static async Task<List<ConvertedSession>> ConvertAsync(string source, ConversionTables from, string target, ConversionTables to)
    {
        await using SqliteStorage storage = SqliteStorage.Open(source);
        await using SqliteStorage other = SqliteStorage.Open(target);
        return await storage.ConvertAsync(from, source == target ? to : to with { Storage = other }, Cancelled).ToListAsync(Cancelled);
    }

    private static void AssertWhole(ConvertedSession step) =>
        Assert.Equal($"{step.SessionId} Converted ", $"{step.SessionId} {step.Outcome} {string.Join(' ', step.Losses)}");

    private static void AssertSameSessions(Dictionary<string, Dictionary<string, string>> before, string file)
    {
        Dictionary<string, Dictionary<string, string>> after = RawTable.Read(file, Table);
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        foreach ((string id, Dictionary<string, string> row) in before)
            foreach ((string column, string value) in row.Where(column => column.Key != "runs"))
                Assert.Equal($"{id} {column}: {value}", $"{id} {column}: {after[id][column]}");
    }

    private static string Meaning(string raw) => PythonValue.Of(RawColumn.Parse(RawColumn.Decode(raw)));
}
