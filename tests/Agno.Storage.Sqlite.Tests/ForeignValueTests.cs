using Agno.Storage.Conformance;
using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>Rows that another program stored: ids that are not text, times that are not whole numbers. Lists say which they are, and deletes take them along.</summary>
public sealed partial class ForeignValueTests : IDisposable
{
    private static readonly string[] Ids = ["CAST(x'FF41' AS TEXT)", "CAST(x'C3' AS TEXT)", "x'6162'", "x''", "x'ff'", "''", "'plain'", "'\u00e4'"];
    private static readonly string[] Times = ["5", "'soon'", "'a'", "5.5", "x'01'", "NULL"];

    private readonly TemporaryDirectory _directory = new();
    private readonly SqliteStorage _storage;
    private readonly SqliteConnection _connection;

    public ForeignValueTests()
    {
        string path = _directory.PathOf("foreign.db");
        _storage = SqliteStorage.Open(path, new() { Synchronous = SqliteSynchronous.Normal });
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int Stored => Ids.Length + Times.Length;

    public void Dispose()
    {
        _connection.Dispose();
        _storage.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(500)]
    public async Task EveryRowIsDeletedWhateverTheBatch(int batchSize)
    {
        SqliteSessionStore<AgentSession> sessions = StoreAgents();

        Assert.Equal(Stored, await sessions.DeleteManyAsync(new() { UserId = "ada" }, batchSize, Token));

        Assert.Equal(1L, _connection.Scalar("SELECT count(*) FROM agent_sessions"));
        Assert.Equal(1, sessions.DeleteMany(new(), batchSize));
        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM agent_sessions"));
    }

    [Fact]
    public void ALimitTakesTheFirstOfTheList()
    {
        SqliteSessionStore<AgentSession> sessions = StoreAgents();
        // SQLite has blobs above text, text above numbers, and NULL last.
        Assert.Equal(3, sessions.DeleteMany(new() { Limit = 3, UserId = "ada" }, batchSize: 2));
        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM agent_sessions WHERE typeof(created_at) IN ('text', 'blob')"));
        Assert.Equal(1L + Stored - 3, _connection.Scalar("SELECT count(*) FROM agent_sessions"));
    }

    [Fact]
    public async Task ADeclaredDeleteTakesThemAlong()
    {
        SqliteSessionStore<AgentSession> sessions = StoreAgents();
        _connection.Execute("INSERT INTO agent_sessions (session_id, user_id) VALUES (NULL, 'ada'), (NULL, 'bob')");

        Assert.Equal(Stored + 1, await DeleteOfUser(sessions, "ada"));

        Assert.Equal(2L, _connection.Scalar("SELECT count(*) FROM agent_sessions WHERE user_id = 'bob'"));
        Assert.Equal(2L, _connection.Scalar("SELECT count(*) FROM agent_sessions"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public void RowsWithoutAnIdAreNamedAndAllOthersDeleted(int batchSize)
    {
        SqliteSessionStore<AgentSession> sessions = StoreAgents();
        _connection.Execute("INSERT INTO agent_sessions (session_id, user_id, created_at) VALUES (NULL, 'ada', 5), (NULL, 'ada', 5), (NULL, 'ada', NULL)");

        var exception = Assert.Throws<StorageException>(() => sessions.DeleteMany(new() { UserId = "ada" }, batchSize));

        Assert.Equal(("agent_sessions", "session_id"), (exception.Table, exception.Column));
        Assert.Contains($"{Stored} sessions were deleted", exception.Message);
        Assert.Equal(3L, _connection.Scalar("SELECT count(*) FROM agent_sessions WHERE user_id = 'ada'"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void PagesGiveEverySessionThatCanBeReadAndNameTheOthers(int size)
    {
        SqliteSessionStore<AgentSession> sessions = StoreAgents();
        var unreadable = new List<StorageException>();
        var read = new List<string>();
        SessionFilter page = new() { Limit = size, OnUnreadable = unreadable.Add };
        while (true)
        {
            List<AgentSession> found = [.. sessions.List(page)];
            read.AddRange(found.Select(session => session.SessionId));
            if (found.Count < size)
                break;
            page = page with { After = SessionCursor.Of(found[^1]) };
            Assert.InRange(read.Count, 0, Stored);
        }

        Assert.Equal(["", "none", "number", "other", "plain", "\u00e4"], read.Order(StringComparer.Ordinal));
        Assert.Equal(Stored + 1 - read.Count, unreadable.Count);
        Assert.All(unreadable, exception => Assert.Equal("agent_sessions", exception.Table));
    }

    [Fact]
    public void AListOfIdsGivesTextAloneAndNamesTheOthers()
    {
        SqliteSessionStore<AgentSession> sessions = StoreAgents();
        Assert.Throws<StorageException>(() => sessions.ListIds().Count());
        var unreadable = new List<StorageException>();

        List<string> ids = [.. sessions.ListIds(new() { OnUnreadable = unreadable.Add, Limit = 100 })];

        Assert.Equal(Stored + 1 - 5, ids.Count);
        Assert.Equal(5, unreadable.Count);
        Assert.All(unreadable, exception => Assert.Equal(("agent_sessions", "session_id"), (exception.Table, exception.Column)));
    }

    [Fact]
    public async Task RunsWithSuchIdsEndAndAreDeletedWithTheirSession()
    {
        SqliteSessionStore<TurnSession> sessions = _storage.Sessions<TurnSession>();
        sessions.Upsert(new() { SessionId = "s", Turns = { new("a", "first", null), new("b", "second", null) } });
        string runs = (string)_connection.Scalar("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'turn_sessions%run%'")!;
        foreach (string id in Ids)
            _connection.Execute($"INSERT INTO \"{runs}\" (run_id, session_id, run_type, run_data, created_at, run_index) VALUES ({id}, 's', 'team', '{{\"run_id\":\"x\",\"content\":\"c\"}}', 1, 0)");
        for (int i = 0; i < 200; i++)
            _connection.Execute($"INSERT INTO \"{runs}\" (run_id, session_id, run_type, run_data, created_at, run_index) VALUES (CAST(x'FE{i:x2}' AS TEXT), 's', 'team', '{{\"run_id\":\"x\",\"content\":\"c\"}}', {i / 50}, NULL)");

        Assert.Equal(2 + Ids.Length + 200, await sessions.ReadRunsAsync<RunRow>("s", cancellationToken: Token).Take(1000).CountAsync(Token));
        Assert.Equal(70, sessions.ReadRuns<RunRow>("s", new() { Limit = 70 }).Count());

        // A session whose own id is none takes its runs along.
        _connection.Execute($"UPDATE turn_sessions SET session_id = x'ff'; UPDATE \"{runs}\" SET session_id = x'ff'");
        Assert.Equal(1, sessions.DeleteMany(new()));
        Assert.Equal(0L, _connection.Scalar($"SELECT count(*) FROM \"{runs}\""));
    }

    [Fact]
    public async Task AConversionSkipsThemByNameAndEnds()
    {
        StoreAgents();

        List<ConvertedSession> steps = await _storage.ConvertAsync(SessionLayout.V1, SessionLayout.V2, Token).Take(100).ToListAsync(Token);

        Assert.Equal(Stored + 1, steps.Count);
        ConvertedSession[] skipped = [.. steps.Where(step => step.Outcome == ConversionOutcome.Skipped)];
        Assert.Equal(9, skipped.Length);
        Assert.Equal(5, skipped.Count(step => step.Losses.Single().Contains("column 'session_id'")));
        Assert.Equal(4, skipped.Count(step => step.Losses.Single().Contains("column 'created_at'")));
    }

    // One session of bob's, and ada's: one with each id, one with each time.
    private SqliteSessionStore<AgentSession> StoreAgents()
    {
        // As another program may have made it: a primary key that holds NULL, as SQLite allows.
        SqliteSessionStore<AgentSession> sessions = _storage.Sessions<AgentSession>();
        sessions.Create();
        _connection.Execute("DROP TABLE agent_sessions");
        _connection.Execute("CREATE TABLE agent_sessions (session_id TEXT PRIMARY KEY, user_id TEXT, memory TEXT, session_data TEXT, extra_data TEXT, created_at INTEGER, updated_at INTEGER, agent_id TEXT, agent_data TEXT, team_session_id TEXT)");
        _connection.Execute("INSERT INTO agent_sessions (session_id, user_id, created_at) VALUES ('other', 'bob', 5)");
        foreach (string id in Ids)
            _connection.Execute($"INSERT INTO agent_sessions (session_id, user_id, created_at) VALUES ({id}, 'ada', 5)");
        string[] names = ["number", "text", "text 2", "real", "blob", "none"];
        for (int i = 0; i < Times.Length; i++)
            _connection.Execute($"INSERT INTO agent_sessions (session_id, user_id, created_at) VALUES ('{names[i]}', 'ada', {Times[i]})");
        return sessions;
    }

    [SessionDelete]
    private static partial ValueTask<long> DeleteOfUser(ISessionStore<AgentSession> sessions, string userId);
}
