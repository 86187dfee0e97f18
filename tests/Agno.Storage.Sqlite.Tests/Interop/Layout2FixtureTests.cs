using System.Text.Json;
using System.Text.Json.Nodes;
using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop;

public sealed class Layout2AgentTests() : Layout2FixtureTests<AgentSessionV2>("v2_sessions", Layout2Keys.Of, session => session.SessionData = Changed);

public sealed class Layout2TeamTests() : Layout2FixtureTests<TeamSessionV2>("v2_sessions", Layout2Keys.Of, session => session.SessionData = Changed);

public sealed class Layout2WorkflowTests() : Layout2FixtureTests<WorkflowSessionV2>("v2_sessions", Layout2Keys.Of, session => session.SessionData = Changed);

public sealed class MigratedAgentTests() : Layout2FixtureTests<AgentSessionV2>("v2_migrated_from_v1", Layout2Keys.Of, session => session.SessionData = Changed);

public sealed class MigratedTeamTests() : Layout2FixtureTests<TeamSessionV2>("v2_migrated_from_v1", Layout2Keys.Of, session => session.SessionData = Changed);

public sealed class MigratedWorkflowTests() : Layout2FixtureTests<WorkflowSessionV2>("v2_migrated_from_v1", Layout2Keys.Of, session => session.SessionData = Changed);

/// <summary>One type of session in a file of Python Agno 2.x, through its built-in session.</summary>
/// <param name="name">The file.</param>
/// <param name="keysOf">The session's columns as canonical text.</param>
/// <param name="change">Gives the session other session data.</param>
public abstract class Layout2FixtureTests<TSession>(string name, Func<TSession, string[]> keysOf, Action<TSession> change) : IDisposable
    where TSession : class, ISessionRecord<TSession>
{
    private readonly PythonFixture _fixture = PythonFixture.Load(name);
    private readonly TemporaryDirectory _scratch = new();

    /// <summary>Other session data.</summary>
    protected static JsonNode Changed => new JsonObject { ["text"] = "日本 \"q\" \\ \u0001" };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static string Type => TSession.Table.SessionType!;

    private List<JsonElement> Rows => [.. _fixture.Sessions.Where(session => session.GetProperty("session_type").GetString() == Type).Select(session => session.GetProperty("row"))];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Every_session_equals_the_row_that_Python_reads()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_fixture.CopyTo(_scratch));
        ISessionStore<TSession> store = storage.Sessions<TSession>();

        Dictionary<string, TSession> listed = await store.ListAsync(cancellationToken: Cancelled).ToDictionaryAsync(TSession.GetSessionId, cancellationToken: Cancelled);

        Assert.NotEmpty(Rows);
        Assert.Equal(Rows.Count, listed.Count);
        foreach (JsonElement row in Rows)
        {
            string id = row.GetProperty("session_id").GetString()!;
            string[] expected = Layout2Keys.Of(row);
            Assert.Equal(expected, keysOf(listed[id]));
            Assert.Equal(expected, keysOf((await store.ReadAsync(id, row.GetProperty("user_id").GetString(), Cancelled))!));
        }
    }

    [Fact]
    public async Task Queries_give_the_ids_that_Python_gives()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_fixture.CopyTo(_scratch));
        ISessionStore<TSession> store = storage.Sessions<TSession>();
        Dictionary<string, long> createdAt = Rows.ToDictionary(row => row.GetProperty("session_id").GetString()!, row => row.GetProperty("created_at").GetInt64());

        int compared = 0;
        foreach (JsonElement query in _fixture.Queries)
        {
            if (FilterOf(query.GetProperty("args")) is not { } filter)
                continue;
            List<string> expected = [.. query.GetProperty("ids").EnumerateArray().Select(id => id.GetString()!)];
            List<string> ids = await store.ListIdsAsync(filter, Cancelled).ToListAsync(Cancelled);

            Assert.Equal(ids, await store.ListAsync(filter, Cancelled).Select(TSession.GetSessionId).ToListAsync(Cancelled));
            Assert.Equal(expected.Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
            if (IsNewestFirst(query.GetProperty("args")))
                Assert.Equal(expected.Select(id => createdAt[id]), ids.Select(id => createdAt[id]));
            compared++;
        }
        Assert.True(compared > 5, $"Only {compared} queries were compared.");
    }

    [Fact]
    public async Task Read_then_upsert_leaves_every_value_as_it_was_except_updated_at()
    {
        string file = _fixture.CopyTo(_scratch);
        Dictionary<string, Dictionary<string, string>> before = RawTable.Read(file, _fixture.Table);
        List<string> ids;
        await using (SqliteStorage storage = SqliteStorage.Open(file))
        {
            ISessionStore<TSession> store = storage.Sessions<TSession>();
            ids = await store.ListIdsAsync(cancellationToken: Cancelled).ToListAsync(Cancelled);
            foreach (string id in ids)
                await store.UpsertAsync((await store.ReadAsync(id, cancellationToken: Cancelled))!, Cancelled);
        }

        Dictionary<string, Dictionary<string, string>> after = RawTable.Read(file, _fixture.Table);
        Assert.Equal(Rows.Count, ids.Count);
        foreach (string id in ids)
        {
            Assert.NotEqual(before[id]["updated_at"], after[id]["updated_at"]);
            before[id]["updated_at"] = after[id]["updated_at"];
        }
        Assert.Equal(before, after);
        Assert.Equal("2.5.6", RawTable.Scalar(file, "SELECT version FROM agno_schema_versions WHERE table_name = 'agno_sessions'"));
    }

    [Fact]
    public async Task Parsing_every_column_does_not_change_what_is_stored()
    {
        string file = _fixture.CopyTo(_scratch);
        Dictionary<string, Dictionary<string, string>> before = RawTable.Read(file, _fixture.Table);
        await using (SqliteStorage storage = SqliteStorage.Open(file))
        {
            ISessionStore<TSession> store = storage.Sessions<TSession>();
            foreach (TSession session in await store.ListAsync(cancellationToken: Cancelled).ToListAsync(Cancelled))
            {
                keysOf(session);
                await store.ImportAsync(session, Cancelled);
            }
        }
        Assert.Equal(before, RawTable.Read(file, _fixture.Table));
    }

    [Fact]
    public async Task A_changed_column_is_encoded_twice_and_the_others_stay()
    {
        string file = _fixture.CopyTo(_scratch);
        Dictionary<string, Dictionary<string, string>> before = RawTable.Read(file, _fixture.Table);
        string id = Rows[0].GetProperty("session_id").GetString()!;
        await using (SqliteStorage storage = SqliteStorage.Open(file))
        {
            ISessionStore<TSession> store = storage.Sessions<TSession>();
            TSession session = (await store.ReadAsync(id, cancellationToken: Cancelled))!;
            change(session);
            await store.ImportAsync(session, Cancelled);
        }

        Dictionary<string, string> after = RawTable.Read(file, _fixture.Table)[id];
        string[] parts = after["session_data"].Split(' ');
        Assert.Equal("text", parts[0]);
        using JsonDocument outer = JsonDocument.Parse(Convert.FromHexString(parts[1]));
        Assert.Equal(Changed.ToJsonString(), JsonNode.Parse(outer.RootElement.GetString()!)!.ToJsonString());
        before[id]["session_data"] = after["session_data"];
        Assert.Equal(before[id], after);
    }

    [Fact]
    public async Task The_schema_fits_without_an_upgrade()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_fixture.CopyTo(_scratch));
        SchemaDiff? diff = await storage.Sessions<TSession>().CompareSchemaAsync(Cancelled);

        Assert.NotNull(diff);
        Assert.True(diff.IsCompatible, string.Join(" ", diff.Conflicts));
        Assert.Empty(diff.UnknownColumns);
    }

    // Null where the query asks for what a filter does not have. To Python an empty user is none; here it is a user like any other.
    private static SessionFilter? FilterOf(JsonElement arguments)
    {
        if (Text("session_type") != Type || Text("user_id") == "" || arguments.EnumerateObject().Any(argument => argument.Name is "limit" or "page" or "session_name" or "start_timestamp" or "end_timestamp"))
            return null;
        return new() { UserId = Text("user_id"), EntityId = Text("component_id") };

        string? Text(string key) => arguments.TryGetProperty(key, out JsonElement value) ? value.GetString() : null;
    }

    private static bool IsNewestFirst(JsonElement arguments) =>
        arguments.TryGetProperty("sort_by", out JsonElement sort) && sort.GetString() == "created_at" && arguments.GetProperty("sort_order").GetString() == "desc";
}
