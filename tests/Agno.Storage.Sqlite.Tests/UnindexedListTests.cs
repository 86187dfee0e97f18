using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>
/// Lists of a table without the indexes that have their order, as Python Agno creates it: SQLite sorts ids alone, and sessions are read one by one. What is listed is the same.
/// </summary>
public sealed class UnindexedListTests : IDisposable
{
    private const int Sessions = 200;

    private readonly TemporaryDirectory _directory = new();
    private readonly SqliteStorage _storage;
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private SqliteSessionStore<StrictSession> _store;
    private SqliteStorage? _reopened;

    public UnindexedListTests()
    {
        _path = _directory.PathOf("unindexed.db");
        _storage = SqliteStorage.Open(_path, new() { Synchronous = SqliteSynchronous.Normal });
        _store = _storage.Sessions<StrictSession>();
        var random = new Random(7);
        using (SqliteStorageTransaction transaction = _storage.Begin())
        {
            for (int i = 0; i < Sessions; i++)
            {
                transaction.Sessions<StrictSession>().Import(new()
                {
                    SessionId = $"s{random.Next():x8}",
                    UserId = i % 3 == 0 ? null : $"user {i % 3}",
                    WorkflowId = $"workflow {i % 2}",
                    CreatedAt = i % 10 == 0 ? null : random.Next(50),
                    Plan = new() { Goal = new string('g', random.Next(5000)) },
                });
            }
            transaction.Commit();
        }
        _connection = new SqliteConnection($"Data Source={_path};Pooling=False");
        _connection.Open();
    }

    public void Dispose()
    {
        _connection.Dispose();
        _reopened?.Dispose();
        _storage.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void EveryFilterListsTheSame()
    {
        SessionFilter[] filters =
        [
            new(),
            new() { Limit = 7 },
            new() { UserId = "user 1" },
            new() { UserId = "user 2", EntityId = "workflow 1" },
            new() { UserId = "user 1", Limit = 20 },
            new() { CreatedSince = DateTimeOffset.FromUnixTimeSeconds(10), CreatedBefore = DateTimeOffset.FromUnixTimeSeconds(20) },
            new() { After = new(25, "s8"), Limit = 30 },
            new() { After = new(null, "s8") },
            new() { UserId = "nobody" },
        ];
        List<string[]> indexed = [.. filters.Select(List)];
        DropIndexes();
        Assert.Equal(indexed, filters.Select(List));
        Assert.Equal(Sessions, indexed[0].Length);
    }

    [Fact]
    public void ASessionThatCannotBeReadIsNamedAndHidesNoOther()
    {
        DropIndexes();
        string damaged = _store.ListIds(new() { Limit = 3 }).Last();
        _connection.Execute($$"""UPDATE strict_sessions SET plan = '{"Goal":5}' WHERE session_id = '{{damaged}}'""");
        var unreadable = new List<StorageException>();

        int listed = _store.List(new() { OnUnreadable = unreadable.Add }).Count();

        Assert.Equal(Sessions - 1, listed);
        StorageException exception = Assert.Single(unreadable);
        Assert.Equal(("strict_sessions", damaged, "plan", 8L), (exception.Table, exception.SessionId, exception.Column, exception.ByteOffset));
    }

    [Theory]
    [InlineData("NULL", "NULL")]
    [InlineData("x'00'", "a blob")]
    public void ASessionWithoutAnIdIsReportedAsEverywhere(string id, string found)
    {
        // As a table may be that another program made.
        _connection.Execute("DROP TABLE strict_sessions");
        _connection.Execute("CREATE TABLE strict_sessions (session_id TEXT PRIMARY KEY, user_id TEXT, workflow_id TEXT, created_at INTEGER, updated_at INTEGER, level INTEGER, label TEXT, token TEXT, plan TEXT)");
        _connection.Execute($"INSERT INTO strict_sessions (session_id, level) VALUES ('s', 1), ({id}, 1)");
        Reopen();
        var unreadable = new List<StorageException>();

        Assert.Equal(["s"], _store.List(new() { OnUnreadable = unreadable.Add }).Select(session => session.SessionId));

        StorageException exception = Assert.Single(unreadable);
        Assert.Equal(("strict_sessions", "session_id"), (exception.Table, exception.Column));
        Assert.Contains($"The stored value is {found}, not text.", exception.Message);
    }

    [Fact]
    public void AListThatIsReadHalfwayKnowsNothingOfLaterWrites()
    {
        DropIndexes();
        string[] ids = [.. _store.ListIds()];
        using IEnumerator<StrictSession> list = _store.List().GetEnumerator();
        Assert.True(list.MoveNext());
        foreach (string id in ids)
            _store.Delete(id);
        var listed = new List<string> { list.Current.SessionId };
        while (list.MoveNext())
            listed.Add(list.Current.SessionId);
        Assert.Equal(ids, listed);
        Assert.Empty(_store.List());
    }

    private string[] List(SessionFilter filter) => [.. _store.List(filter).Select(session => $"{session.SessionId} {session.CreatedAt} {session.UserId} {session.Plan!.Goal.Length}")];

    private void DropIndexes()
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL";
        var names = new List<string>();
        using (SqliteDataReader reader = command.ExecuteReader())
            while (reader.Read())
                names.Add(reader.GetString(0));
        Assert.NotEmpty(names);
        names.ForEach(name => _connection.Execute($"DROP INDEX {name}"));
        Reopen();
    }

    // A store looks at its table once: this one looks anew.
    private void Reopen()
    {
        _reopened = SqliteStorage.Open(_path, new() { AutoUpgrade = false });
        _store = _reopened.Sessions<StrictSession>();
    }
}
