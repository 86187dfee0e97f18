using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>The sample that moves sessions between databases and JSON lines, with the two tables of Agno 3.</summary>
public sealed class PythonInteropLayout3Tests : IDisposable
{
    private const string Table = "agno_sessions";

    private readonly TemporaryDirectory _scratch = new();

    public static TheoryData<string> Fixtures => ["v3_sessions", "v3_migrated_from_v2", "v3_long"];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Fixtures))]
    public async Task A_dump_prints_the_rows_that_Python_reads(string name)
    {
        PythonFixture fixture = PythonFixture.Load(name);

        string[] lines = (await DumpAsync(fixture.CopyTo(_scratch))).Text.Split('\n')[..^1];

        Assert.Equal(fixture.Sessions.Count, lines.Length);
        foreach ((string line, JsonElement session) in lines.Zip(fixture.Sessions))
        {
            JsonObject printed = JsonColumn.Parse(Encoding.UTF8.GetBytes(line)).Value!.AsObject();
            JsonArray runs = printed["runs"]!.AsArray();
            if (session.TryGetProperty("runs", out JsonElement expected))
                Assert.Equal(expected.EnumerateArray().Select(run => PythonValue.Of(run)), runs.Select(run => PythonValue.Of(run)));
            else
                Assert.Equal(PythonValue.Of(session.GetProperty("runs_brief")), PythonValue.Of(Brief(runs)));
            printed.Remove("runs");
            Assert.Equal(PythonKeys.Of(session.GetProperty("row")), PythonKeys.Of(printed));
        }
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public async Task A_loaded_dump_gives_the_same_dump(string name)
    {
        string file = PythonFixture.Load(name).CopyTo(_scratch);
        byte[] dump = (await DumpAsync(file)).Output;

        // The second time every session is there already.
        for (int time = 0; time < 2; time++)
        {
            Succeeded(await LoadAsync(dump));
            Assert.Equal(dump, (await DumpAsync(_scratch.PathOf("new.db"))).Output);
        }
        Assert.Equal(RunTableRows.Read(file), RunTableRows.Read(_scratch.PathOf("new.db")));
    }

    [Fact]
    public async Task A_line_says_all_of_a_sessions_runs()
    {
        const string Session = """{"session_id": "s", "session_type": "agent", "created_at": 5, "runs": [""";
        const string First = """{"run_id": "a", "run_type": "agent", "run_index": 0, "run_data": { "run_id": "a", "n": 1.50 }, "created_at": 6}""";
        const string Second = """{"run_data": {"n": NaN}, "created_at": 7, "run_id": "b", "run_type": "team"}""";
        Succeeded(await LoadAsync(Encoding.UTF8.GetBytes($"{Session}{First}, {Second}]}}")));
        Assert.Equal("a:{ \"run_id\": \"a\", \"n\": 1.50 } b:{\"n\": NaN}", RawTable.Scalar(_scratch.PathOf("new.db"), "SELECT group_concat(run_id || ':' || run_data, ' ' ORDER BY run_id) FROM agno_runs"));

        Succeeded(await LoadAsync(Encoding.UTF8.GetBytes($"{Session}{Second}]}}")));
        Assert.Equal("b", RawTable.Scalar(_scratch.PathOf("new.db"), "SELECT group_concat(run_id) FROM agno_runs"));
    }

    [Theory]
    [InlineData("""{"run_type": "agent", "run_data": {}, "created_at": 1}""", "run_id")]
    [InlineData("""{"run_id": "r", "run_type": "agent", "created_at": 1}""", "run_data")]
    [InlineData("""{"run_id": "r", "run_type": "agent", "run_data": {}}""", "created_at")]
    [InlineData("""{"run_id": "r", "run_data": {}, "created_at": 1, "runs": 2}""", "'runs'")]
    public async Task A_run_at_fault_is_named_and_nothing_is_stored(string run, string expected)
    {
        SampleResult result = await LoadAsync(Encoding.UTF8.GetBytes($$"""{"session_id": "s", "session_type": "agent", "created_at": 5, "runs": [{{run}}]}"""));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Line 1", result.Error);
        Assert.Contains(expected, result.Error);
        Assert.False(File.Exists(_scratch.PathOf("new.db")));
    }

    private static JsonArray Brief(JsonArray runs) =>
        [.. runs.Select(run => new JsonArray(run!["run_id"]!.DeepClone(), run["run_index"]?.DeepClone(), run["status"]?.DeepClone(), run["run_data"]!["content"]?.DeepClone()))];

    private static async Task<SampleResult> DumpAsync(string file) => Succeeded(await SampleProcess.RunAsync("PythonInterop", ["dump", file, Table, "agno3"]));

    private Task<SampleResult> LoadAsync(byte[] lines) => SampleProcess.RunAsync("PythonInterop", ["load", _scratch.PathOf("new.db"), Table, "agno3"], lines);

    private static SampleResult Succeeded(SampleResult result)
    {
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        return result;
    }
}
