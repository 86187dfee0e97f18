using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Agno.Storage.Sqlite;

namespace Agno.Storage.Aot.Tests.Cases;

internal static class RunCases
{
    public static async Task Runs_are_rows_that_are_read_and_stored_one_by_one()
    {
        await using var storage = SqliteStorage.OpenInMemory();
        ISessionStore<RunSession> sessions = storage.Sessions<RunSession>();
        await sessions.UpsertAsync(new RunSession { SessionId = "s", Runs = [new("a", 1), new("b", 2)] });
        Expect.Equal(2L, await sessions.AppendRunAsync("s", new AotRun("c", 3)));

        RunSession session = (await sessions.ReadAsync("s", RunWindow.Last(2)))!;
        session.Runs[1] = session.Runs[1] with { Number = 4 };
        await sessions.UpsertAsync(session);

        Expect.Sequence([1, 2, 4], await sessions.ReadRunsAsync<AotRun>("s").Select(run => run.Number).ToListAsync());
        Expect.Equal(2, (await sessions.ForkAsync("s", "b"))!.Runs.Count);
    }

    public static async Task Runs_of_Agno_3_are_parsed_when_asked_for()
    {
        await using var storage = SqliteStorage.OpenInMemory();
        ISessionStore<TeamSessionV3> sessions = storage.Sessions<TeamSessionV3>();
        await sessions.UpsertAsync(new TeamSessionV3 { SessionId = "s" });
        await sessions.AppendRunAsync("s", new JsonObject { ["run_id"] = "a", ["team_id"] = "support" });

        Expect.Equal("support", (string?)(await sessions.ReadAsync("s"))!.Runs[0].Value!["team_id"]);
        Expect.Sequence(["support"], await sessions.ReadRunsAsync<JsonObject>("s").Select(run => (string)run["team_id"]!).ToListAsync());
        Expect.Sequence(["team"], await sessions.ReadRunsAsync<RunRow>("s").Select(run => run.RunType).ToListAsync());
    }
}

/// <summary>A session with typed runs.</summary>
[SessionRecord(StorageMode.Agent, Table = "run_sessions")]
public sealed partial record RunSession
{
    [SessionRuns] public List<AotRun> Runs { get; set; } = [];
}

public sealed record AotRun([property: JsonPropertyName("run_id")] string Id, int Number);
