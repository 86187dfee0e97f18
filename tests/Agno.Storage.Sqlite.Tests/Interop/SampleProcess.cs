using System.Diagnostics;
using System.Text;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>What a run of a sample gave.</summary>
internal sealed record SampleResult(int ExitCode, byte[] Output, string Error)
{
    public string Text => Encoding.UTF8.GetString(Output);
}

/// <summary>Runs a sample as a user does: a process of its own.</summary>
internal static class SampleProcess
{
    public static async Task<SampleResult> RunAsync(string sample, string[] arguments, byte[]? input = null, string? directory = null)
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [PathOf(sample), .. arguments])
        {
            WorkingDirectory = directory ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        })!;
        var output = new MemoryStream();
        Task copying = process.StandardOutput.BaseStream.CopyToAsync(output, cancelled);
        Task<string> error = process.StandardError.ReadToEndAsync(cancelled);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input ?? [], cancelled);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It refused its arguments and ended without reading: its exit code says so.
        }
        await Task.WhenAll(copying, error, process.WaitForExitAsync(cancelled));
        return new SampleResult(process.ExitCode, output.ToArray(), await error);
    }

    /// <summary>Runs a sample and kills it once it has printed some lines.</summary>
    /// <returns>Whether it was killed, and had not ended before.</returns>
    public static async Task<bool> KillAfterAsync(int lines, string sample, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [PathOf(sample), .. arguments]) { RedirectStandardOutput = true })!;
        for (int line = 0; line < lines; line++)
            if (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is null)
                break;
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode != 0;
    }

    // Built by the test project's references, in its configuration.
    private static string PathOf(string sample) =>
        Repository.PathOf("artifacts", "bin", sample, Repository.Configuration.ToLowerInvariant(), sample + ".dll");
}
