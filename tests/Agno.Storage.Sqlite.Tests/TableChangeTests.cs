using Agno.Storage.Conformance;
using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>
/// Another program drops a table, makes it anew or changes it, while a storage has it open: every call, whichever comes first, works on the table as it is then.
/// </summary>
public sealed partial class TableChangeTests : IDisposable
{
    // As the record has it, and as an earlier program had it: without some columns.
    private const string Whole = "CREATE TABLE turn_sessions (session_id TEXT PRIMARY KEY, user_id TEXT, team_id TEXT, team_session_id TEXT, version INTEGER NOT NULL DEFAULT 1, created_at INTEGER, updated_at INTEGER, memory TEXT, session_data TEXT, extra_data TEXT, team_data TEXT)";
    private const string Narrow = "CREATE TABLE turn_sessions (session_id TEXT PRIMARY KEY, user_id TEXT, version INTEGER NOT NULL DEFAULT 1, created_at INTEGER, updated_at INTEGER)";
    private const string Row = "INSERT INTO turn_sessions (session_id, user_id, created_at) VALUES ('anew', 'ada', 7)";
    private const string Run = "INSERT INTO turn_sessions_runs (run_id, session_id, run_type, run_data, created_at, run_index) VALUES ('r', 'anew', 'team', '{\"run_id\":\"r\",\"content\":\"c\"}', 1, 0)";

    private readonly TemporaryDirectory _directory = new();
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private SqliteStorage? _storage;

    public TableChangeTests()
    {
        _path = _directory.PathOf("changed.db");
        using (SqliteStorage storage = Open())
            storage.Sessions<TurnSession>().Upsert(new() { SessionId = "s", UserId = "ada", Turns = { new("r", "c", null) } });
        _connection = new SqliteConnection($"Data Source={_path};Pooling=False");
        _connection.Open();
    }

    public static TheoryData<string> Calls =>
    [
        "Read", "ReadWindow", "List", "ListById", "ListIds", "Count", "Query", "QueryCount", "ReadRuns", "Delete", "DeleteMany", "DeleteOlderThan", "DeclaredDelete",
        "Upsert", "Replace", "Update", "UpdateUntouched", "Import", "Insert", "UpsertMany", "AppendRun", "UpdateRun", "DeleteRun", "Fork",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _storage?.Dispose();
        _connection.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task ATableThatWasMadeAnewInAnEarlierShapeIsFound(string call)
    {
        SqliteSessionStore<TurnSession> sessions = await Begin(call);
        _connection.Execute($"DROP TABLE turn_sessions; {Narrow}; {Row}; DELETE FROM turn_sessions_runs; {Run}");
        await Make(call, sessions, "anew");
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task ATableThatWasGivenItsColumnsIsFound(string call)
    {
        _connection.Execute($"DROP TABLE turn_sessions; {Narrow}; INSERT INTO turn_sessions (session_id, user_id, created_at) VALUES ('s', 'ada', 7)");
        SqliteSessionStore<TurnSession> sessions = await Begin(call, autoUpgrade: true);
        _connection.Execute($"DROP TABLE turn_sessions; {Whole}; {Row}; DELETE FROM turn_sessions_runs; {Run}");
        await Make(call, sessions, "anew");
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task ATableThatWasDroppedHoldsNothing(string call)
    {
        SqliteSessionStore<TurnSession> sessions = await Begin(call);
        _connection.Execute("DROP TABLE turn_sessions; DROP TABLE turn_sessions_runs");
        await Make(call, sessions, expected: null);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task WithinATransactionToo(string call)
    {
        using var connection = new SqliteConnection($"Data Source={_path};Pooling=False");
        connection.Open();
        await using SqliteStorage storage = SqliteStorage.OpenConnection(connection);
        await using SqliteStorageTransaction transaction = await storage.BeginAsync(Token);
        SqliteSessionStore<TurnSession> sessions = transaction.Sessions<TurnSession>();
        await Make(call, sessions, "s");
        connection.Execute($"DROP TABLE turn_sessions; {Narrow}; {Row}; DELETE FROM turn_sessions_runs; {Run}");
        await Make(call, sessions, "anew");
    }

    // Made twice: with statements that are prepared too, a call meets the change.
    private async Task<SqliteSessionStore<TurnSession>> Begin(string call, bool autoUpgrade = true)
    {
        _storage = Open(autoUpgrade);
        SqliteSessionStore<TurnSession> sessions = _storage.Sessions<TurnSession>();
        await Make(call, sessions, "s");
        return sessions;
    }

    private SqliteStorage Open(bool autoUpgrade = true) => SqliteStorage.Open(_path, new() { Synchronous = SqliteSynchronous.Normal, AutoUpgrade = autoUpgrade });

    // Makes a call that finds the session; null where there is none.
    private static async Task Make(string call, SqliteSessionStore<TurnSession> sessions, string? expected)
    {
        bool isThere = expected is not null;
        string id = expected ?? "s";
        switch (call)
        {
            case "Read":
                Assert.Equal(expected, sessions.Read(id)?.SessionId);
                break;
            case "ReadWindow":
                Assert.Equal(expected, sessions.Read(id, RunWindow.Last(1))?.SessionId);
                break;
            case "List":
                Assert.Equal(isThere ? [id] : [], sessions.List(new() { Runs = RunWindow.All }).Select(session => session.SessionId));
                break;
            case "ListById":
                Assert.Equal(isThere ? [id] : [], await sessions.ListAsync(new() { UserId = "ada", Limit = 5 }, Token).Select(session => session.SessionId).ToListAsync(Token));
                break;
            case "ListIds":
                Assert.Equal(isThere ? [id] : [], sessions.ListIds());
                break;
            case "Count":
                Assert.Equal(isThere ? 1 : 0, sessions.Count());
                break;
            case "Query":
                Assert.Equal(isThere ? [id] : [], await OfUser(sessions, "ada").Select(session => session.SessionId).ToListAsync(Token));
                break;
            case "QueryCount":
                Assert.Equal(isThere ? 1 : 0, await CountOfUser(sessions, "ada"));
                break;
            case "ReadRuns":
                Assert.Equal(isThere ? ["r"] : [], sessions.ReadRuns<TurnRun>(id).Select(run => run.Id));
                break;
            case "Delete":
                Assert.False(sessions.Delete("none"));
                Assert.Equal(isThere && expected == "anew", expected == "anew" && sessions.Delete(id));
                break;
            case "DeleteMany":
                Assert.Equal(expected == "anew" ? 1 : 0, sessions.DeleteMany(new() { UserId = expected == "anew" ? "ada" : "nobody" }));
                break;
            case "DeleteOlderThan":
                Assert.Equal(expected == "anew" ? 1 : 0, sessions.DeleteOlderThan(expected == "anew" ? TimeSpan.FromDays(1) : TimeSpan.FromDays(40_000)));
                break;
            case "DeclaredDelete":
                Assert.Equal(expected == "anew" ? 1 : 0, await DeleteOfUser(sessions, expected == "anew" ? "ada" : "nobody"));
                break;
            case "Upsert":
                Assert.NotNull(sessions.Read("t") is { } stored ? sessions.Upsert(stored) : sessions.Upsert(new() { SessionId = "t", Turns = { new($"run of {Guid.NewGuid()}", "c", null) } }));
                break;
            case "Replace":
                Assert.Equal(expected, (sessions.Read(id) is { } read ? sessions.Replace(read) : sessions.Replace(new() { SessionId = id }))?.SessionId);
                break;
            case "Update":
                Assert.Equal(expected, sessions.Update(id, session => session)?.SessionId);
                break;
            case "UpdateUntouched":
                Assert.Equal(expected, (await sessions.UpdateAsync(id, session => session, touch: false, cancellationToken: Token))?.SessionId);
                break;
            case "Import":
                sessions.Import(new() { SessionId = "imported", Version = 5 });
                Assert.Equal(5, sessions.Read("imported")!.Version);
                break;
            case "Insert":
                Assert.NotNull(await sessions.InsertAsync(new() { SessionId = $"new {Guid.NewGuid()}" }, Token));
                break;
            case "UpsertMany":
                Assert.Equal(2, sessions.UpsertMany([new() { SessionId = $"many {Guid.NewGuid()}" }, new() { SessionId = $"many {Guid.NewGuid()}" }]));
                break;
            case "AppendRun":
                if (isThere)
                    Assert.Equal(1, sessions.AppendRun(id, new TurnRun($"appended to {id}", "c", null)));
                else
                    Assert.Contains("store the session first", Assert.ThrowsAny<StorageException>(() => sessions.AppendRun(id, new TurnRun("t", "c", null))).Message);
                break;
            case "UpdateRun":
                Assert.Equal(isThere, sessions.UpdateRun(id, new TurnRun("r", "changed", null)));
                break;
            case "DeleteRun":
                Assert.Equal(expected == "anew", expected == "anew" && sessions.DeleteRun(id, "r"));
                Assert.False(sessions.DeleteRun(id, "none"));
                break;
            case "Fork":
                Assert.Equal(isThere, sessions.Fork(id) is not null);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(call), call, null);
        }
    }

    [SessionQuery]
    private static partial IAsyncEnumerable<TurnSession> OfUser(ISessionStore<TurnSession> sessions, string userId);

    [SessionQuery]
    private static partial ValueTask<long> CountOfUser(ISessionStore<TurnSession> sessions, string userId);

    [SessionDelete]
    private static partial ValueTask<long> DeleteOfUser(ISessionStore<TurnSession> sessions, string userId);
}
