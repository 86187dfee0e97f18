using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>Files that are not databases, can't be written or are locked: each a clear error, and the file stays as it was.</summary>
public sealed class DatabaseFaultTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string File => _directory.PathOf("agents.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void AFileThatIsNoDatabaseIsRefusedAndKept()
    {
        byte[] content = "This is a letter, not a database.\n"u8.ToArray();
        System.IO.File.WriteAllBytes(File, [.. Enumerable.Repeat(content, 100).SelectMany(bytes => bytes)]);
        byte[] before = System.IO.File.ReadAllBytes(File);

        var exception = Assert.ThrowsAny<StorageException>(() => SqliteStorage.Open(File));

        Assert.Contains(File, exception.Message);
        Assert.Contains("not an SQLite database", exception.Message);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void ATruncatedDatabaseSaysThatItIsDamaged()
    {
        using (SqliteStorage storage = SqliteStorage.Open(File))
            for (int i = 0; i < 200; i++)
                storage.Sessions<AgentSession>().Upsert(new() { SessionId = $"session {i}", AgentId = new string('x', 500) });
        using (FileStream stream = System.IO.File.OpenWrite(File))
            stream.SetLength(stream.Length / 2);

        var exception = Assert.ThrowsAny<StorageException>(() =>
        {
            using SqliteStorage storage = SqliteStorage.Open(File);
            return storage.Sessions<AgentSession>().List().Count();
        });

        Assert.Contains("damaged or truncated", exception.Message);
    }

    [Fact]
    public void APathThatIsADirectoryCannotBeOpened()
    {
        var exception = Assert.ThrowsAny<StorageException>(() => SqliteStorage.Open(_directory.Path));
        Assert.Contains("can't be opened", exception.Message);
        Assert.Contains(_directory.Path, exception.Message);
    }

    [Fact]
    public void ADirectoryThatCannotBeMadeIsNamed()
    {
        System.IO.File.WriteAllText(_directory.PathOf("file"), "");
        var exception = Assert.ThrowsAny<StorageException>(() => SqliteStorage.Open(_directory.PathOf("file", "inside", "agents.db")));
        Assert.Contains("can't be created", exception.Message);
    }

    [Fact]
    public void ReadOnlyNeedsAFileAndChangesNothing()
    {
        Assert.ThrowsAny<StorageException>(() => SqliteStorage.Open(File, new() { ReadOnly = true }));
        Assert.False(System.IO.File.Exists(File));

        using (SqliteStorage storage = SqliteStorage.Open(File))
            storage.Sessions<AgentSession>().Upsert(new() { SessionId = "s" });
        byte[] before = System.IO.File.ReadAllBytes(File);
        using (SqliteStorage storage = SqliteStorage.Open(File, new() { ReadOnly = true }))
        {
            SqliteSessionStore<AgentSession> store = storage.Sessions<AgentSession>();
            Assert.NotNull(store.Read("s"));
            foreach (Action write in (Action[])[() => store.Upsert(new() { SessionId = "t" }), () => store.Delete("s"), store.Create, store.Drop, () => storage.Begin()])
                Assert.Contains("read-only", Assert.ThrowsAny<StorageException>(write).Message);
        }
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void ALockHeldLongerThanTheTimeoutIsAnErrorAndTheSessionCanBeStoredLater()
    {
        using SqliteStorage storage = SqliteStorage.Open(File, new() { BusyTimeout = TimeSpan.Zero });
        SqliteSessionStore<AgentSession> store = storage.Sessions<AgentSession>();
        store.Create();
        using var other = new SqliteConnection($"Data Source={File};Pooling=False");
        other.Open();
        using (SqliteTransaction transaction = other.BeginTransaction())
        {
            var exception = Assert.ThrowsAny<StorageException>(() => store.Upsert(new() { SessionId = "s" }));
            Assert.Contains("busy timeout of 0 ms", exception.Message);
            Assert.Equal(("agent_sessions", "s"), (exception.Table, exception.SessionId));
            Assert.Null(store.Read("s"));
        }
        store.Upsert(new() { SessionId = "s" });
        Assert.NotNull(store.Read("s"));
    }

    [Fact]
    public void ADatabaseWithoutRoomSaysSoAndGoesOnOnceThereIs()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using SqliteStorage storage = SqliteStorage.OpenConnection(connection);
        SqliteSessionStore<AgentSession> store = storage.Sessions<AgentSession>();
        store.Upsert(new() { SessionId = "small" });
        connection.Execute("PRAGMA max_page_count = 20");

        var exception = Assert.ThrowsAny<StorageException>(() => store.Upsert(new() { SessionId = "large", AgentId = new string('x', 1 << 20) }));

        Assert.Contains("disk is full", exception.Message);
        Assert.Equal(["small"], store.ListIds());
        connection.Execute("PRAGMA max_page_count = 10000");
        store.Upsert(new() { SessionId = "large", AgentId = new string('x', 1 << 20) });
        Assert.Equal(2, store.ListIds().Count());
    }

    [Fact]
    public void AConnectionOfTheCallerStaysOpenAndIsTheSameDatabase()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        Assert.Throws<ArgumentException>(() => SqliteStorage.OpenConnection(connection));
        connection.Open();
        using (SqliteStorage storage = SqliteStorage.OpenConnection(connection))
            storage.Sessions<AgentSession>().Upsert(new() { SessionId = "s", UserId = "ada" });

        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT user_id FROM agent_sessions WHERE session_id = 's'";
        Assert.Equal("ada", command.ExecuteScalar());
    }

    [Theory]
    [InlineData("Data Source={0};Mode=ReadOnly", false)]
    [InlineData("Data Source={0}", true)]
    [InlineData("Data Source={0};Mode=ReadWriteCreate;Default Timeout=7", true)]
    public void AConnectionStringSaysHowToOpen(string format, bool canWrite)
    {
        SqliteStorage.Open(File).Dispose();
        using SqliteStorage storage = SqliteStorage.OpenConnectionString(string.Format(null, format, File));
        Exception? exception = Record.Exception(() => storage.Sessions<AgentSession>().Upsert(new() { SessionId = "s" }));
        Assert.Equal(canWrite, exception is null);
    }

    [Fact]
    public void AConnectionStringThatAsksForMoreIsRefused()
    {
        Assert.Contains("Password", Assert.Throws<ArgumentException>(() => SqliteStorage.OpenConnectionString($"Data Source={File};Password=x")).Message);
        Assert.Throws<ArgumentException>(() => SqliteStorage.OpenConnectionString("nonsense"));
        Assert.Contains("does not exist", Assert.Throws<StorageException>(() => SqliteStorage.OpenConnectionString($"Data Source={File};Mode=ReadWrite")).Message);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void OptionsAreValidated()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SqliteStorageOptions { BusyTimeout = TimeSpan.FromSeconds(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SqliteStorageOptions { BusyTimeout = TimeSpan.MaxValue });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SqliteStorageOptions { Synchronous = (SqliteSynchronous)9 });
        Assert.Throws<ArgumentNullException>(() => new SqliteStorageOptions { TimeProvider = null! });
        Assert.Throws<ArgumentException>(() => SqliteStorage.OpenInMemory(new() { ReadOnly = true }));
        Assert.Throws<ArgumentException>(() => SqliteStorage.Open(" "));
    }

    [Fact]
    public void TheFileIsInWalModeAndCommitsAreFull()
    {
        using SqliteStorage storage = SqliteStorage.Open(File);
        storage.Sessions<AgentSession>().Create();
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";
        Assert.Equal("wal", command.ExecuteScalar());
    }
}
