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
        // The log of the file that is gone is none of the new one's.
        File.Delete(Log);
        File.Delete(Database + "-shm");

        Acknowledgements.AssertSound(Database);
        using var again = SqliteStorage.Open(Database);
        Assert.Equal(["restored"], again.Sessions<TrialSession>().ListIds());
    }

    [Fact]
    public void WritesWithoutTheLogFailAndClosingSavesWhatWasAcknowledged()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let a file be removed that is open.");
        var acknowledged = new List<string>();
        using (SqliteStorage storage = OpenWithSessions())
        {
            File.Delete(Log);
            StorageException exception = WriteUntilRefused(storage, acknowledged);
            Assert.Contains("write-ahead log", exception.Message, StringComparison.Ordinal);
            Assert.Contains(Log, exception.Message, StringComparison.Ordinal);
        }

        Acknowledgements.AssertSound(Database);
        using var again = SqliteStorage.Open(Database);
        Assert.Equal(["before", .. acknowledged], again.Sessions<TrialSession>().ListIds().Order(StringComparer.Ordinal));
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

    // Whether it is refused. What is given must be whole, and a file that is no database any more stays as it is.
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
            if (exception.Message.Contains("no SQLite database", StringComparison.Ordinal))
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
