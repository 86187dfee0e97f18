using System.Text.Json.Nodes;
using Agno.Storage.Conformance;
using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>What a turn costs does not depend on how many there were: counted, not timed.</summary>
public sealed class LongSessionTests : IDisposable
{
    // SQLITE_STMTSTATUS_VM_STEP.
    private const int VirtualMachineSteps = 4;

    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_turn_takes_as_many_steps_at_5000_runs_as_at_10()
    {
        Dictionary<string, int> few = Steps<AgentSessionV3>(Fill(10));
        Dictionary<string, int> many = Steps<AgentSessionV3>(Fill(5000));

        Assert.Equal(10, few.Count);
        foreach ((string statement, int steps) in few)
            Assert.True(many[statement] <= steps + 2, $"{statement} takes {many[statement]} steps at 5,000 runs and {steps} at 10.");
    }

    [Fact]
    public async Task A_turn_writes_as_many_pages_at_5000_runs_as_at_10()
    {
        long few = await WrittenByTurnsAsync(Fill(10));
        long many = await WrittenByTurnsAsync(Fill(5000));

        // Deeper trees split more pages now and then.
        Assert.InRange(many, 1, few * 13 / 10);
    }

    // A long session, and others around it.
    private string Fill(int runs)
    {
        string path = _scratch.PathOf($"{runs}.db");
        using var storage = SqliteStorage.Open(path);
        SqliteSessionStore<AgentSessionV3> store = storage.Sessions<AgentSessionV3>();
        store.UpsertMany(Enumerable.Range(0, 20).Select(i => SessionOf($"other-{i:00}", 10)).Prepend(SessionOf("long", runs)));
        return path;
    }

    private static AgentSessionV3 SessionOf(string id, int runs)
    {
        var session = new AgentSessionV3 { SessionId = id, UserId = "ada", SessionData = new JsonObject { ["session_state"] = new JsonObject() } };
        session.Runs.AddRange(Enumerable.Range(0, runs).Select(i => RunOf($"{id}-{i:0000}")));
        return session;
    }

    private static JsonColumn<JsonNode> RunOf(string id) =>
        new(new JsonObject { ["run_id"] = id, ["agent_id"] = "agent", ["status"] = "COMPLETED", ["created_at"] = 1_700_000_000, ["content"] = new string('x', 1000) });

    private static async Task<long> WrittenByTurnsAsync(string path)
    {
        await using SqliteStorage storage = SqliteStorage.Open(path);
        SqliteSessionStore<AgentSessionV3> store = storage.Sessions<AgentSessionV3>();
        // Looks at the table, and at the end of the log.
        await store.UpsertAsync(SessionOf("warm", 1));
        long start = new FileInfo(path + "-wal").Length;
        for (int turn = 0; turn < 20; turn++)
        {
            AgentSessionV3 session = (await store.ReadAsync("long", RunWindow.Last(5)))!;
            Assert.Equal(5, session.Runs.Count);
            session.Runs.Add(RunOf($"turn-{turn:00}"));
            await store.UpsertAsync(session);
        }
        return new FileInfo(path + "-wal").Length - start;
    }

    // The virtual machine's steps of each statement of a turn.
    private static Dictionary<string, int> Steps<TSession>(string path)
        where TSession : class, ISessionRecord<TSession>
    {
        SessionSql sql = TSession.GetSql("sqlite", new SqlTable(TSession.Table.Name))!;
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        string[] run = ["new", "long", "agent", "agent", "", "", "ada", "", "COMPLETED", "", "{}", "1", "1"];
        return new()
        {
            ["Read"] = Count(sql.Read, "long"),
            ["ReadLast"] = Count(sql.Runs!.ReadLast, "long", "5"),
            ["SessionExists"] = Count(sql.Runs.SessionExists, "long"),
            ["Upsert"] = Count(sql.Upsert, [.. Enumerable.Repeat("", TSession.Table.RowLength).Select((_, i) => i == 0 ? "long" : i == 1 ? "ada" : "1")]),
            ["ReadPlace"] = Count(sql.Runs.ReadPlace, "long", "long-0009"),
            ["ReadIndexBefore"] = Count(sql.Runs.ReadIndexBefore, "long", "5"),
            ["Insert"] = Count(sql.Runs.Insert, run),
            ["Touch"] = Count(sql.Runs.Touch, "long", "1"),
            ["ReadFirst"] = Count(sql.Runs.ReadFirst, "long", $"{long.MinValue}", "", "3"),
            ["ReadAfter"] = Count(sql.Runs.ReadAfter, "long", "4", "1700000000", "long-0004", "3"),
        };

        int Count(string text, params ReadOnlySpan<string> values)
        {
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_prepare_v2(connection.Handle, text, out sqlite3_stmt statement));
            using (statement)
            {
                for (int i = 0; i < values.Length; i++)
                {
                    if (long.TryParse(values[i], out long number))
                        raw.sqlite3_bind_int64(statement, i + 1, number);
                    else if (values[i].Length > 0)
                        raw.sqlite3_bind_text(statement, i + 1, values[i]);
                }
                int code;
                do
                    code = raw.sqlite3_step(statement);
                while (code == raw.SQLITE_ROW);
                Assert.Equal(raw.SQLITE_DONE, code);
                return raw.sqlite3_stmt_status(statement, VirtualMachineSteps, 0);
            }
        }
    }
}
