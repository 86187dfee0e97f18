using Agno.Storage.Tests;


namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>The samples that a newcomer runs.</summary>
public sealed class SampleTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Quickstart_does_everything_with_sessions_of_every_mode_and_can_be_run_again()
    {
        string file = _scratch.PathOf("data", "quickstart.db");
        SampleResult first = await SampleProcess.RunAsync("Quickstart", [file]);
        SampleResult second = await SampleProcess.RunAsync("Quickstart", [file]);

        foreach (SampleResult result in new[] { first, second })
        {
            Assert.Equal(("", 0), (result.Error, result.ExitCode));
            Assert.Contains(file, result.Text);
            foreach (string table in new[] { "agent_sessions", "team_sessions", "workflow_sessions", "workflow_v2_sessions" })
            {
                string part = result.Text.Split($"(table {table})")[1].Split("(table ")[0];
                Assert.All(["saved", "read", "listed", "updated", "deleted"], step => Assert.Contains($"  {step} ", part));
            }
            Assert.DoesNotContain("False", result.Text);
        }
        Assert.Equal("chat-1", RawTable.Scalar(file, "SELECT group_concat(session_id) FROM agent_sessions"));
        Assert.Equal("review-1", RawTable.Scalar(file, "SELECT group_concat(session_id) FROM team_sessions"));
        Assert.Equal("import-1", RawTable.Scalar(file, "SELECT group_concat(session_id) FROM workflow_sessions"));
        Assert.Equal("report-1", RawTable.Scalar(file, "SELECT group_concat(session_id) FROM workflow_v2_sessions"));
    }

    [Fact]
    public async Task Quickstart_writes_to_the_working_directory_and_prints_a_step_on_a_line()
    {
        SampleResult result = await SampleProcess.RunAsync("Quickstart", [], directory: _scratch.Path);

        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        Assert.Equal(["agents.db"], Directory.GetFiles(_scratch.Path).Select(Path.GetFileName));
        Assert.Contains(_scratch.PathOf("agents.db"), result.Text);
        Assert.Contains("""read     chat-1: {"messages":[{"role":"user","content":"Is the harbour open on Sunday?"}]}""", result.Text);
        Assert.DoesNotContain(result.Text.Split('\n'), line => line.TrimStart().StartsWith('}'));
    }

    [Fact]
    public async Task CustomSession_stores_typed_columns_in_two_databases()
    {
        SampleResult first = await SampleProcess.RunAsync("CustomSession", [_scratch.Path]);
        SampleResult second = await SampleProcess.RunAsync("CustomSession", [_scratch.Path]);

        foreach (SampleResult result in new[] { first, second })
        {
            Assert.Equal(("", 0), (result.Error, result.ExitCode));
            Assert.Contains("case-7: Urgent, due 2026-03-01 11:00:00Z, refund 12.50 EUR, by mail", result.Text);
            Assert.Contains("user: The parcel is empty.", result.Text);
            Assert.Contains("case-7: Normal, Sent again", result.Text);
            Assert.Contains("case-7 moved from support_sessions to support_archive", result.Text);
            Assert.Contains("visitor-1 reads pt-BR", result.Text);
        }
        string teams = _scratch.PathOf("teams.db");
        Assert.Equal("0", RawTable.Scalar(teams, "SELECT count(*) FROM support_sessions"));
        Assert.Equal("1250 1", RawTable.Scalar(teams, "SELECT refund_cents || ' ' || priority FROM support_archive"));
        Assert.Equal("1", RawTable.Scalar(teams, "SELECT count(*) FROM sqlite_master WHERE name = 'idx_support_sessions_priority'"));
        Assert.Equal("pt-BR", RawTable.Scalar(_scratch.PathOf("agents.db"), "SELECT language FROM visitors"));
    }
}
