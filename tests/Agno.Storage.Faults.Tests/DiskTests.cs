using System.Diagnostics;
using Agno.Storage.Sqlite;
using Agno.Storage.Tests;

namespace Agno.Storage.Faults.Tests;

/// <summary>Disks that get full, and have room again.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task AFileThatMayNotGrowRefusesWritesAndGoesOnOnceItMay()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no limit on the size of a process's files.");
        string path = _directory.PathOf("limited.db");
        using FaultProcess process = FaultProcess.Start("fill", path, $"{2 << 20}");

        AssertRefusedAndGoneOn(await process.FinishAsync(), path, "may not grow");
    }

    [Fact]
    public async Task AFullDiskRefusesWritesAndGoesOnOnceThereIsRoom()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A disk of some megabytes is made with tmpfs, which is Linux's.");
        string disk = Directory.CreateDirectory(_directory.PathOf("disk")).FullName;
        string path = _directory.PathOf("full.db");
        // A disk of its own, which only this process sees. It goes with the process: what is on it is copied before.
        string script = $"""
            mount -t tmpfs -o size=4m tmpfs '{disk}' || exit 99
            head -c 1500000 /dev/zero > '{disk}/ballast' || exit 98
            dotnet '{FaultProcess.Program}' fill '{disk}/full.db' ballast '{disk}/ballast' || exit 97
            cp '{disk}'/full.db* '{_directory.Path}'
            """;
        using FaultProcess? process = StartWithMounts(script);
        Assert.SkipWhen(process is null, "This system lets nobody mount a tmpfs, not even in a namespace of its own: run the test as root, or allow user namespaces.");

        AssertRefusedAndGoneOn(await process.FinishAsync(), path, "disk is full");
    }

    private static FaultProcess? StartWithMounts(string script)
    {
        string[] unshare = ["--user", "--map-root-user", "--mount", "sh", "-c"];
        try
        {
            using Process probe = Process.Start("unshare", [.. unshare, "mount -t tmpfs -o size=1m tmpfs /tmp 2>/dev/null"]);
            probe.WaitForExit();
            return probe.ExitCode == 0 ? FaultProcess.StartProgram("unshare", [.. unshare, script]) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static void AssertRefusedAndGoneOn(IReadOnlyList<string> said, string path, string reason)
    {
        var acknowledged = new Acknowledgements();
        string[] others = [.. said.Where(line => !acknowledged.Take(line))];
        string[] refused = [.. others.Where(line => line.StartsWith("refused ", StringComparison.Ordinal))];
        Assert.Equal(8, refused.Length);
        Assert.All(refused, line => Assert.Contains("was not stored", line, StringComparison.Ordinal));
        Assert.All(refused, line => Assert.Contains(reason, line, StringComparison.Ordinal));
        Assert.Single(others, line => line.StartsWith("undone ", StringComparison.Ordinal));
        Assert.Contains("last 1 stored", said);

        acknowledged.AssertHeldBy(path);
        using var storage = SqliteStorage.Open(path);
        Assert.DoesNotContain(storage.Sessions<TrialSession>().ListIds(), id => id.StartsWith("undone", StringComparison.Ordinal));
    }
}
