using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>Text that names a database: paths are paths, and what is none does not become a file. Alone, because the data directory is the whole process's.</summary>
[Collection(typeof(AloneCollection))]
public sealed class DataSourceTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string File => _directory.PathOf("agents.db");

    public void Dispose()
    {
        AppDomain.CurrentDomain.SetData("DataDirectory", null);
        _directory.Dispose();
    }

    [Theory]
    [InlineData(":memory:", "OpenInMemory()")]
    [InlineData(":MEMORY:", "OpenInMemory()")]
    [InlineData("file:chat.db?mode=memory", "a path, not a URI")]
    [InlineData("file:chat.db", "a path, not a URI")]
    [InlineData("FILE:///tmp/chat.db", "a path, not a URI")]
    [InlineData("file::memory:?cache=shared", "a path, not a URI")]
    [InlineData("sqlite:///chat.db", "a path, not a URI")]
    [InlineData("Data Source=chat.db", "OpenConnectionString")]
    [InlineData("data source = chat.db;Cache=Shared", "OpenConnectionString")]
    [InlineData("DataSource=:memory:", "OpenConnectionString")]
    [InlineData("Filename=chat.db", "OpenConnectionString")]
    [InlineData("Version=3;Data Source=chat.db", "OpenConnectionString")]
    [InlineData("Data Source=", "OpenConnectionString")]
    [InlineData("URI=file:chat.db", "OpenConnectionString")]
    [InlineData("Mode=Memory", "OpenConnectionString")]
    [InlineData("|DataDirectory|chat.db", "OpenConnectionString")]
    [InlineData("|datadirectory|/chat.db", "OpenConnectionString")]
    public void TextThatIsNotAPathIsRefusedByName(string text, string instead)
    {
        string[] before = Directory.GetFileSystemEntries(Environment.CurrentDirectory);

        string message = Assert.Throws<ArgumentException>("path", () => SqliteStorage.Open(text)).Message;

        Assert.Contains($"'{text}'", message, StringComparison.Ordinal);
        Assert.Contains(instead, message, StringComparison.Ordinal);
        Assert.Contains($"'./{text}'", message, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(Environment.CurrentDirectory));
    }

    [Theory]
    [InlineData("a=b.db")]
    [InlineData("mode=fast.db")]
    [InlineData("region=eu;Data.db")]
    [InlineData("Data Source.db")]
    [InlineData("memory:")]
    [InlineData("100%25.db")]
    [InlineData("what?mode=ro#here.db")]
    public void OddNamesOfFilesAreNames(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has fewer names.");
        AssertIsFile(_directory.PathOf(name), _directory.PathOf(name));
    }

    [Theory]
    [InlineData("file:", "agents.db")]
    [InlineData(":memory:")]
    [InlineData("Data Source=agents.db")]
    [InlineData("|DataDirectory|", "agents.db")]
    public void ARealFileOfSuchANameIsOpenedByAPathThatBeginsAsPathsDo(params string[] parts)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has fewer names.");
        AssertIsFile(_directory.PathOf(parts), _directory.PathOf(parts));
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, _directory.PathOf(parts));
        AssertIsFile(relative.StartsWith('.') ? relative : $"./{relative}", _directory.PathOf(parts));
    }

    [Theory]
    [InlineData("Data Source=|DataDirectory|agents.db")]
    [InlineData("Data Source=|datadirectory|agents.db;Pooling=False")]
    [InlineData("Data Source=agents.db")]
    public void TheDataDirectoryIsThatOfMicrosoftDataSqlite(string connectionString)
    {
        AppDomain.CurrentDomain.SetData("DataDirectory", _directory.Path + Path.DirectorySeparatorChar);
        AssertIsSameFile(connectionString);
    }

    [Fact]
    public void ADataDirectoryThatIsNotKnownIsSaidSo() =>
        Assert.Contains("AppDomain.CurrentDomain.SetData", Assert.Throws<ArgumentException>(() => SqliteStorage.OpenConnectionString("Data Source=|DataDirectory|agents.db")).Message);

    [Theory]
    [InlineData("file:{0}")]
    [InlineData("file://{0}")]
    [InlineData("file://localhost{0}?mode=rwc#part")]
    [InlineData("file:{0}%2E2")]
    public void AUriNamesTheFileThatMicrosoftDataSqliteTakesItFor(string uri)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Paths of Windows are written in another way.");
        AssertIsSameFile($"Data Source={string.Format(null, uri, File)};Pooling=False");
    }

    [Theory]
    [InlineData("FILE:")]
    [InlineData("File:")]
    public void ASchemeThatIsNotInLowerCaseBeginsTheNameOfAFile(string scheme)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has fewer names.");
        string name = $"{scheme}{Path.GetFileName(_directory.Path)}.db";
        foreach (string? dataDirectory in (string?[])[null, _directory.Path])
        {
            AppDomain.CurrentDomain.SetData("DataDirectory", dataDirectory);
            try
            {
                AssertHoldsASession($"Data Source={name};Pooling=False");
            }
            finally
            {
                System.IO.File.Delete(name);
            }
        }
    }

    [Fact]
    public void AUriSaysHowToOpen()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Paths of Windows are written in another way.");
        Assert.Contains("does not exist", Assert.Throws<StorageException>(() => SqliteStorage.OpenConnectionString($"Data Source=file:{File}?mode=rw")).Message);
        SqliteStorage.Open(File).Dispose();
        using (SqliteStorage storage = SqliteStorage.OpenConnectionString($"Data Source=file:{File}?mode=ro"))
            Assert.Contains("read-only", Assert.ThrowsAny<StorageException>(() => storage.Sessions<AgentSession>().Upsert(new() { SessionId = "s" })).Message);
        using (SqliteStorage storage = SqliteStorage.OpenConnectionString($"Data Source=file:{File}?mode=memory"))
            storage.Sessions<AgentSession>().Upsert(new() { SessionId = "s" });
        using (SqliteStorage storage = SqliteStorage.Open(File))
            Assert.False(storage.Sessions<AgentSession>().Exists());
    }

    [Theory]
    [InlineData("Data Source=file:agents.db?mode=memory&cache=shared", "cache=shared")]
    [InlineData("Data Source=file:agents.db?immutable=1", "immutable=1")]
    [InlineData("Data Source=file:agents.db?mode=other", "mode=other")]
    [InlineData("Data Source=file:agents.db?mode=rwc;Mode=ReadOnly", "contradicts")]
    [InlineData("Data Source=file://server/agents.db", "server")]
    [InlineData("Mode=ReadOnly", "Data Source")]
    [InlineData("Data Source=agents.db;Cache=Shared", "Cache")]
    public void WhatIsNotSupportedIsRefusedByName(string connectionString, string named)
    {
        string[] before = Directory.GetFileSystemEntries(Environment.CurrentDirectory);
        Assert.Contains(named, Assert.Throws<ArgumentException>("connectionString", () => SqliteStorage.OpenConnectionString(connectionString)).Message, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(Environment.CurrentDirectory));
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=:Memory:;Pooling=True")]
    [InlineData("Mode=Memory")]
    [InlineData("Data Source=agents;Mode=Memory")]
    public void MemoryIsNoFile(string connectionString)
    {
        string[] before = Directory.GetFileSystemEntries(Environment.CurrentDirectory);
        using (SqliteStorage storage = SqliteStorage.OpenConnectionString(connectionString))
            storage.Sessions<AgentSession>().Upsert(new() { SessionId = "s" });
        Assert.Equal(before, Directory.GetFileSystemEntries(Environment.CurrentDirectory));
    }

    private void AssertIsFile(string path, string file)
    {
        using (SqliteStorage storage = SqliteStorage.Open(path))
            storage.Sessions<AgentSession>().Upsert(new() { SessionId = path });
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM agent_sessions WHERE session_id = $id";
        command.Parameters.AddWithValue("$id", path);
        Assert.Equal(1L, command.ExecuteScalar());
    }

    private void AssertIsSameFile(string connectionString)
    {
        AssertHoldsASession(connectionString);
        Assert.Single(Directory.GetFiles(_directory.Path, "agents.db*"));
    }

    // One that the storage stored where Microsoft.Data.Sqlite looks for it.
    private static void AssertHoldsASession(string connectionString)
    {
        using (SqliteStorage storage = SqliteStorage.OpenConnectionString(connectionString))
            storage.Sessions<AgentSession>().Upsert(new() { SessionId = "s" });
        using (var connection = new SqliteConnection(connectionString))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "SELECT session_id FROM agent_sessions";
            Assert.Equal("s", command.ExecuteScalar());
            SqliteConnection.ClearPool(connection);
        }
    }
}
