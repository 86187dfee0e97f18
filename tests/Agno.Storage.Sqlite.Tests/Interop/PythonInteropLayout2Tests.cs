using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>The sample that moves sessions between databases and JSON lines, with the one table of Agno 2.</summary>
public sealed class PythonInteropLayout2Tests : IDisposable
{
    private const string Table = "agno_sessions";

    private readonly TemporaryDirectory _scratch = new();

    public static TheoryData<string> Fixtures => ["v2_sessions", "v2_migrated_from_v1"];

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
            Assert.Equal(PythonKeys.Of(session.GetProperty("row")), PythonKeys.Of(printed));
        }
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public async Task A_loaded_dump_stores_the_same_bytes(string name)
    {
        string file = PythonFixture.Load(name).CopyTo(_scratch);
        string copy = _scratch.PathOf("new.db");
        byte[] dump = (await DumpAsync(file)).Output;

        // The second time every session is there already.
        for (int time = 0; time < 2; time++)
        {
            Succeeded(await LoadAsync(dump));
            Assert.Equal(RawTable.Read(file, Table).OrderBy(row => row.Key).Select(Sorted), RawTable.Read(copy, Table).OrderBy(row => row.Key).Select(Sorted));
        }
        Assert.Equal(dump, (await DumpAsync(copy)).Output);

        static string Sorted(KeyValuePair<string, Dictionary<string, string>> row) => string.Join('\n', row.Value.OrderBy(column => column.Key).Select(column => $"{column.Key} {column.Value}"));
    }

    [Fact]
    public async Task A_line_without_keys_is_stored_with_Agnos_nulls()
    {
        Succeeded(await LoadAsync("""{"runs": [ 1.50 ], "created_at": 5, "session_id": "s", "session_type": "workflow"}"""u8.ToArray()));

        Assert.Equal("""
            {"session_id": "s", "session_type": "workflow", "agent_id": null, "team_id": null, "workflow_id": null, "user_id": null, "session_data": null, "agent_data": null, "team_data": null, "workflow_data": null, "metadata": null, "runs": [ 1.50 ], "summary": null, "created_at": 5, "updated_at": null}

            """, (await DumpAsync(_scratch.PathOf("new.db"))).Text);
        Assert.Equal("\"[ 1.50 ]\"", RawTable.Scalar(_scratch.PathOf("new.db"), "SELECT runs FROM agno_sessions"));
    }

    [Theory]
    [InlineData("""{"session_id": "s", "created_at": 1}""", "session_type")]
    [InlineData("""{"session_id": "s", "created_at": 1, "session_type": "workflow_v2"}""", "workflow_v2")]
    [InlineData("""{"session_id": "s", "created_at": 1, "session_type": "agent", "memory": {}}""", "'memory'")]
    [InlineData("""{"session_id": "s", "session_type": "agent"}""", "created_at")]
    public async Task A_line_at_fault_is_named(string line, string expected)
    {
        SampleResult result = await LoadAsync(Encoding.UTF8.GetBytes(line));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Line 1", result.Error);
        Assert.Contains(expected, result.Error);
    }

    private static async Task<SampleResult> DumpAsync(string file) => Succeeded(await SampleProcess.RunAsync("PythonInterop", ["dump", file, Table, "agno2"]));

    private Task<SampleResult> LoadAsync(byte[] lines) => SampleProcess.RunAsync("PythonInterop", ["load", _scratch.PathOf("new.db"), Table, "agno2"], lines);

    private static SampleResult Succeeded(SampleResult result)
    {
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        return result;
    }
}
