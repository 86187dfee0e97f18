using System.Runtime.InteropServices;
using System.Text;

namespace Agno.Storage.Sqlite.Connections;

/// <summary>Which file a path names, wherever it is moved: its device, and its number (inode) there.</summary>
internal readonly record struct FileIdentity(ulong Device, ulong Number);

/// <summary>What .NET does not say about files on Unix, by the system's own calls. On Windows nothing of it is needed: a file that SQLite has open can't be removed or renamed there.</summary>
internal static unsafe partial class UnixFile
{
    private const int NoSuchFile = 2; // ENOENT
    private const int NotADirectory = 20; // ENOTDIR

    // What the system's structures take at most, by far.
    private const int StatBytes = 512;

    private static readonly bool CanIdentify = Probe();

    /// <summary>A path as the system takes it.</summary>
    public static byte[] Encode(string path) => Encoding.UTF8.GetBytes(path + '\0');

    /// <summary>Looks at what a path names. About a microsecond, and nothing is allocated.</summary>
    /// <param name="path">The path, by <see cref="Encode"/>.</param>
    /// <param name="identity">The file; default where there is none.</param>
    /// <param name="length">The file's length in bytes.</param>
    /// <returns>Whether there is a file; null where the system does not say.</returns>
    public static bool? Look(byte[] path, out FileIdentity identity, out long length)
    {
        (identity, length) = (default, 0);
        return CanIdentify ? Ask(path, out identity, out length) : null;
    }

    /// <summary>Sees to it that a name that was given or taken in a directory survives a power loss.</summary>
    /// <exception cref="IOException">The directory can't be synced.</exception>
    public static void SyncDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
            return;
        fixed (byte* path = Encode(directory))
        {
            int handle = Open(path, 0);
            bool isSynced = handle >= 0 && Sync(handle) == 0;
            int error = Marshal.GetLastPInvokeError();
            if (handle >= 0)
                _ = Close(handle);
            if (!isSynced)
                throw new IOException($"The directory '{directory}' can't be synced: {Marshal.GetPInvokeErrorMessage(error)}.");
        }
    }

    private static bool Probe()
    {
        try
        {
            return (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()) && Ask(Encode("/"), out _, out _) is true;
        }
        catch (TypeLoadException)
        {
            // A C library from before statx, or none by that name.
            return false;
        }
    }

    private static bool? Ask(byte[] path, out FileIdentity identity, out long length)
    {
        byte* stat = stackalloc byte[StatBytes];
        bool isLinux = OperatingSystem.IsLinux();
        int result;
        fixed (byte* name = path)
            result = isLinux ? StatX(CurrentDirectory, name, 0, NumberAndLength, stat) : RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatOfX64(name, stat) : Stat(name, stat);
        bool isThere = result == 0;
        if (!isThere)
            (identity, length) = (default, 0);
        else if (isLinux)
            (identity, length) = (new(*(ulong*)(stat + 136), *(ulong*)(stat + 32)), *(long*)(stat + 40));
        else
            (identity, length) = (new(*(uint*)stat, *(ulong*)(stat + 8)), *(long*)(stat + 96));
        return isThere ? true : Marshal.GetLastPInvokeError() is NoSuchFile or NotADirectory ? false : null;
    }

    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint NumberAndLength = 0x100 | 0x200; // STATX_INO | STATX_SIZE

    // The same structure on all architectures.
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int StatX(int directory, byte* path, int flags, uint mask, byte* stat);

    [LibraryImport("libc", EntryPoint = "stat", SetLastError = true)]
    private static partial int Stat(byte* path, byte* stat);

    // macOS on Intel: the plain name is that of a structure with shorter numbers.
    [LibraryImport("libc", EntryPoint = "stat$INODE64", SetLastError = true)]
    private static partial int StatOfX64(byte* path, byte* stat);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int Open(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
