using System.Diagnostics;
using Agno.Storage.Tests;

namespace Agno.Storage.Faults.Tests;

/// <summary>A process of the host: told what to do by lines, answering by lines. It does not outlive the test.</summary>
internal sealed class FaultProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private FaultProcess(string program, IEnumerable<string> arguments)
    {
        _process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _error = _process.StandardError.ReadToEndAsync();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The host's program, built by the test project's reference.</summary>
    public static string Program => Repository.PathOf("artifacts", "bin", "Agno.Storage.Faults.Host", Repository.Configuration.ToLowerInvariant(), "Agno.Storage.Faults.Host.dll");

    public int Id => _process.Id;

    public static FaultProcess Start(params IEnumerable<string> arguments) => new("dotnet", [Program, .. arguments]);

    public static FaultProcess StartProgram(string program, params IEnumerable<string> arguments) => new(program, arguments);

    /// <summary>The next line; null at the end.</summary>
    public ValueTask<string?> ReadLineAsync() => new(_process.StandardOutput.ReadLineAsync(Token).AsTask());

    /// <summary>Waits for a line.</summary>
    public async Task ExpectAsync(string line)
    {
        string? given = await ReadLineAsync();
        if (given != line)
            Assert.Fail($"The process said '{given}', not '{line}'. {(given is null ? await _error : "")}");
    }

    /// <summary>Tells the process something.</summary>
    public void Tell(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Ends the process as a power switch ends a program: SIGKILL, on Unix.</summary>
    public void Kill() => _process.Kill();

    /// <summary>What is still to be read, once the process was killed or is done.</summary>
    public async Task<IReadOnlyList<string>> ReadToEndAsync()
    {
        var lines = new List<string>();
        while (await ReadLineAsync() is { } line)
            lines.Add(line);
        await _process.WaitForExitAsync(Token);
        return lines;
    }

    /// <summary>Reads to the end of a process that must succeed.</summary>
    public async Task<IReadOnlyList<string>> FinishAsync()
    {
        _process.StandardInput.Close();
        IReadOnlyList<string> lines = await ReadToEndAsync();
        Assert.True(_process.ExitCode == 0, $"The process ended with exit code {_process.ExitCode}: {await _error}");
        return lines;
    }

    public async Task<string> ErrorAsync() => await _error;

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
