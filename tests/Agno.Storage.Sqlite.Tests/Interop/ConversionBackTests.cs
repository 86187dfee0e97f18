using System.Text.Json.Nodes;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>Sessions go back to an earlier layout where nothing is lost, and come back from a later one as they were.</summary>
public sealed class ConversionBackTests : IDisposable
{
    private const string Table = "agno_sessions";

    private readonly TemporaryDirectory _scratch = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("v1_agent", "agent")]
    [InlineData("v1_agent_hostile", "agent")]
    [InlineData("v1_team", "team")]
    [InlineData("v1_workflow", "workflow")]
    [InlineData("v1_workflow_v2", "workflow")]
    public async Task Sessions_of_Agno_1_come_back_from_Agno_2_as_they_were(string name, string entity)
    {
        PythonFixture fixture = PythonFixture.Load(name);
        string file = fixture.CopyTo(_scratch);
        string back = _scratch.PathOf("back.db");
        Dictionary<string, ConvertedSession> steps = (await ConvertAsync(file, SessionLayout.V1, file, SessionLayout.V2)).ToDictionary(step => step.SessionId);
        var tables = new ConversionTables(SessionLayout.V1) { Workflows = name == "v1_workflow" ? "workflow_sessions" : null };

        Assert.All(await ConvertAsync(file, SessionLayout.V2, back, tables), step => Assert.Equal((ConversionOutcome.Converted, 0), (step.Outcome, step.Losses.Length)));

        Dictionary<string, Dictionary<string, string>> before = RawTable.Read(file, fixture.Table);
        Dictionary<string, Dictionary<string, string>> after = RawTable.Read(back, fixture.Table);
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        foreach ((string id, Dictionary<string, string> old) in before)
        {
            Dictionary<string, string> row = after[id];
            foreach (string column in (string[])["user_id", "created_at", "updated_at", $"{entity}_id"])
                Assert.Equal(old[column], row[column]);
            foreach (string column in (string[])["session_data", "extra_data", $"{entity}_data"])
                Assert.Equal(RawColumn.TextOf(old[column]), RawColumn.TextOf(row[column]));
            if (old.TryGetValue("runs", out string? runs))
                Assert.Equal(PythonValue.Of(RawColumn.Parse(RawColumn.TextOf(runs))), PythonValue.Of(RawColumn.Parse(RawColumn.TextOf(row["runs"]))));
            AssertSameMemory(old["memory"], row["memory"], steps[id]);
        }
    }

    [Fact]
    public async Task Sessions_of_Agno_2_come_back_from_Agno_1_as_they_were()
    {
        string file = PythonFixture.Load("v2_sessions").CopyTo(_scratch);
        string old = _scratch.PathOf("old.db");
        string back = _scratch.PathOf("back.db");

        List<ConvertedSession> steps = await ConvertAsync(file, SessionLayout.V2, old, SessionLayout.V1);
        Assert.All(steps, step => Assert.Equal((ConversionOutcome.Converted, 0), (step.Outcome, step.Losses.Length)));
        Assert.All(await ConvertAsync(old, SessionLayout.V1, back, SessionLayout.V2), step => Assert.Equal((ConversionOutcome.Converted, 0), (step.Outcome, step.Losses.Length)));

        Dictionary<string, Dictionary<string, string>> before = RawTable.Read(file, Table);
        Dictionary<string, Dictionary<string, string>> after = RawTable.Read(back, Table);
        Assert.Equal(42, before.Count);
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        foreach ((string id, Dictionary<string, string> row) in before)
            foreach ((string column, string value) in row)
                Assert.Equal($"{id} {column}: {Meaning(column, value)}", $"{id} {column}: {Meaning(column, after[id][column])}");
    }

    [Fact]
    public async Task A_workflow_goes_back_to_the_table_that_holds_it_else_to_that_of_step_based_ones()
    {
        PythonFixture fixture = PythonFixture.Load("v1_workflow");
        string file = fixture.CopyTo(_scratch);
        await ConvertAsync(file, SessionLayout.V1, file, SessionLayout.V2);
        RawTable.Execute(file, "DELETE FROM workflow_sessions WHERE session_id = 'real-workflow-session'");

        List<ConvertedSession> steps = await ConvertAsync(file, SessionLayout.V2, file, SessionLayout.V1);

        ConvertedSession converted = Assert.Single(steps, step => step.Outcome != ConversionOutcome.Unchanged);
        Assert.Equal(("real-workflow-session", ConversionOutcome.Converted), (converted.SessionId, converted.Outcome));
        Assert.Equal("real-workflow-session", RawTable.Scalar(file, "SELECT group_concat(session_id) FROM workflow_v2_sessions"));
    }

    [Theory]
    [InlineData("team_data = '\"{\\\"n\\\": 1}\"'", "team_data")]
    [InlineData("team_id = 'other'", "team_id 'other'")]
    [InlineData("summary = '\"\\\"text\\\"\"'", "summary")]
    [InlineData("runs = '7'", "7")]
    [InlineData("metadata = '{'", "metadata")]
    public async Task A_session_that_would_lose_something_is_skipped_and_says_what(string change, string loss)
    {
        string file = PythonFixture.Load("v2_sessions").CopyTo(_scratch);
        RawTable.Execute(file, $"UPDATE {Table} SET {change} WHERE session_id = 'real-agent-session'");

        List<ConvertedSession> steps = await ConvertAsync(file, SessionLayout.V2, file, SessionLayout.V1);

        ConvertedSession skipped = Assert.Single(steps, step => step.Outcome != ConversionOutcome.Converted);
        Assert.Equal(("real-agent-session", ConversionOutcome.Skipped), (skipped.SessionId, skipped.Outcome));
        Assert.Contains(loss, Assert.Single(skipped.Losses));
        Assert.Equal("0", RawTable.Scalar(file, "SELECT count(*) FROM agent_sessions WHERE session_id = 'real-agent-session'"));
    }

    private static async Task<List<ConvertedSession>> ConvertAsync(string source, ConversionTables from, string target, ConversionTables to)
    {
        await using SqliteStorage storage = SqliteStorage.Open(source);
        await using SqliteStorage other = SqliteStorage.Open(target);
        return await storage.ConvertAsync(from, source == target ? to : to with { Storage = other }, Cancelled).ToListAsync(Cancelled);
    }

    // Agno 2 has a place for the runs and the summary: what else there was, unless it was empty, is reported on the way there.
    private static void AssertSameMemory(string before, string after, ConvertedSession step)
    {
        var old = RawColumn.Parse(RawColumn.TextOf(before)) as JsonObject;
        var now = RawColumn.Parse(RawColumn.TextOf(after)) as JsonObject;
        Assert.Equal(PythonValue.Of(old?["runs"] as JsonArray), PythonValue.Of(now?["runs"]));
        if (old?["summaries"] is JsonObject { Count: > 0 } summaries)
        {
            // The session's user has it now.
            Assert.Contains(step.Losses, loss => loss.Contains($"'{summaries.First().Key}'"));
            Assert.Equal(PythonValue.Of(summaries.First().Value), PythonValue.Of(((JsonObject)now!["summaries"]!).Single().Value));
        }
        Assert.All(now ?? [], member => Assert.Contains(member.Key, (string[])["runs", "summaries"]));
    }

    private static string Meaning(string column, string raw) =>
        column is "session_data" or "agent_data" or "team_data" or "workflow_data" or "metadata" or "runs" or "summary" ? PythonValue.Of(RawColumn.Parse(RawColumn.Decode(raw))) : raw;
}
