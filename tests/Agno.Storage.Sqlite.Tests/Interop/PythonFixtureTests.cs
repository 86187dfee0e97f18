using System.Text.Json;
using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop;

public sealed class PythonAgentTests() : PythonFixtureTests<AgentSession>("v1_agent", PythonKeys.Of);

public sealed class PythonHostileTests() : PythonFixtureTests<AgentSession>("v1_agent_hostile", PythonKeys.Of);

public sealed class PythonTeamTests() : PythonFixtureTests<TeamSession>("v1_team", PythonKeys.Of);

public sealed class PythonUnionTests() : PythonFixtureTests<TeamSession>("v1_team_union", PythonKeys.Of);

public sealed class PythonWorkflowTests() : PythonFixtureTests<WorkflowSession>("v1_workflow", PythonKeys.Of);

public sealed class PythonWorkflowV2Tests() : PythonFixtureTests<WorkflowV2Session>("v1_workflow_v2", PythonKeys.Of);

/// <summary>A file of Python Agno 1.x through the built-in session of its mode.</summary>
public abstract class PythonFixtureTests<TSession>(string name, Func<TSession, string[]> keysOf) : IDisposable
    where TSession : class, ISessionRecord<TSession>
{
    private readonly PythonFixture _fixture = PythonFixture.Load(name);
    private readonly TemporaryDirectory _scratch = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Every_session_equals_what_Python_reads()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_fixture.CopyTo(_scratch));
        ISessionStore<TSession> store = storage.Sessions<TSession>(_fixture.Table);

        var listed = new Dictionary<string, TSession>();
        await foreach (TSession session in store.ListAsync(cancellationToken: Cancelled))
            listed.Add(TSession.GetSessionId(session), session);

        Assert.NotEmpty(_fixture.Sessions);
        Assert.Equal(_fixture.Sessions.Count, listed.Count);
        foreach (JsonElement expected in _fixture.Sessions)
        {
            string id = expected.GetProperty("session_id").GetString()!;
            Assert.Equal(PythonKeys.Of(expected), keysOf(listed[id]));
            TSession? read = await store.ReadAsync(id, cancellationToken: Cancelled);
            Assert.NotNull(read);
            Assert.Equal(PythonKeys.Of(expected), keysOf(read));
        }
    }

    [Fact]
    public async Task Queries_give_the_ids_that_Python_gives()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_fixture.CopyTo(_scratch));
        ISessionStore<TSession> store = storage.Sessions<TSession>(_fixture.Table);
        Dictionary<string, long?> createdAt = _fixture.Sessions.ToDictionary(
            session => session.GetProperty("session_id").GetString()!,
            session => session.GetProperty("created_at") is { ValueKind: JsonValueKind.Number } time ? time.GetInt64() : (long?)null);

        int compared = 0;
        foreach (JsonElement query in _fixture.Queries)
        {
            if (FilterOf(query) is not { } filter)
                continue;
            List<string> expected = [.. query.GetProperty("ids").EnumerateArray().Select(id => id.GetString()!)];
            List<string> ids = await store.ListIdsAsync(filter, Cancelled).ToListAsync(Cancelled);
            List<string> sessions = await store.ListAsync(filter, Cancelled).Select(TSession.GetSessionId).ToListAsync(Cancelled);

            Assert.Equal(ids, sessions);
            // The same order by time; sessions of one second may come in any order from Python, and by id from us.
            Assert.Equal(expected.Select(id => createdAt[id]), ids.Select(id => createdAt[id]));
            if (filter.Limit is null)
                Assert.Equal(expected.Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
            compared++;
        }
        Assert.True(compared > 20, $"Only {compared} queries were compared.");
    }

    [Fact]
    public async Task Reads_find_what_Python_finds()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_fixture.CopyTo(_scratch));
        ISessionStore<TSession> store = storage.Sessions<TSession>(_fixture.Table);
        Dictionary<string, string?> users = _fixture.Sessions.ToDictionary(
            session => session.GetProperty("session_id").GetString()!,
            session => session.GetProperty("user_id").GetString());

        Assert.NotEmpty(_fixture.Reads);
        foreach (JsonElement read in _fixture.Reads)
        {
            string id = read.GetProperty("session_id").GetString()!;
            string? user = read.GetProperty("user_id").GetString();
            // Python's read takes an empty user for none and gives anybody's session. Here it is a user like any other.
            bool expected = user == "" ? users[id] == "" : read.GetProperty("found").GetBoolean();
            Assert.Equal(expected, await store.ReadAsync(id, user, Cancelled) is not null);
        }
    }

    [Fact]
    public async Task Read_then_upsert_leaves_every_value_as_it_was_except_updated_at()
    {
        string file = _fixture.CopyTo(_scratch);
        RawTable.Execute(file, $"ALTER TABLE \"{_fixture.Table}\" ADD COLUMN \"host note\" JSON");
        RawTable.Execute(file, $"UPDATE \"{_fixture.Table}\" SET \"host note\" = ' {{\"kept\": NaN }} '");
        Dictionary<string, Dictionary<string, string>> before = RawTable.Read(file, _fixture.Table);

        int refused = 0;
        await using (SqliteStorage storage = SqliteStorage.Open(file))
        {
            ISessionStore<TSession> store = storage.Sessions<TSession>(_fixture.Table);
            foreach (string id in before.Keys)
            {
                TSession session = (await store.ReadAsync(id, cancellationToken: Cancelled))!;
                if (id.Length > 0)
                {
                    await store.UpsertAsync(session, Cancelled);
                    continue;
                }
                // Python may have written an empty id, but nobody shall write another by accident. An import takes it.
                await Assert.ThrowsAnyAsync<ArgumentException>(() => store.UpsertAsync(session, Cancelled).AsTask());
                await store.ImportAsync(session, Cancelled);
                refused++;
            }
        }

        Dictionary<string, Dictionary<string, string>> after = RawTable.Read(file, _fixture.Table);
        Assert.Equal(name == "v1_agent_hostile" ? 1 : 0, refused);
        Assert.Equal(before.Count, after.Count);
        foreach ((string id, Dictionary<string, string> row) in before)
        {
            if (id.Length > 0)
            {
                Assert.NotEqual(row["updated_at"], after[id]["updated_at"]);
                Assert.StartsWith("integer ", after[id]["updated_at"]);
            }
            row["updated_at"] = after[id]["updated_at"];
            Assert.Equal(row, after[id]);
        }
        Assert.Equal("ok", RawTable.Scalar(file, "PRAGMA integrity_check"));
    }

    [Fact]
    public async Task Parsing_every_column_does_not_change_what_an_upsert_stores()
    {
        string file = _fixture.CopyTo(_scratch);
        Dictionary<string, Dictionary<string, string>> before = RawTable.Read(file, _fixture.Table);
        await using (SqliteStorage storage = SqliteStorage.Open(file))
        {
            ISessionStore<TSession> store = storage.Sessions<TSession>(_fixture.Table);
            foreach (string id in before.Keys)
            {
                TSession session = (await store.ReadAsync(id, cancellationToken: Cancelled))!;
                keysOf(session);
                await store.ImportAsync(session, Cancelled);
            }
        }
        Assert.Equal(before, RawTable.Read(file, _fixture.Table));
    }

    [Fact]
    public async Task The_schema_fits_without_an_upgrade()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_fixture.CopyTo(_scratch));
        ISessionStore<TSession> store = storage.Sessions<TSession>(_fixture.Table);

        SchemaDiff? diff = await store.CompareSchemaAsync(Cancelled);

        Assert.NotNull(diff);
        Assert.True(diff.IsCompatible, string.Join(" ", diff.Conflicts));
        Assert.Equal(name == "v1_team_union" ? ["agent_data", "agent_id"] : Array.Empty<string>(), diff.UnknownColumns.Order(StringComparer.Ordinal));
        Assert.Null(await store.GetSchemaVersionAsync(Cancelled));
    }

    // Null where there is nothing to compare: Python takes a negative limit for none, here it is a mistake of the caller.
    private static SessionFilter? FilterOf(JsonElement query)
    {
        JsonElement arguments = query.GetProperty("args");
        bool isRecent = query.GetProperty("call").GetString() == "get_recent_sessions";
        int? limit = isRecent ? 2 : null;
        if (arguments.TryGetProperty("limit", out JsonElement given))
            limit = given.ValueKind == JsonValueKind.Null ? null : given.GetInt32();
        return limit < 0 ? null : new SessionFilter { UserId = Text("user_id"), EntityId = Text("entity_id"), Limit = limit };

        string? Text(string name) => arguments.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
    }
}
