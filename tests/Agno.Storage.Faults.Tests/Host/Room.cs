using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Agno.Storage.Faults.Host;

/// <summary>A disk with little room, until there is more.</summary>
internal interface IRoom
{
    void Bound();

    void Free();
}

/// <summary>A full disk, on which a file is deleted.</summary>
internal sealed class Ballast(string path) : IRoom
{
    public void Bound()
    {
        if (!File.Exists(path))
            throw new InvalidOperationException($"{path} is missing.");
    }

    public void Free() => File.Delete(path);
}

/// <summary>The system's limit on the size of the files of this process, raised later.</summary>
internal sealed unsafe partial class FileSizeLimit(long bytes) : IRoom
{
    private const int FileSize = 1; // RLIMIT_FSIZE
    private const int FileSizeSignal = 25; // SIGXFSZ, which ends a process unless it is ignored
    private const nint Ignore = 1;

    public void Bound()
    {
        _ = Signal(FileSizeSignal, Ignore);
        Set(bytes);
    }

    public void Free() => Set(long.MaxValue);

    private static void Set(long bytes)
    {
        Limits limits;
        Check(GetLimit(FileSize, &limits));
        limits.Current = Math.Min((ulong)bytes, limits.Maximum);
        Check(SetLimit(FileSize, &limits));
    }

    private static void Check(int result)
    {
        if (result != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int resource, Limits* limits);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, Limits* limits);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int number, nint handler);

    private struct Limits
    {
        public ulong Current;
        public ulong Maximum;
    }
}
