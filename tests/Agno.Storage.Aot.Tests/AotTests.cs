using Agno.Storage.Aot.Tests.Cases;
using Agno.Storage.Tests;

namespace Agno.Storage.Aot.Tests;

public sealed class AotTests
{
    public static TheoryData<string> CaseNames => [.. AotCases.All.Select(testCase => testCase.Name)];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public Task A_case_passes_under_jit(string name) => AotCases.All.Single(testCase => testCase.Name == name).Run();

    [Fact]
    public async Task Every_case_passes_under_native_aot()
    {
        string program = await NativeProgram.PublishAsync(Repository.PathOf("tests", "Agno.Storage.Aot.Tests", "Host"), "Agno.Storage.Aot.Host");

        string output = await CommandLine.RunAsync(program, Path.GetDirectoryName(program)!);

        Assert.Equal(AotCases.All.Select(testCase => $"passed {testCase.Name}"), output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task The_chat_sample_runs_under_native_aot()
    {
        string program = await NativeProgram.PublishAsync(Repository.PathOf("samples", "ChatMessages"), "ChatMessages");
        using var directory = new TemporaryDirectory();

        string first = await CommandLine.RunAsync(program, directory.Path, null, directory.PathOf("chats.db"));
        string second = await CommandLine.RunAsync(program, directory.Path, null, directory.PathOf("chats.db"));

        Assert.Contains("assistant calls weather(city: Oslo, days: 2)", first, StringComparison.Ordinal);
        Assert.Contains("5 messages", first, StringComparison.Ordinal);
        Assert.Contains("10 messages", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_runs_under_native_aot()
    {
        string program = await NativeProgram.PublishAsync(Repository.PathOf("samples", "AotHost"), "AotHost");
        using var directory = new TemporaryDirectory();

        string output = await CommandLine.RunAsync(program, directory.Path, null, directory.PathOf("sessions.db"));

        Assert.Contains("custom: order-7", output, StringComparison.Ordinal);
        Assert.Contains("built-in: session-001", output, StringComparison.Ordinal);
        Assert.True(File.Exists(directory.PathOf("sessions.db")));
    }
}
