using System.Security.Cryptography;
using Agno.Storage.Sqlite;
using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Faults.Tests;

/// <summary>Files that are removed, replaced, cut or overwritten.</summary>
public sealed class FileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Database => _directory.PathOf("agents.db");

    private string Log => Database + "-wal";

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void WritesToAFileThatWasRemovedFailAndSayWhy()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let a file be removed that is open.");
        using SqliteStorage storage = OpenWithSessions();
        File.Delete(Database);

        StorageException exception = WriteUntilRefused(storage);

        Assert.Contains(Database, exception.Message, StringComparison.Ordinal);
        Assert.Contains("removed or replaced", exception.Message, StringComparison.Ordinal);
        Assert.Contains("removed or replaced", Assert.Throws<StorageException>(() => storage.Begin()).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<StorageException>(() => storage.Sessions<TrialSession>().Delete("before"));
    }

    [Fact]
    public async Task AFileThatWasRemovedIsNoticedAlthoughWritesComeWithoutAPause()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let a file be removed that is open.");
        using SqliteStorage storage = OpenWithSessions();
        SqliteSessionStore<TrialSession> sessions = storage.Sessions<TrialSession>();
        TrialSession row = TrialSession.Of("while", 1);
        sessions.Upsert(row);
        bool isRemoved = false;
        Task remove = Task.Run(() =>
        {
            File.Delete(Database);
            Volatile.Write(ref isRemoved, true);
        }, TestContext.Current.CancellationToken);

        int acknowledged = 0;
        Assert.Throws<StorageException>(() =>
        {
            while (acknowledged < 1000)
            {
                bool wasRemoved = Volatile.Read(ref isRemoved);
                sessions.Upsert(row);
                acknowledged += wasRemoved ? 1 : 0;
            }
        });
        await remove;
    }

    [Fact]
    public void WritesToAFileThatWasReplacedFailAndLeaveTheOtherAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let a file be replaced that is open.");
        string other = _directory.PathOf("other.db");
        using (var storage = SqliteStorage.Open(other))
            storage.Sessions<TrialSession>().Upsert(TrialSession.Of("restored", 1));
        using (SqliteStorage storage = OpenWithSessions())
        {
            File.Move(other, Database, overwrite: true);
            Assert.Contains("removed or replaced", WriteUntilRefused(storage).Message, StringComparison.Ordinal);
        }
        Assert.Equal([Database], Directory.GetFiles(_directory.Path, "agents.db*").Where(file => !file.Contains("orphaned", StringComparison.Ordinal)));
        Acknowledgements.AssertSound(Database);
        using var again = SqliteStorage.Open(Database);
        Assert.Equal(["restored"], again.Sessions<TrialSession>().ListIds());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AFileThatWasReplacedGetsNoLogOfTheOneBeforeAlthoughNothingIsWritten(bool isKnown)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let a file be replaced that is open.");
        string other = _directory.PathOf("other.db");
        using (var storage = SqliteStorage.Open(other))
            storage.Sessions<TrialSession>().Upsert(TrialSession.Of("restored", 1));
        string former = _directory.PathOf("former.db");
        using (SqliteStorage storage = isKnown ? OpenWithSessions() : SqliteStorage.Open(Database))
        {
            storage.Sessions<TrialSession>().Upsert(TrialSession.Of("in the log", 1));
            File.Move(Database, former);
            File.Move(other, Database);
        }

        Acknowledgements.AssertSound(Database);
        Assert.Equal(["restored"], IdsOf(Database));

        // The log that was put aside goes with the file that it belongs to.
        File.Move(former, Orphaned());
        Assert.Contains("in the log", IdsOf(Orphaned()));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void WritesWithoutTheLogFailAndWhatWasAcknowledgedIsSaved(bool isNew, bool isLinked)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let a file be removed that is open.");
        var acknowledged = new List<string>();
        if (!isNew)
            OpenWithSessions().Dispose();
        string path = Database;
        if (isLinked)
        {
            Directory.CreateSymbolicLink(_directory.PathOf("elsewhere"), _directory.Path);
            File.CreateSymbolicLink(path = _directory.PathOf("link.db"), _directory.PathOf("elsewhere", "agents.db"));
        }
        using (var storage = SqliteStorage.Open(path))
        {
            storage.Sessions<TrialSession>().Upsert(TrialSession.Of("before", 2));
            File.Delete(Log);
            StorageException exception = WriteUntilRefused(storage, acknowledged);
            Assert.Contains("write-ahead log", exception.Message, StringComparison.Ordinal);
            Assert.Contains(Log, exception.Message, StringComparison.Ordinal);
            Assert.Contains("saved in the database", exception.Message, StringComparison.Ordinal);

            // What another process finds, should this one end by a kill.
            Assert.Equal(["before", .. acknowledged], IdsOf(CopyOf(Database)));
        }

        Acknowledgements.AssertSound(Database);
        Assert.Equal(["before", .. acknowledged], IdsOf(Database));
    }

    [Fact]
    public async Task ALogThatAnotherProcessMadeAnewIsNoticedAndTheOldOneKeptAside()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let a file be removed that is open.");
        string id;
        using (SqliteStorage storage = OpenWithSessions())
        {
            storage.Sessions<TrialSession>().Upsert(TrialSession.Of("in the log", 1));
            File.Delete(Log);
            File.Delete(Database + "-shm");
            id = await WriteInAnotherProcessAsync();

            StorageException exception = Assert.ThrowsAny<StorageException>(() => storage.Sessions<TrialSession>().Upsert(TrialSession.Of("refused", 1)));
            Assert.Contains("replaced by another", exception.Message, StringComparison.Ordinal);
            Assert.Contains(Orphaned(), exception.Message, StringComparison.Ordinal);
        }

        string orphaned = Orphaned();
        File.Copy(Database, orphaned);
        Acknowledgements.AssertSound(orphaned);
        Assert.Equal(["before", "in the log"], IdsOf(orphaned));
        Acknowledgements.AssertSound(Database);
        Assert.Equal(["before", id], IdsOf(Database).OrderDescending(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACopyWithinTheProcessLosesNothingOfWhatOthersWrite(bool isNew)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Locks of Windows stay when a file is copied.");
        string first;
        string second;
        using (SqliteStorage storage = isNew ? SqliteStorage.Open(Database) : OpenWithSessions())
        {
            storage.Sessions<TrialSession>().Upsert(TrialSession.Of("acknowledged", 1));
            File.Copy(Database, _directory.PathOf("copy.db"));
            first = await WriteInAnotherProcessAsync();
            // Without the locks that the copy has dropped, an older SQLite (3.40 does) believes that it is the last, saves the log and removes it when it closes the database.
            SaveAndRemoveLog();

            StorageException exception = Assert.ThrowsAny<StorageException>(() => storage.Sessions<TrialSession>().Upsert(TrialSession.Of("refused", 1)));
            Assert.Contains("File.Copy", exception.Message, StringComparison.Ordinal);
            Assert.Contains("BackupAsync", exception.Message, StringComparison.Ordinal);
            Assert.ThrowsAny<StorageException>(() => storage.Begin());
            second = await WriteInAnotherProcessAsync();
        }

        Acknowledgements.AssertSound(Database);
        Assert.Equal(new[] { "acknowledged", first, second }.Order(StringComparer.Ordinal), IdsOf(Database).Where(id => id != "before").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ALogThatIsCutShortIsNoticedAndNotCopiedToTheDatabase()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let a file be cut short that is mapped.");
        using (SqliteStorage storage = OpenWithSessions())
        {
            storage.Sessions<TrialSession>().Upsert(TrialSession.Of("in the log", 1));
            using (FileStream log = new(Log, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                log.SetLength(0);

            Assert.Contains("cut short", WriteUntilRefused(storage).Message, StringComparison.Ordinal);
        }

        Acknowledgements.AssertSound(Database);
        Assert.Equal(["before"], IdsOf(Database));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadsOfAFileThatWasReplacedSoonFail(bool isReadOnly)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let a file be replaced that is open.");
        OpenWithSessions().Dispose();
        string other = CopyOf(Database);
        using var storage = SqliteStorage.Open(Database, new() { ReadOnly = isReadOnly });
        Assert.NotNull(storage.Sessions<TrialSession>().Read("before"));
        File.Move(other, Database, overwrite: true);

        Assert.Contains("removed or replaced", Assert.ThrowsAny<StorageException>(ReadOn).Message, StringComparison.Ordinal);

        void ReadOn()
        {
            while (!TestContext.Current.CancellationToken.IsCancellationRequested)
                storage.Sessions<TrialSession>().Read("before");
        }
    }

    [Fact]
    public void ALinkThatLeadsElsewhereLaterDoesNotMixTwoDatabases()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets few users make symbolic links.");
        string link = _directory.PathOf("link.db");
        using (var other = SqliteStorage.Open(_directory.PathOf("other.db")))
            other.Sessions<TrialSession>().Upsert(TrialSession.Of("other", 1));
        OpenWithSessions().Dispose();
        File.CreateSymbolicLink(link, Database);
        using (var storage = SqliteStorage.Open(link))
        {
            File.Delete(link);
            File.CreateSymbolicLink(link, _directory.PathOf("other.db"));
            storage.Sessions<TrialSession>().Upsert(TrialSession.Of("later", 1));
            Assert.Equal(["before", "later"], storage.Sessions<TrialSession>().ListIds().Order(StringComparer.Ordinal));
        }
        Assert.Equal(["other"], IdsOf(link));
    }

    [Fact]
    public void ACopyWithoutItsLogIsAnOlderStateAndSound()
    {
        string copy = _directory.PathOf("copy.db");
        using (SqliteStorage storage = OpenWithSessions())
        {
            storage.Sessions<TrialSession>().Upsert(TrialSession.Of("in the log", 1));
            File.Copy(Database, copy);
        }

        Acknowledgements.AssertSound(copy);
        using var opened = SqliteStorage.Open(copy);
        Assert.Equal(["before"], opened.Sessions<TrialSession>().ListIds());
    }

    [Fact]
    public void ABackupMadeWhileItIsWrittenHoldsWhatWasAcknowledgedBefore()
    {
        string copy = _directory.PathOf("backup.db");
        using (SqliteStorage storage = OpenWithSessions())
        using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            storage.Sessions<TrialSession>().Upsert(TrialSession.Of("in the log", 1));
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO $copy";
            command.Parameters.AddWithValue("$copy", copy);
            command.ExecuteNonQuery();
            storage.Sessions<TrialSession>().Upsert(TrialSession.Of("later", 1));
        }

        Acknowledgements.AssertSound(copy);
        using var opened = SqliteStorage.Open(copy);
        Assert.Equal(["before", "in the log"], opened.Sessions<TrialSession>().ListIds().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ATruncatedFileGivesWhatIsWholeOrSaysThatItIsDamaged()
    {
        byte[] content = ManySessions();
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 60; i++)
            refused += Damaged(content[..random.Next(1, content.Length)]) ? 1 : 0;
        Assert.True(refused > 50, $"Only {refused} of 60 were said to be damaged.");
    }

    [Fact]
    public void AGarbageHeaderIsRefusedOrHarmlessAndTheFileIsLeftAsItIs()
    {
        byte[] content = ManySessions();
        Assert.True(Damaged([.. RandomNumberGenerator.GetBytes(100), .. content.AsSpan(100)]));
        for (int at = 0; at < 100; at++)
        {
            byte[] changed = [.. content];
            changed[at] ^= 0x55;
            bool isRefused = Damaged(changed);
            // The text that every database begins with.
            Assert.True(isRefused || at >= 16, $"Byte {at} was changed, and nobody noticed.");
        }
    }

    // Whether it is refused. What is given must be whole, and a file that is not a database any more stays as it is.
    private bool Damaged(byte[] content)
    {
        string path = _directory.PathOf("damaged.db");
        foreach (string file in Directory.GetFiles(_directory.Path, "damaged.db*"))
            File.Delete(file);
        File.WriteAllBytes(path, content);
        try
        {
            using var storage = SqliteStorage.Open(path, new() { AutoCreate = false, AutoUpgrade = false });
            SqliteSessionStore<TrialSession> store = storage.Sessions<TrialSession>();
            foreach (TrialSession session in store.List())
                Assert.Equal(TrialText.Of(session.SessionId, session.Sequence), session.Text);
            return store.Count() != 300;
        }
        catch (StorageException exception)
        {
            Assert.False(string.IsNullOrEmpty(exception.Message));
            if (exception.Message.Contains("not an SQLite database", StringComparison.Ordinal))
                Assert.Equal(content, File.ReadAllBytes(path));
            return true;
        }
    }

    private byte[] ManySessions()
    {
        string path = _directory.PathOf("whole.db");
        using (var storage = SqliteStorage.Open(path))
            storage.Sessions<TrialSession>().UpsertMany(Enumerable.Range(0, 300).Select(i => TrialSession.Of($"{i}", i)));
        return File.ReadAllBytes(path);
    }

    private static List<string> IdsOf(string path)
    {
        using var storage = SqliteStorage.Open(path);
        return [.. storage.Sessions<TrialSession>().ListIds().Order(StringComparer.Ordinal)];
    }

    // Copied by another process: this one would drop SQLite's locks.
    private string CopyOf(string path)
    {
        string copy = _directory.PathOf($"{Guid.NewGuid():N}.db");
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start("cp", [path, copy]);
        process.WaitForExit();
        return copy;
    }

    private void SaveAndRemoveLog()
    {
        using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(FULL)";
            command.ExecuteNonQuery();
        }
        File.Delete(Log);
        File.Delete(Database + "-shm");
    }

    // The path to which the log that was kept aside belongs.
    private string Orphaned() => Assert.Single(Directory.GetFiles(_directory.Path, "agents.db.orphaned-*-wal"))[..^"-wal".Length];

    // Gives the session's id, when the process has closed the database.
    private async Task<string> WriteInAnotherProcessAsync()
    {
        using FaultProcess process = FaultProcess.Start("open");
        await process.ExpectAsync("ready");
        process.Tell(Database);
        await process.ExpectAsync("opened");
        await process.FinishAsync();
        return $"{process.Id}";
    }

    private SqliteStorage OpenWithSessions()
    {
        using (var storage = SqliteStorage.Open(Database))
            storage.Sessions<TrialSession>().Upsert(TrialSession.Of("before", 1));
        var opened = SqliteStorage.Open(Database);
        opened.Sessions<TrialSession>().Create();
        return opened;
    }

    // It is noticed soon, not at once.
    private static StorageException WriteUntilRefused(SqliteStorage storage, List<string>? acknowledged = null)
    {
        for (int i = 1000; i < 100_000; i++)
        {
            try
            {
                storage.Sessions<TrialSession>().Upsert(TrialSession.Of($"while {i}", i));
                acknowledged?.Add($"while {i}");
            }
            catch (StorageException exception)
            {
                Assert.Equal(("trials", $"while {i}"), (exception.Table, exception.SessionId));
                return exception;
            }
        }
        throw new InvalidOperationException("Nobody noticed.");
    }
}
