using System.Diagnostics;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Evolution;

/// <summary>A build of the ticket program as a process, which answers each line with one.</summary>
internal sealed class TicketProcess : IAsyncDisposable
{
    private readonly Process _process;

    private TicketProcess(Process process) => _process = process;

    public static async Task<TicketProcess> StartAsync(int version)
    {
        string name = $"Tickets.V{version}";
        string program = Repository.PathOf("artifacts", "bin", name, Repository.Configuration.ToLowerInvariant(), name + ".dll");
        var process = new TicketProcess(Process.Start(new ProcessStartInfo("dotnet", [program]) { RedirectStandardInput = true, RedirectStandardOutput = true })!);
        Assert.Equal("ready", await process.AnswerAsync());
        return process;
    }

    /// <summary>Gives a command; the answer is null where the process ended instead.</summary>
    public async Task<string?> AskAsync(string command)
    {
        await SendAsync(command);
        return await AnswerAsync();
    }

    public async Task SendAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    public Task<string?> AnswerAsync() => _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
