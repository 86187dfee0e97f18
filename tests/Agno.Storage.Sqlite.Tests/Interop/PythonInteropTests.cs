using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>The sample that moves sessions between databases and JSON lines.</summary>
public sealed class PythonInteropTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public static TheoryData<string> Fixtures => ["v1_agent", "v1_agent_hostile", "v1_team", "v1_team_union", "v1_workflow", "v1_workflow_v2"];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Fixtures))]
    public async Task A_dump_prints_what_Python_reads(string name)
    {
        PythonFixture fixture = PythonFixture.Load(name);
        string[] lines = (await DumpAsync(fixture.CopyTo(_scratch), fixture.Table, fixture.Mode)).Text.Split('\n')[..^1];

        Assert.Equal(fixture.Sessions.Count, lines.Length);
        // The very text of json.dumps, except where Python makes objects of runs and where the expected file marks what strict readers refuse.
        IEnumerable<string> expected = fixture.Sessions.Select(session => session.GetRawText());
        Assert.Equal(
            expected.Where(line => !IsRewritten(line)),
            lines.Zip(expected).Where(pair => !IsRewritten(pair.Second)).Select(pair => pair.First));
        foreach ((string line, var session) in lines.Zip(fixture.Sessions))
        {
            JsonObject printed = JsonColumn.Parse(Encoding.UTF8.GetBytes(line)).Value!.AsObject();
            Assert.Equal(PythonKeys.Of(session), PythonKeys.Of(printed));
        }
    }

    private static bool IsRewritten(string expected) =>
        expected.Contains("real-pipeline-session") || expected.Contains("{\"$float\"") || expected.Contains("{\"$utf16\"") || expected.Contains("duplicate-keys");

    [Theory]
    [MemberData(nameof(Fixtures))]
    public async Task A_loaded_dump_dumps_the_same_bytes(string name)
    {
        PythonFixture fixture = PythonFixture.Load(name);
        await RoundTripsAsync(fixture.CopyTo(_scratch), fixture.Table, fixture.Mode);
    }

    [Theory]
    [InlineData("agents", "agent")]
    [InlineData("teams", "team")]
    [InlineData("workflows", "workflow")]
    [InlineData("steps", "workflow_v2")]
    public async Task Go_files_round_trip(string table, string mode)
    {
        ForeignFiles.CreateGo(_scratch.PathOf("go.db"));
        await RoundTripsAsync(_scratch.PathOf("go.db"), table, mode);
    }

    [Fact]
    public async Task Files_of_older_Pythons_and_other_encodings_round_trip()
    {
        ForeignFiles.CreateLegacyAgent(_scratch.PathOf("legacy.db"));
        await RoundTripsAsync(_scratch.PathOf("legacy.db"), "agent_sessions", "agent");
        File.Delete(_scratch.PathOf("new.db"));
        ForeignFiles.CreateUtf16(_scratch.PathOf("utf16.db"));
        await RoundTripsAsync(_scratch.PathOf("utf16.db"), "agent_sessions", "agent");
    }

    [Fact]
    public async Task A_dump_leaves_the_file_and_its_directory_as_they_are()
    {
        PythonFixture fixture = PythonFixture.Load("v1_agent");
        string file = fixture.CopyTo(_scratch);
        File.SetAttributes(file, FileAttributes.ReadOnly);
        DateTime written = File.GetLastWriteTimeUtc(file);
        try
        {
            await DumpAsync(file, fixture.Table, fixture.Mode);
        }
        finally
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }
        Assert.Equal(SHA256.HashData(File.ReadAllBytes(fixture.Database)), SHA256.HashData(File.ReadAllBytes(file)));
        Assert.Equal(written, File.GetLastWriteTimeUtc(file));
        Assert.Equal([file], Directory.GetFiles(_scratch.Path));
    }

    [Fact]
    public async Task A_load_takes_what_Python_may_hold_and_keeps_it_as_text()
    {
        string[] lines =
        [
            Line("", "NaN", "null", "null"),
            Line("big", "[123456789012345678901234567890, -0.0, 1E400, 1.50]", "1", "2"),
            Line("deep", new string('[', 400) + new string(']', 400), "0", "null"),
            Line("floats", "[-Infinity, Infinity, NaN]", "-5", "9223372036854775807"),
            Line("surrogate", """{"v": "a\ud800b", "v": "\udfff"}""", "null", "7"),
        ];
        byte[] input = Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");

        Succeeded(await LoadAsync("new.db", "agent_sessions", "agent", input));

        Assert.Equal(input, (await DumpAsync(_scratch.PathOf("new.db"), "agent_sessions", "agent")).Output);
        Assert.Equal("null", RawTable.Scalar(_scratch.PathOf("new.db"), "SELECT typeof(created_at) FROM agent_sessions WHERE session_id = ''"));

        static string Line(string id, string memory, string created, string updated) =>
            $$"""{"session_id": "{{id}}", "user_id": null, "team_session_id": null, "workflow_session_id": null, "memory": {{memory}}, "session_data": null, "extra_data": null, "created_at": {{created}}, "updated_at": {{updated}}, "agent_id": null, "agent_data": null}""";
    }

    [Fact]
    public async Task A_load_takes_keys_in_any_order_missing_ones_and_blank_lines()
    {
        byte[] input = "\r\n {\"memory\":{\"a\" : 1}, \"session_id\":\"\\u00e9\"} \r\n\n"u8.ToArray();

        Succeeded(await LoadAsync("new.db", "t", "team", input));

        Assert.StartsWith(
            """{"session_id": "\u00e9", "team_session_id": null, "workflow_session_id": null, "team_id": null, "user_id": null, "memory": {"a" : 1}, """,
            (await DumpAsync(_scratch.PathOf("new.db"), "t", "team")).Text);
    }

    [Fact]
    public async Task A_load_into_a_file_of_Pythons_replaces_and_adds()
    {
        PythonFixture fixture = PythonFixture.Load("v1_team_union");
        string file = fixture.CopyTo(_scratch);
        var before = RawTable.Read(file, fixture.Table);

        Succeeded(await LoadAsync(
            "copy.db",
            fixture.Table,
            "team",
            """
            {"session_id": "union-0", "team_id": "moved", "created_at": 5, "updated_at": 6}
            {"session_id": "added", "memory": 3.0}
            """u8.ToArray()));

        var after = RawTable.Read(file, fixture.Table);
        Assert.Equal(before.Count + 1, after.Count);
        Assert.Equal(before["union-1"], after["union-1"]);
        Assert.Equal(before["union-0"]["agent_data"], after["union-0"]["agent_data"]);
        Assert.Equal($"text {Convert.ToHexString("moved"u8)}", after["union-0"]["team_id"]);
        Assert.Equal("5 6", RawTable.Scalar(file, $"SELECT created_at || ' ' || updated_at FROM {fixture.Table} WHERE session_id = 'union-0'"));
    }

    [Fact]
    public async Task Line_breaks_between_tokens_do_not_break_a_line()
    {
        string file = _scratch.PathOf("pretty.db");
        ForeignFiles.CreateLegacyAgent(file);
        RawTable.Execute(file, "UPDATE agent_sessions SET memory = char(10) || '{' || char(13, 10) || '  \"a\": \"b\\n\"' || char(10) || '}' || char(10)");
        await RoundTripsAsync(file, "agent_sessions", "agent");
        Assert.Contains("""
            "memory": {  "a": "b\n"}, 
            """, (await DumpAsync(file, "agent_sessions", "agent")).Text);
    }

    [Fact]
    public async Task A_session_that_is_no_JSON_is_named_and_the_others_are_printed()
    {
        PythonFixture fixture = PythonFixture.Load("v1_team_union");
        string file = fixture.CopyTo(_scratch);
        RawTable.Execute(file, $"UPDATE {fixture.Table} SET memory = '[1,' WHERE session_id = 'union-3'");

        SampleResult result = await RunAsync(["dump", file, fixture.Table, "team"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(fixture.Sessions.Count - 1, result.Text.Count(c => c == '\n'));
        Assert.Contains("union-3", result.Error);
        Assert.Contains("memory", result.Error);
        Assert.Contains("byte 3", result.Error);
    }

    [Theory]
    [InlineData("{\"session_id\": \"b\"", "Line 2")]
    [InlineData("{\"session_id\": \"b\"} x", "Line 2")]
    [InlineData("[1]", "Line 2")]
    [InlineData("{\"session_id\": \"b\", \"colour\": 1}", "'colour'")]
    [InlineData("{\"session_id\": \"b\", \"team_id\": \"t\"}", "'team_id'")]
    [InlineData("{\"user_id\": \"b\"}", "session_id")]
    [InlineData("{\"session_id\": null}", "session_id")]
    [InlineData("{\"session_id\": 5}", "Line 2")]
    [InlineData("{\"session_id\": \"b\", \"created_at\": \"now\"}", "Line 2")]
    [InlineData("{\"session_id\": \"b\", \"created_at\": 1.5}", "Line 2")]
    [InlineData("{\"session_id\": \"b\", \"memory\": {'a': 1}}", "Line 2")]
    [InlineData("{\"session_id\": \"b\", \"workflow_session_id\": \"w\"}", "'workflow_session_id'")]
    [InlineData("{\"session_id\": \"b\\ud800\"}", "surrogate")]
    public async Task A_line_at_fault_is_named_and_nothing_is_stored(string line, string expected)
    {
        byte[] input = Encoding.UTF8.GetBytes("{\"session_id\": \"a\"}\n" + line + "\n{\"session_id\": \"c\"}\n");

        SampleResult result = await LoadAsync("new.db", "agent_sessions", "agent", input);

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("Line 2", result.Error);
        Assert.Contains(expected, result.Error);
        Assert.DoesNotContain("   at ", result.Error);
        Assert.False(File.Exists(_scratch.PathOf("new.db")));
    }

    [Fact]
    public async Task A_line_that_the_table_refuses_leaves_the_file_as_it_was()
    {
        string file = _scratch.PathOf("go.db");
        ForeignFiles.CreateGo(file);
        var before = RawTable.Read(file, "agents");
        byte[] input = """
            {"session_id": "new-1", "user_id": "", "agent_id": ""}
            {"session_id": "new-2", "user_id": null, "agent_id": ""}
            """u8.ToArray();

        SampleResult result = await LoadAsync("go.db", "agents", "agent", input);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Line 2", result.Error);
        Assert.Contains("user_id", result.Error);
        Assert.Equal(before, RawTable.Read(file, "agents"));
    }

    [Theory]
    [InlineData("Prints the sessions")]
    [InlineData("Prints the sessions", "dump", "FILE", "agent_sessions")]
    [InlineData("Prints the sessions", "copy", "FILE", "agent_sessions", "agent")]
    [InlineData("Prints the sessions", "dump", "FILE", "agent_sessions", "agent", "more")]
    [InlineData("'agents' is not a valid mode", "dump", "FILE", "agent_sessions", "agents")]
    [InlineData("no table 'other'", "dump", "FILE", "other", "agent")]
    [InlineData("missing.db", "dump", "missing.db", "agent_sessions", "agent")]
    public async Task Arguments_at_fault_are_explained(string expected, params string[] arguments)
    {
        string file = PythonFixture.Load("v1_team_union").CopyTo(_scratch);
        string missing = _scratch.PathOf("missing.db");

        SampleResult result = await RunAsync([.. arguments.Select(a => a == "FILE" ? file : a == "missing.db" ? missing : a)]);

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains(expected, result.Error);
        Assert.DoesNotContain("   at ", result.Error);
        Assert.Equal([file], Directory.GetFiles(_scratch.Path));
    }

    private async Task RoundTripsAsync(string file, string table, string mode)
    {
        byte[] dump = (await DumpAsync(file, table, mode)).Output;
        Assert.NotEmpty(dump);
        Succeeded(await LoadAsync("new.db", table, mode, dump));
        Assert.Equal(dump, (await DumpAsync(_scratch.PathOf("new.db"), table, mode)).Output);
        // Once more into the same file: every session is there already.
        Succeeded(await LoadAsync("new.db", table, mode, dump));
        Assert.Equal(dump, (await DumpAsync(_scratch.PathOf("new.db"), table, mode)).Output);
    }

    private static async Task<SampleResult> DumpAsync(string file, string table, string mode) =>
        Succeeded(await RunAsync(["dump", file, table, mode]));

    private Task<SampleResult> LoadAsync(string file, string table, string mode, byte[] lines) =>
        RunAsync(["load", _scratch.PathOf(file), table, mode], lines);

    private static Task<SampleResult> RunAsync(string[] arguments, byte[]? input = null) =>
        SampleProcess.RunAsync("PythonInterop", arguments, input);

    private static SampleResult Succeeded(SampleResult result)
    {
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        return result;
    }
}
