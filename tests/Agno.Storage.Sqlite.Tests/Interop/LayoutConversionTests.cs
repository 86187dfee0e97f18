using System.Text.Json.Nodes;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>What a conversion does in every direction between Agno's layouts.</summary>
public sealed class LayoutConversionTests : IDisposable
{
    private const string Run = """{"run_id": "r", "agent_id": "x", "content": "kept"}""";

    // Every direction between two files.
    private static readonly (SessionLayout From, SessionLayout To)[] Directions =
    [
        (SessionLayout.V1, SessionLayout.V2), (SessionLayout.V1, SessionLayout.V3), (SessionLayout.V2, SessionLayout.V1), (SessionLayout.V2, SessionLayout.V2),
        (SessionLayout.V2, SessionLayout.V3), (SessionLayout.V3, SessionLayout.V1), (SessionLayout.V3, SessionLayout.V2), (SessionLayout.V3, SessionLayout.V3),
    ];

    private readonly TemporaryDirectory _scratch = new();
    private readonly string _old;
    private readonly string _new;

    public LayoutConversionTests() => (_old, _new) = (_scratch.PathOf("old.db"), _scratch.PathOf("new.db"));

    public static TheoryData<SessionLayout, SessionLayout> AllDirections => [.. Directions];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(AllDirections))]
    public async Task Every_layout_is_converted_into_every_other_in_one_file_or_between_two(SessionLayout from, SessionLayout to)
    {
        Store(from, "s");

        ConvertedSession step = Assert.Single(await ConvertAsync(from, to));
        Assert.Equal(("s", ConversionOutcome.Converted, 1, 1, ""), (step.SessionId, step.Outcome, step.Done, step.Total, string.Join(' ', step.Losses)));
        Assert.Equal(["kept"], Contents(_new, to, "s"));

        await using SqliteStorage storage = SqliteStorage.Open(_old);
        ConversionTables another = to == SessionLayout.V1 ? to : new ConversionTables(to) { Sessions = "others" };
        Assert.Equal(ConversionOutcome.Converted, (await storage.ConvertAsync(from, another, Cancelled).SingleAsync(Cancelled)).Outcome);
        Assert.Equal(["kept"], Contents(_old, to, "s", another.Sessions));
    }

    [Theory]
    [MemberData(nameof(AllDirections))]
    public async Task A_session_that_is_there_stays_as_it_is(SessionLayout from, SessionLayout to)
    {
        Store(from, "s");
        await ConvertAsync(from, to);
        ForgetRuns(to);
        List<string> before = Snapshot(_new);

        for (int i = 0; i < 2; i++)
            Assert.Equal(ConversionOutcome.Unchanged, Assert.Single(await ConvertAsync(from, to)).Outcome);

        Assert.Equal(before, Snapshot(_new));
        Assert.Empty(Contents(_new, to, "s"));
    }

    [Theory]
    [InlineData(SessionLayout.V1, SessionLayout.V2, "[]")]
    [InlineData(SessionLayout.V1, SessionLayout.V3, "[]")]
    [InlineData(SessionLayout.V2, SessionLayout.V2, "[]")]
    [InlineData(SessionLayout.V2, SessionLayout.V3, "[]")]
    [InlineData(SessionLayout.V2, SessionLayout.V3, "[7]")]
    [InlineData(SessionLayout.V3, SessionLayout.V2, "[]")]
    [InlineData(SessionLayout.V3, SessionLayout.V3, "[]")]
    public async Task A_session_without_runs_is_converted_once(SessionLayout from, SessionLayout to, string runs)
    {
        Store(from, "s", runs);
        Assert.Equal(ConversionOutcome.Converted, Assert.Single(await ConvertAsync(from, to)).Outcome);
        List<string> before = Snapshot(_new);

        foreach (bool repairs in (bool[])[false, true, true])
            Assert.Equal(ConversionOutcome.Unchanged, Assert.Single(await ConvertAsync(from, to, repairs)).Outcome);

        Assert.Equal(before, Snapshot(_new));
    }

    [Fact]
    public async Task A_damaged_session_is_repaired_only_where_that_is_asked_for()
    {
        string file = PythonFixture.Load("v2_migrated_from_v1").CopyTo(_scratch);
        await using SqliteStorage storage = SqliteStorage.Open(file);
        Dictionary<string, Dictionary<string, string>> before = RawTable.Read(file, "agno_sessions");

        List<ConvertedSession> steps = await storage.ConvertAsync(SessionLayout.V1, SessionLayout.V2, Cancelled).ToListAsync(Cancelled);

        Assert.DoesNotContain(steps, step => step.Outcome is ConversionOutcome.Mended or ConversionOutcome.Converted);
        Assert.Equal(before, RawTable.Read(file, "agno_sessions"));
        Assert.Equal(70, await storage.ConvertAsync(SessionLayout.V1, SessionLayout.V2, new() { RepairExisting = true }, Cancelled).CountAsync(step => step.Outcome == ConversionOutcome.Mended, Cancelled));
    }

    [Theory]
    [InlineData(SessionLayout.V1, SessionLayout.V2)]
    [InlineData(SessionLayout.V1, SessionLayout.V3)]
    [InlineData(SessionLayout.V2, SessionLayout.V2)]
    [InlineData(SessionLayout.V2, SessionLayout.V3)]
    [InlineData(SessionLayout.V3, SessionLayout.V2)]
    [InlineData(SessionLayout.V3, SessionLayout.V3)]
    public async Task A_repair_takes_deleted_runs_for_lost(SessionLayout from, SessionLayout to)
    {
        Store(from, "s");
        await ConvertAsync(from, to);
        ForgetRuns(to);

        Assert.Equal(ConversionOutcome.Mended, Assert.Single(await ConvertAsync(from, to, repairs: true)).Outcome);

        Assert.Equal(["kept"], Contents(_new, to, "s"));
        Assert.Equal(ConversionOutcome.Unchanged, Assert.Single(await ConvertAsync(from, to, repairs: true)).Outcome);
    }

    [Theory]
    [MemberData(nameof(AllDirections))]
    public async Task A_session_that_was_deleted_comes_again_unless_it_is_deleted_from_the_old_table(SessionLayout from, SessionLayout to)
    {
        Store(from, "s");
        await ConvertAsync(from, to);
        string table = to == SessionLayout.V1 ? "agent_sessions" : "agno_sessions";
        RawTable.Execute(_new, $"PRAGMA foreign_keys = ON; DELETE FROM {table}");
        Assert.Equal(ConversionOutcome.Converted, Assert.Single(await ConvertAsync(from, to)).Outcome);

        RawTable.Execute(_new, $"PRAGMA foreign_keys = ON; DELETE FROM {table}");
        RawTable.Execute(_old, $"PRAGMA foreign_keys = ON; DELETE FROM {(from == SessionLayout.V1 ? "agent_sessions" : "agno_sessions")}");

        Assert.Empty(await ConvertAsync(from, to));
        Assert.Equal("0", RawTable.Scalar(_new, $"SELECT count(*) FROM {table}"));
    }

    [Fact]
    public async Task A_session_is_read_when_its_turn_comes()
    {
        Store(SessionLayout.V2, "first", createdAt: 2);
        Store(SessionLayout.V2, "second", createdAt: 1);
        await using SqliteStorage storage = SqliteStorage.Open(_old);
        var outcomes = new List<string>();

        await foreach (ConvertedSession step in storage.ConvertAsync(SessionLayout.V2, new ConversionTables(SessionLayout.V2) { Sessions = "others" }, Cancelled))
        {
            outcomes.Add($"{step.SessionId} {step.Outcome} {string.Join(' ', step.Losses)}");
            await storage.Sessions<AgentSessionV2>().DeleteAsync("second", cancellationToken: Cancelled);
        }

        Assert.Equal(["first Converted ", "second Skipped The session was deleted meanwhile."], outcomes);
    }

    [Theory]
    [MemberData(nameof(AllDirections))]
    public async Task The_source_is_left_as_it_is(SessionLayout from, SessionLayout to)
    {
        Store(from, "s");
        List<string> before = Snapshot(_old);

        await ConvertAsync(from, to);

        Assert.Equal(before, Snapshot(_old));
    }

    // As other programs may declare it: a key that holds NULL, as SQLite allows.
    [Theory]
    [MemberData(nameof(AllDirections))]
    public async Task A_row_without_an_id_is_skipped_and_says_so(SessionLayout from, SessionLayout to)
    {
        Store(from, "s");
        string table = from == SessionLayout.V1 ? "agent_sessions" : "agno_sessions";
        string sql = RawTable.Scalar(_old, $"SELECT sql FROM sqlite_master WHERE name = '{table}'");
        RawTable.Execute(_old, $"ALTER TABLE {table} RENAME TO before; {sql.Replace("NOT NULL PRIMARY KEY", "PRIMARY KEY", StringComparison.Ordinal)}; INSERT INTO {table} SELECT * FROM before");
        string columns = from == SessionLayout.V1 ? "session_id, created_at" : "session_id, session_type, created_at";
        string type = from == SessionLayout.V1 ? "" : "'agent', ";
        RawTable.Execute(_old, $"INSERT INTO {table} ({columns}) VALUES (NULL, {type}3), (x'00FF', {type}2)");

        List<ConvertedSession> steps = await ConvertAsync(from, to);

        Assert.Equal(3, steps.Count);
        Assert.Equal(["s"], steps.Where(step => step.Outcome == ConversionOutcome.Converted).Select(step => step.SessionId));
        string[] reasons = [.. steps.Where(step => step.Outcome == ConversionOutcome.Skipped).Select(step => Assert.Single(step.Losses))];
        Assert.Contains(reasons, reason => reason.Contains("session_id") && reason.Contains("NULL"));
        Assert.Contains(reasons, reason => reason.Contains("session_id") && reason.Contains("blob", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_session_whose_run_can_not_be_stored_is_not_there_and_the_others_are()
    {
        Store(SessionLayout.V2, "good", createdAt: 3);
        Store(SessionLayout.V2, "bad", """[{"run_id": "r1"}, {"run_id": "poison"}]""", createdAt: 2);
        Store(SessionLayout.V2, "last", """[{"run_id": "r2"}]""", createdAt: 1);
        await using (SqliteStorage storage = SqliteStorage.Open(_new))
            await storage.Sessions<AgentSessionV3>().CreateAsync(Cancelled);
        RawTable.Execute(_new, "CREATE TRIGGER refuse BEFORE INSERT ON agno_runs WHEN new.run_id = 'poison' BEGIN SELECT RAISE(ABORT, 'no'); END");

        await Assert.ThrowsAnyAsync<StorageException>(() => ConvertAsync(SessionLayout.V2, SessionLayout.V3));
        Assert.Equal("good", RawTable.Scalar(_new, "SELECT group_concat(session_id) FROM agno_sessions"));
        Assert.Equal("r", RawTable.Scalar(_new, "SELECT group_concat(run_id) FROM agno_runs"));

        RawTable.Execute(_new, "DROP TRIGGER refuse");
        Assert.Equal(["Unchanged", "Converted", "Converted"], (await ConvertAsync(SessionLayout.V2, SessionLayout.V3)).Select(step => $"{step.Outcome}"));
        Assert.Equal("4", RawTable.Scalar(_new, "SELECT count(*) FROM agno_runs"));
    }

    [Theory]
    [InlineData(SessionLayout.V2)]
    [InlineData(SessionLayout.V3)]
    public async Task What_Agno_1_alone_has_is_named(SessionLayout to)
    {
        await using (SqliteStorage storage = SqliteStorage.Open(_old))
        {
            await storage.Sessions<AgentSession>().UpsertAsync(new() { SessionId = "s", TeamSessionId = "t", Memory = JsonNode.Parse("""{"runs": [], "notes": [1]}""") }, Cancelled);
            await storage.Sessions<WorkflowV2Session>().UpsertAsync(new() { SessionId = "w", WorkflowName = "named", WorkflowData = JsonNode.Parse("""{"name": "otherwise"}""") }, Cancelled);
        }

        List<ConvertedSession> steps = await ConvertAsync(SessionLayout.V1, to);

        Assert.Equal(["memory.notes has no column.", "team_session_id 't' has no column."], steps.Single(step => step.SessionId == "s").Losses);
        Assert.Equal(["workflow_name 'named' has no column, and workflow_data does not say it."], steps.Single(step => step.SessionId == "w").Losses);
    }

    [Fact]
    public async Task A_run_without_an_id_gets_one()
    {
        Store(SessionLayout.V2, "s", """[{"content": "kept"}]""");

        ConvertedSession step = Assert.Single(await ConvertAsync(SessionLayout.V2, SessionLayout.V3));

        Assert.Equal((ConversionOutcome.Converted, "runs[0] had no id, and has the id 'run:s:0' now."), (step.Outcome, Assert.Single(step.Losses)));
        Assert.Equal("""run:s:0 {"run_id":"run:s:0","content":"kept"}""", RawTable.Scalar(_new, "SELECT run_id || ' ' || run_data FROM agno_runs"));
    }

    [Theory]
    [InlineData("run_type = 'team'", "run_type of run 'r' is 'team' in its column alone.")]
    [InlineData("run_type = 'custom'", "run_type of run 'r' is 'custom' in its column alone.")]
    [InlineData("user_id = 'another'", "user_id of run 'r' is 'another' in its column alone.")]
    [InlineData("status = 'PAUSED'", "status of run 'r' is 'PAUSED' in its column alone.")]
    [InlineData("agent_id = NULL", "agent_id of run 'r' is NULL in its column alone.")]
    [InlineData("team_id = 't'", "team_id of run 'r' is 't' in its column alone.")]
    [InlineData("workflow_id = 'w'", "workflow_id of run 'r' is 'w' in its column alone.")]
    [InlineData("parent_run_id = 'p'", "parent_run_id of run 'r' is 'p' in its column alone.")]
    public async Task A_column_of_a_run_that_says_more_than_its_JSON_keeps_the_session_where_it_is(string change, string loss)
    {
        Store(SessionLayout.V3, "s");
        RawTable.Execute(_old, $"UPDATE agno_runs SET {change}");

        foreach (SessionLayout to in (SessionLayout[])[SessionLayout.V2, SessionLayout.V1])
        {
            ConvertedSession step = Assert.Single(await ConvertAsync(SessionLayout.V3, to));
            Assert.Equal((ConversionOutcome.Skipped, loss), (step.Outcome, Assert.Single(step.Losses)));
            Assert.Empty(Contents(_new, to, "s"));
        }
        // Where there are such columns, it is carried.
        Assert.Equal(ConversionOutcome.Converted, Assert.Single(await ConvertAsync(SessionLayout.V3, SessionLayout.V3)).Outcome);
        const string Sql = "SELECT concat_ws('|', run_type, user_id, status, agent_id, team_id, workflow_id, parent_run_id) FROM agno_runs";
        Assert.Equal(RawTable.Scalar(_old, Sql), RawTable.Scalar(_new, Sql));
    }

    // As Agno's own conversion calls runs that name nobody.
    [Theory]
    [InlineData("workflow")]
    [InlineData("team")]
    public async Task The_type_of_a_run_that_does_not_say_whose_it_is_stays(string type)
    {
        Store(SessionLayout.V3, "s", """[{"run_id": "r", "n": 1.50}]""");
        RawTable.Execute(_old, "UPDATE agno_runs SET agent_id = NULL, run_type = $type", ("$type", type));

        ConvertedSession step = Assert.Single(await ConvertAsync(SessionLayout.V3, SessionLayout.V2));

        Assert.Equal((ConversionOutcome.Converted, 0), (step.Outcome, step.Losses.Length));
        Assert.Equal($$"""[{"run_id":"r","n":1.50,"run_type":"{{type}}"}]""", RawColumn.Decode(RawTable.Read(_new, "agno_sessions")["s"]["runs"]));
        await using SqliteStorage storage = SqliteStorage.Open(_new);
        await storage.ConvertAsync(SessionLayout.V2, new ConversionTables(SessionLayout.V3) { Sessions = "again" }, Cancelled).CountAsync(Cancelled);
        Assert.Equal(type, RawTable.Scalar(_new, "SELECT run_type FROM again_runs"));

        ConvertedSession first = Assert.Single(await ConvertAsync(SessionLayout.V3, SessionLayout.V1));
        Assert.Equal((ConversionOutcome.Skipped, $"run_type of run 'r' is '{type}' in its column alone."), (first.Outcome, Assert.Single(first.Losses)));
    }

    [Fact]
    public async Task Positions_and_times_of_runs_are_not_carried_back()
    {
        Store(SessionLayout.V3, "s");
        RawTable.Execute(_old, "UPDATE agno_runs SET run_index = 7, created_at = 5, updated_at = 6");

        ConvertedSession step = Assert.Single(await ConvertAsync(SessionLayout.V3, SessionLayout.V2));

        Assert.Equal((ConversionOutcome.Converted, 0), (step.Outcome, step.Losses.Length));
    }

    [Theory]
    [MemberData(nameof(AllDirections))]
    public async Task Columns_that_somebody_added_are_named(SessionLayout from, SessionLayout to)
    {
        Store(from, "with", createdAt: 2);
        Store(from, "without", """[{"run_id": "other", "agent_id": "x"}]""", createdAt: 1);
        string table = from == SessionLayout.V1 ? "agent_sessions" : "agno_sessions";
        RawTable.Execute(_old, $"ALTER TABLE {table} ADD COLUMN \"to\"\"pic\" TEXT; ALTER TABLE {table} ADD COLUMN empty TEXT; ALTER TABLE {table} ADD COLUMN made INTEGER AS (created_at + 1)");
        RawTable.Execute(_old, $"UPDATE {table} SET \"to\"\"pic\" = 'billing' WHERE session_id = 'with'");

        List<ConvertedSession> steps = await ConvertAsync(from, to);

        Assert.Equal([$"Column 'to\"pic' of table '{table}' is not one of Agno's: what it holds is left behind."], steps[0].Losses);
        Assert.Equal(to < from ? ConversionOutcome.Skipped : ConversionOutcome.Converted, steps[0].Outcome);
        Assert.Equal((ConversionOutcome.Converted, 0), (steps[1].Outcome, steps[1].Losses.Length));
    }

    [Theory]
    [InlineData(SessionLayout.V1)]
    [InlineData(SessionLayout.V2)]
    [InlineData(SessionLayout.V3)]
    public async Task Columns_that_somebody_added_to_the_runs_are_named(SessionLayout to)
    {
        Store(SessionLayout.V3, "with", createdAt: 2);
        Store(SessionLayout.V3, "without", """[{"run_id": "other", "agent_id": "x"}]""", createdAt: 1);
        RawTable.Execute(_old, "ALTER TABLE agno_runs ADD COLUMN cost REAL; UPDATE agno_runs SET cost = 0.5 WHERE session_id = 'with'");

        List<ConvertedSession> steps = await ConvertAsync(SessionLayout.V3, to);

        Assert.Equal(["Column 'cost' of table 'agno_runs' is not one of Agno's: what it holds is left behind."], steps[0].Losses);
        Assert.Equal(to < SessionLayout.V3 ? ConversionOutcome.Skipped : ConversionOutcome.Converted, steps[0].Outcome);
        Assert.Equal((ConversionOutcome.Converted, 0), (steps[1].Outcome, steps[1].Losses.Length));
    }

    [Fact]
    public async Task In_place_added_columns_stay()
    {
        Store(SessionLayout.V2, "s");
        RawTable.Execute(_old, "ALTER TABLE agno_sessions ADD COLUMN topic TEXT; UPDATE agno_sessions SET topic = 'billing'");
        await using SqliteStorage storage = SqliteStorage.Open(_old);

        ConvertedSession step = await storage.ConvertAsync(SessionLayout.V2, SessionLayout.V3, Cancelled).SingleAsync(Cancelled);

        Assert.Equal((ConversionOutcome.Converted, 0), (step.Outcome, step.Losses.Length));
        Assert.Equal("billing", RawTable.Scalar(_old, "SELECT topic FROM agno_sessions"));
    }

    [Theory]
    [MemberData(nameof(AllDirections))]
    public async Task Values_come_through_as_they_were_written(SessionLayout from, SessionLayout to)
    {
        const string Text = """{"n": 1.50, "big": 123456789012345678901234567890, "e": "\u00e9\ud800", "nan": NaN, "same": 1, "same": 2}""";
        Store(from, "s", $$"""[{"run_id": "r", "agent_id": "x", "content": {{Text}}}]""");

        Assert.Equal(ConversionOutcome.Converted, Assert.Single(await ConvertAsync(from, to)).Outcome);

        string stored = to switch
        {
            SessionLayout.V1 => RawTable.Scalar(_new, "SELECT memory FROM agent_sessions"),
            SessionLayout.V2 => RawColumn.Decode(RawTable.Read(_new, "agno_sessions")["s"]["runs"])!,
            _ => RawTable.Scalar(_new, "SELECT run_data FROM agno_runs"),
        };
        foreach (string part in (string[])["1.50", "123456789012345678901234567890", "\\u00e9\\ud800", "NaN"])
            Assert.Contains(part, stored);
        Assert.Equal(2, stored.Split("\"same\"").Length - 1);
    }

    [Theory]
    [InlineData(SessionLayout.V2)]
    [InlineData(SessionLayout.V3)]
    public async Task A_run_that_does_not_say_whose_it_is_says_so_in_later_layouts_alone(SessionLayout to)
    {
        Store(SessionLayout.V1, "s", """[{"run_id": "r"}, {"n": 1}]""");
        await ConvertAsync(SessionLayout.V1, to);
        string[] later = to == SessionLayout.V3
            ? RawTable.Scalar(_new, "SELECT group_concat(run_data, char(10) ORDER BY run_index) FROM agno_runs").Split('\n')
            : [.. RawColumn.Parse(RawColumn.Decode(RawTable.Read(_new, "agno_sessions")["s"]["runs"]))!.AsArray().Select(run => run!.ToJsonString())];
        Assert.Contains("\"agent_id\":\"x\"", later[0]);
        Assert.Contains("\"agent_id\":\"x\"", later[1]);

        string back = _scratch.PathOf("back.db");
        await using SqliteStorage storage = SqliteStorage.Open(_new);
        await using (SqliteStorage target = SqliteStorage.Open(back))
            await storage.ConvertAsync(to, new ConversionTables(SessionLayout.V1) { Storage = target }, Cancelled).CountAsync(Cancelled);
        string again = RawTable.Scalar(back, "SELECT memory FROM agent_sessions");
        Assert.Equal(to == SessionLayout.V2 ? """{"runs":[{"run_id":"r"},{"n":1}]}""" : """{"runs":[{"run_id":"r"},{"run_id":"run:s:1","agent_id":"x","n":1}]}""", again);
    }

    [Theory]
    [InlineData(SessionLayout.V2)]
    [InlineData(SessionLayout.V3)]
    public async Task A_session_without_a_time_gets_one(SessionLayout to)
    {
        Store(SessionLayout.V1, "stored");
        Store(SessionLayout.V1, "never");
        RawTable.Execute(_old, "UPDATE agent_sessions SET created_at = NULL, updated_at = CASE session_id WHEN 'stored' THEN 5 END");

        await ConvertAsync(SessionLayout.V1, to);

        Assert.Equal("never 0,stored 5", RawTable.Scalar(_new, "SELECT group_concat(session_id || ' ' || created_at, ',' ORDER BY session_id) FROM agno_sessions"));
    }

    [Fact]
    public async Task Both_kinds_of_workflows_become_one()
    {
        await using (SqliteStorage storage = SqliteStorage.Open(_old))
        {
            await storage.Sessions<WorkflowSession>().UpsertAsync(new() { SessionId = "class" }, Cancelled);
            await storage.Sessions<WorkflowV2Session>().UpsertAsync(new() { SessionId = "steps" }, Cancelled);
        }
        await ConvertAsync(SessionLayout.V1, SessionLayout.V2);
        Assert.Equal("workflow workflow", RawTable.Scalar(_new, "SELECT group_concat(session_type, ' ') FROM agno_sessions"));

        string back = _scratch.PathOf("back.db");
        await using SqliteStorage converted = SqliteStorage.Open(_new);
        await using SqliteStorage target = SqliteStorage.Open(back);
        await converted.ConvertAsync(SessionLayout.V2, new ConversionTables(SessionLayout.V1) { Storage = target, Workflows = "workflow_sessions" }, Cancelled).CountAsync(Cancelled);
        Assert.Equal("class,steps", RawTable.Scalar(back, "SELECT group_concat(session_id, ',' ORDER BY session_id) FROM workflow_sessions"));
    }

    [Fact]
    public async Task In_place_the_table_is_Agno_3s_from_the_first_step_on()
    {
        Store(SessionLayout.V2, "first", createdAt: 2);
        Store(SessionLayout.V2, "second", """[{"run_id": "other", "content": "kept"}]""", createdAt: 1);
        await using SqliteStorage storage = SqliteStorage.Open(_old);

        Assert.Equal("first", (await storage.ConvertAsync(SessionLayout.V2, SessionLayout.V3, Cancelled).FirstAsync(Cancelled)).SessionId);

        Assert.Equal("first", RawTable.Scalar(_old, "SELECT group_concat(session_id) FROM agno_runs"));
        Assert.Equal(["kept"], Contents(_old, SessionLayout.V3, "first"));
        Assert.Equal(["kept"], Contents(_old, SessionLayout.V3, "second"));
        await Assert.ThrowsAsync<SchemaException>(() => storage.Sessions<AgentSessionV2>().ReadAsync("second", cancellationToken: Cancelled).AsTask());
        Assert.Equal(2, await storage.ConvertAsync(SessionLayout.V3, SessionLayout.V3, Cancelled).CountAsync(Cancelled));
        Assert.Equal("2 0", RawTable.Scalar(_old, "SELECT count(*) || ' ' || count(runs) FROM agno_sessions"));
        Assert.Equal(["kept"], Contents(_old, SessionLayout.V3, "second"));
    }

    [Fact]
    public async Task The_sample_converts_and_repairs()
    {
        string file = PythonFixture.Load("v2_migrated_from_v1").CopyTo(_scratch);

        SampleResult converted = await SampleProcess.RunAsync("PythonInterop", ["convert", file, "agno1", "agno2"]);
        SampleResult repaired = await SampleProcess.RunAsync("PythonInterop", ["repair", file, "agno1", "agno2"]);
        SampleResult later = await SampleProcess.RunAsync("PythonInterop", ["convert", file, "agno1", "agno3", _new]);

        Assert.Equal((0, 0, 0), (converted.ExitCode, repaired.ExitCode, later.ExitCode));
        Assert.DoesNotContain("Mended", converted.Text);
        Assert.Equal(70, repaired.Text.Split(" Mended ").Length - 1);
        Assert.Contains(" Converted ", later.Text);
    }

    private void Store(SessionLayout layout, string id, string runs = $"[{Run}]", long createdAt = 1)
    {
        using SqliteStorage storage = SqliteStorage.Open(_old);
        JsonNode? parsed = RawColumn.Parse(runs);
        switch (layout)
        {
            case SessionLayout.V1:
                storage.Sessions<AgentSession>().Import(new() { SessionId = id, AgentId = "x", CreatedAt = createdAt, Memory = RawColumn.Parse($$"""{"runs": {{runs}}}""") });
                if (runs != $"[{Run}]")
                    RawTable.Execute(_old, "UPDATE agent_sessions SET memory = $memory WHERE session_id = $id", ("$memory", $$"""{"runs": {{runs}}}"""), ("$id", id));
                break;
            case SessionLayout.V2:
                storage.Sessions<AgentSessionV2>().Import(new() { SessionId = id, AgentId = "x", CreatedAt = createdAt, Runs = parsed });
                RawTable.Execute(_old, "UPDATE agno_sessions SET runs = json_quote($runs) WHERE session_id = $id", ("$runs", runs), ("$id", id));
                break;
            default:
                storage.Sessions<AgentSessionV3>().Import(new() { SessionId = id, AgentId = "x", CreatedAt = createdAt });
                foreach (JsonNode? run in parsed!.AsArray())
                    storage.Sessions<AgentSessionV3>().ImportRun(id, new((string)run!["run_id"]!, JsonColumn.Parse(System.Text.Encoding.UTF8.GetBytes(runs.Trim()[1..^1]))) { RunType = "agent", AgentId = "x", RunIndex = 0, CreatedAt = createdAt });
                break;
        }
    }

    private async Task<List<ConvertedSession>> ConvertAsync(SessionLayout from, SessionLayout to, bool repairs = false)
    {
        await using SqliteStorage storage = SqliteStorage.Open(_old);
        await using SqliteStorage target = SqliteStorage.Open(_new);
        return await storage.ConvertAsync(from, new ConversionTables(to) { Storage = target }, new() { RepairExisting = repairs }, Cancelled).ToListAsync(Cancelled);
    }

    // Through the library where it can be done, as an application erases them.
    private void ForgetRuns(SessionLayout layout)
    {
        using SqliteStorage storage = SqliteStorage.Open(_new);
        switch (layout)
        {
            case SessionLayout.V1:
                storage.Sessions<AgentSession>().Update("s", session =>
                {
                    session.Memory = default;
                    return session;
                });
                break;
            case SessionLayout.V2:
                storage.Sessions<AgentSessionV2>().Update("s", session =>
                {
                    session.Runs = default;
                    return session;
                });
                break;
            default:
                Assert.True(storage.Sessions<AgentSessionV3>().DeleteRun("s", "r"));
                break;
        }
    }

    private static string?[] Contents(string file, SessionLayout layout, string id, string? table = null)
    {
        using SqliteStorage storage = SqliteStorage.Open(file);
        IEnumerable<JsonNode?> runs = layout switch
        {
            SessionLayout.V1 => storage.Sessions<AgentSession>(table).Read(id)?.Memory.Value?["runs"]?.AsArray() ?? [],
            SessionLayout.V2 => storage.Sessions<AgentSessionV2>(table).Read(id)?.Runs.Value?.AsArray() ?? [],
            _ => storage.Sessions<AgentSessionV3>(table).Read(id)?.Runs.Select(run => run.Value) ?? [],
        };
        return [.. runs.Select(run => (string?)run!["content"])];
    }

    // Everything that is stored, as text.
    private static List<string> Snapshot(string file)
    {
        var rows = new List<string>();
        foreach (string table in RawTable.Scalar(file, "SELECT group_concat(name, ',' ORDER BY name) FROM sqlite_master WHERE type = 'table'").Split(','))
            foreach ((string key, Dictionary<string, string> row) in RawTable.Read(file, table, RawTable.Columns(file, table)[0]).OrderBy(row => row.Key, StringComparer.Ordinal))
                rows.Add($"{table} {key}: {string.Join(' ', row.Select(column => $"{column.Key}={column.Value}"))}");
        return rows;
    }
}
