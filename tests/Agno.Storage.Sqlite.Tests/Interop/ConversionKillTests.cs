using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>A conversion whose process is killed leaves every session whole or absent, and goes on when it is called again.</summary>
public sealed class ConversionKillTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("v1_agent", "agno1", "agno2", false)]
    [InlineData("v1_team", "agno1", "agno3", true)]
    [InlineData("v2_sessions", "agno2", "agno3", false)]
    [InlineData("v2_sessions", "agno2", "agno3", true)]
    [InlineData("v3_sessions", "agno3", "agno2", true)]
    public Task A_killed_conversion_goes_on(string name, string from, string to, bool isInAnotherFile) => RandomSeed.RunAsync(async seed =>
    {
        PythonFixture fixture = PythonFixture.Load(name);
        string file = fixture.CopyTo(_scratch);
        string whole = _scratch.PathOf("whole.db");
        File.Copy(file, whole);
        string[] target = isInAnotherFile ? [_scratch.PathOf("target.db")] : [];
        string[] wholeTarget = isInAnotherFile ? [_scratch.PathOf("whole-target.db")] : [];
        Assert.Equal("", (await SampleProcess.RunAsync("PythonInterop", ["convert", whole, from, to, .. wholeTarget])).Error);

        var random = new Random(seed);
        int kills = 0;
        for (int start = 1; start <= 4; start++)
            kills += await SampleProcess.KillAfterAsync(random.Next(0, start * fixture.Sessions.Count / 5), "PythonInterop", ["convert", file, from, to, .. target]) ? 1 : 0;
        SampleResult last = await SampleProcess.RunAsync("PythonInterop", ["convert", file, from, to, .. target]);

        Assert.True(kills > 0, "Nothing was killed.");
        Assert.Equal("", last.Error);
        string[] files = isInAnotherFile ? [target[0], wholeTarget[0]] : [file, whole];
        Assert.True(Same(RawTable.Read(files[1], "agno_sessions"), RawTable.Read(files[0], "agno_sessions")), "Sessions differ.");
        if (to == "agno3")
            Assert.Equal(RunTableRows.Read(files[1]), RunTableRows.Read(files[0]));
    });

    private static bool Same(Dictionary<string, Dictionary<string, string>> expected, Dictionary<string, Dictionary<string, string>> actual) =>
        expected.Count == actual.Count && expected.All(row => actual.TryGetValue(row.Key, out var other) && row.Value.OrderBy(column => column.Key).SequenceEqual(other.OrderBy(column => column.Key)));
}
