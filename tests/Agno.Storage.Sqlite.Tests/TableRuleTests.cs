using Agno.Storage.Conformance;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>What a store does with tables that do more than a record asks for.</summary>
public sealed class TableRuleTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly SqliteStorage _storage;

    public TableRuleTests()
    {
        _connection.Open();
        _storage = SqliteStorage.OpenConnection(_connection);
    }

    private SqliteSessionStore<StrictSession> Store => _storage.Sessions<StrictSession>();

    public void Dispose()
    {
        _storage.Dispose();
        _connection.Dispose();
    }

    [Fact]
    public void ATriggerThatIgnoresASessionIsNotAnotherUser()
    {
        Store.Upsert(new() { SessionId = "s", UserId = "ada", Label = "stored" });
        _connection.Execute("""
            CREATE TRIGGER no_more BEFORE INSERT ON strict_sessions BEGIN SELECT RAISE(IGNORE); END;
            CREATE TRIGGER no_change BEFORE UPDATE ON strict_sessions BEGIN SELECT RAISE(IGNORE); END
            """);

        foreach (Action call in (Action[])
        [
            () => Store.Upsert(new() { SessionId = "new" }),
            () => Store.Insert(new() { SessionId = "new" }),
            () => Store.Import(new() { SessionId = "new" }),
            () => Store.Upsert(new() { SessionId = "s", UserId = "ada" }),
            () => Store.Replace(new() { SessionId = "s", UserId = "ada" }),
            () => Store.Update("s", session => session),
            () => Store.UpsertMany([new() { SessionId = "new" }]),
        ])
        {
            var exception = Assert.Throws<StorageException>(call);
            Assert.Contains("trigger", exception.Message);
            Assert.Equal("strict_sessions", exception.Table);
        }
        Assert.Equal("stored", Assert.Single(Store.List()).Label);
    }

    [Fact]
    public void AnUpdateFindsASessionByAnIdThatIsSpelledOtherwiseWhereTheTableDoes()
    {
        _storage.Sessions<TurnSession>().Create();
        string sql = (string)_connection.Scalar("SELECT sql FROM sqlite_master WHERE name = 'turn_sessions'")!;
        _connection.Execute($"DROP TABLE turn_sessions; {sql.Replace("\"session_id\" TEXT", "\"session_id\" TEXT COLLATE NOCASE", StringComparison.Ordinal)}");
        SqliteSessionStore<TurnSession> store = _storage.Sessions<TurnSession>();
        store.Upsert(new() { SessionId = "Chat", Turns = [new("a", "first", null)] });

        TurnSession updated = store.Update("CHAT", session => session with { UserId = "ada", Turns = [.. session.Turns, new("b", "second", null)] })!;

        Assert.Equal(("Chat", 2), (updated.SessionId, updated.Turns.Count));
        Assert.Equal(("ada", 2), (store.Read("Chat")!.UserId, store.Read("Chat")!.Turns.Count));
        Assert.Throws<InvalidOperationException>(() => store.Update("CHAT", session => session with { SessionId = "CHAT" }));
    }
}
