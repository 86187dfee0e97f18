using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Agno.Storage.Sqlite;
using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Faults.Tests;

/// <summary>Directories and files that may not be written. Rights don't stop root: there, the test's thread acts as nobody.</summary>
public sealed partial class RightsTests : IDisposable
{
    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
    private const int Nobody = 65534;

    private readonly TemporaryDirectory _directory = new();
    private readonly string _folder;

    public RightsTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes: its read-only directories may be written to.");
        Assert.SkipWhen(Environment.IsPrivilegedProcess && !OperatingSystem.IsLinux(), "Run the test as another user than root.");
        SetMode(_directory.Path, ForAll | UnixFileMode.UserWrite);
        _folder = Directory.CreateDirectory(_directory.PathOf("folder")).FullName;
    }

    private string Database => Path.Combine(_folder, "agents.db");

    public void Dispose()
    {
        SetMode(_folder, ForAll | UnixFileMode.UserWrite);
        _directory.Dispose();
    }

    [Fact]
    public void NoFileCanBeMadeInAReadOnlyDirectory() => AsUserWithoutRights(() =>
    {
        var exception = Assert.ThrowsAny<StorageException>(() => SqliteStorage.Open(Database));
        Assert.Contains(Database, exception.Message, StringComparison.Ordinal);
        Assert.Contains("what rights there are", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    });

    [Fact]
    public void AFileInAReadOnlyDirectoryCanBeReadAndNotWritten()
    {
        // A rollback journal: a reader needs no files beside the database.
        using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            connection.Open();
            using (var storage = SqliteStorage.OpenConnection(connection))
                storage.Sessions<TrialSession>().Upsert(TrialSession.Of("before", 1));
        }
        byte[] before = File.ReadAllBytes(Database);

        AsUserWithoutRights(() =>
        {
            using (var storage = SqliteStorage.Open(Database, new() { ReadOnly = true }))
                Assert.Equal(["before"], storage.Sessions<TrialSession>().ListIds());
            var exception = Assert.ThrowsAny<StorageException>(() => SqliteStorage.Open(Database));
            Assert.Contains("check the rights on the file and its directory", exception.Message, StringComparison.Ordinal);
        });
        Assert.Equal(before, File.ReadAllBytes(Database));
    }

    private void AsUserWithoutRights(Action test)
    {
        // What the thread needs is loaded while it still may.
        using (var storage = SqliteStorage.Open(_directory.PathOf("other", "warm.db")))
            storage.Sessions<TrialSession>().Upsert(TrialSession.Of("warm", 1));
        Assert.ThrowsAny<StorageException>(() => SqliteStorage.Open(_directory.Path));
        Assert.ThrowsAny<StorageException>(() => SqliteStorage.Open(_directory.PathOf("missing.db"), new() { ReadOnly = true }));
        foreach (string file in Directory.GetFiles(_folder))
            SetMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        SetMode(_folder, ForAll);

        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            if (Environment.IsPrivilegedProcess)
                _ = SetFileSystemUser(Nobody);
            try
            {
                Assert.Throws<UnauthorizedAccessException>(() => File.WriteAllText(Path.Combine(_folder, "probe"), ""));
                test();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    // Of the calling thread alone; with it go root's rights over files.
    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileSystemUser(int user);
}
