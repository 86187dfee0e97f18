using System.Text.Json;
using System.Text.Json.Nodes;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>What this library writes in layout 2 has the form that Python Agno 2.x reads and writes itself.</summary>
public sealed class Layout2WrittenFormTests : IDisposable
{
    private static readonly PythonFixture Fixture = PythonFixture.Load("v2_sessions");

    private readonly TemporaryDirectory _scratch = new();
    private readonly string _file;

    public Layout2WrittenFormTests() => _file = _scratch.PathOf("written.db");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_table_has_the_columns_and_indexes_of_Agnos()
    {
        await using (SqliteStorage storage = SqliteStorage.Open(_file))
            await storage.Sessions<TeamSessionV2>().CreateAsync(Cancelled);

        string agnos = Fixture.CopyTo(_scratch);
        foreach (string table in (string[])["agno_sessions", "agno_schema_versions"])
        {
            Assert.Equal(RawTable.Columns(agnos, table).Order(StringComparer.Ordinal), RawTable.Columns(_file, table).Order(StringComparer.Ordinal));
            string required = $"SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info('{table}') WHERE \"notnull\" OR pk ORDER BY name)";
            Assert.Equal(RawTable.Scalar(agnos, required), RawTable.Scalar(_file, required));
            string indexes = $"SELECT group_concat(name) FROM (SELECT i.name FROM pragma_index_list('{table}') i WHERE i.origin = 'c' ORDER BY i.name)";
            Assert.Superset(RawTable.Scalar(agnos, indexes).Split(',').ToHashSet(), RawTable.Scalar(_file, indexes).Split(',').ToHashSet());
        }
    }

    [Fact]
    public async Task The_version_that_Agno_looks_for_is_recorded_and_forgotten_with_the_table()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_file);
        await storage.Sessions<AgentSessionV2>("agent_chats").CreateAsync(Cancelled);
        await storage.Sessions<TeamSessionV2>("agent_chats").CreateAsync(Cancelled);

        const string Row = "SELECT table_name || ' ' || version || ' ' || length(created_at) || ' ' || (created_at = updated_at) FROM agno_schema_versions";
        Assert.Equal("agent_chats 2.5.6 26 1", RawTable.Scalar(_file, Row));

        await storage.Sessions<AgentSessionV2>("agent_chats").DropAsync(Cancelled);
        Assert.Equal("0", RawTable.Scalar(_file, "SELECT count(*) FROM agno_schema_versions"));
    }

    [Theory]
    [InlineData("3.0.0")]
    [InlineData("1.0.0")]
    [InlineData("next")]
    public async Task A_table_of_another_Agno_is_refused_by_name_and_number(string version)
    {
        string file = Fixture.CopyTo(_scratch);
        RawTable.Execute(file, "UPDATE agno_schema_versions SET version = $version", ("$version", version));
        await using SqliteStorage storage = SqliteStorage.Open(file);
        ISessionStore<AgentSessionV2> store = storage.Sessions<AgentSessionV2>();

        foreach (Func<Task> use in (Func<Task>[])
        [
            () => store.ReadAsync("s", cancellationToken: Cancelled).AsTask(),
            () => store.UpsertAsync(new() { SessionId = "s" }, Cancelled).AsTask(),
            () => store.ListAsync(cancellationToken: Cancelled).ToListAsync(Cancelled).AsTask(),
        ])
        {
            SchemaException exception = await Assert.ThrowsAsync<SchemaException>(use);
            Assert.Contains("agno_sessions", exception.Message);
            Assert.Contains(version, exception.Message);
        }
    }

    [Fact]
    public async Task A_table_without_a_recorded_version_is_of_Agno_2()
    {
        string file = Fixture.CopyTo(_scratch);
        RawTable.Execute(file, "DROP TABLE agno_schema_versions");
        await using SqliteStorage storage = SqliteStorage.Open(file);
        Assert.NotNull(await storage.Sessions<AgentSessionV2>().ReadAsync("real-agent-session", cancellationToken: Cancelled));
    }

    [Fact]
    public async Task Values_are_stored_as_Agno_stores_them()
    {
        await using (SqliteStorage storage = SqliteStorage.Open(_file))
        {
            var session = new TeamSessionV2 { SessionId = "s", CreatedAt = 1700000000, SessionData = new JsonObject { ["text"] = "日本 \"q\" \\" }, Runs = new JsonArray(1, null, 2.5) };
            await storage.Sessions<TeamSessionV2>().UpsertAsync(session, Cancelled);
        }

        Dictionary<string, string> row = RawTable.Read(_file, "agno_sessions")["s"];
        Assert.Equal(Text("team"), row["session_type"]);
        Assert.Equal(Text("\"{\\\"text\\\":\\\"日本 \\\\\\\"q\\\\\\\" \\\\\\\\\\\"}\""), row["session_data"]);
        Assert.Equal(Text("\"[1,null,2.5]\""), row["runs"]);
        Assert.All((string[])["team_data", "metadata", "summary"], own => Assert.Equal(Text("null"), row[own]));
        Assert.All((string[])["agent_data", "workflow_data", "agent_id", "workflow_id", "user_id"], none => Assert.Equal("null ", row[none]));
        Assert.Equal("1700000000 1700000000", RawTable.Scalar(_file, "SELECT created_at || ' ' || updated_at FROM agno_sessions"));
    }

    [Theory]
    [InlineData("""{"n": 1}""")]
    [InlineData(""" "{\"n\": 1}" """)]
    [InlineData(""" "\"{\\\"n\\\": 1}\"" """)]
    public async Task A_column_is_read_however_often_it_is_encoded_and_stays_so(string stored)
    {
        await using SqliteStorage storage = SqliteStorage.Open(_file);
        ISessionStore<AgentSessionV2> store = storage.Sessions<AgentSessionV2>();
        await store.UpsertAsync(new() { SessionId = "s" }, Cancelled);
        RawTable.Execute(_file, "UPDATE agno_sessions SET metadata = $stored", ("$stored", stored));

        AgentSessionV2 session = (await store.ReadAsync("s", cancellationToken: Cancelled))!;
        Assert.Equal(1, (int)session.Metadata.Value!["n"]!);
        await store.UpsertAsync(session, Cancelled);
        Assert.Equal(stored, RawTable.Scalar(_file, "SELECT metadata FROM agno_sessions"));

        session.Metadata.Value!["n"] = 2;
        await store.UpsertAsync(session, Cancelled);
        Assert.Equal("\"{\\\"n\\\":2}\"", RawTable.Scalar(_file, "SELECT metadata FROM agno_sessions"));
    }

    [Fact]
    public async Task A_column_that_moves_between_layouts_is_encoded_as_its_new_place_has_it()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_file);
        JsonColumn<JsonNode> given = JsonColumn.Parse("""{ "n": 1.50 }"""u8);
        await storage.Sessions<AgentSession>().UpsertAsync(new() { SessionId = "s", SessionData = given }, Cancelled);
        AgentSession first = (await storage.Sessions<AgentSession>().ReadAsync("s", cancellationToken: Cancelled))!;

        await storage.Sessions<AgentSessionV2>().UpsertAsync(new() { SessionId = "s", SessionData = first.SessionData, Metadata = first.ExtraData }, Cancelled);
        Assert.Equal("""{ "n": 1.50 }""", JsonDocument.Parse(RawTable.Scalar(_file, "SELECT session_data FROM agno_sessions")).RootElement.GetString());

        AgentSessionV2 second = (await storage.Sessions<AgentSessionV2>().ReadAsync("s", cancellationToken: Cancelled))!;
        await storage.Sessions<AgentSession>().UpsertAsync(new() { SessionId = "back", SessionData = second.SessionData, ExtraData = second.Metadata }, Cancelled);
        Assert.Equal("""{ "n": 1.50 } null""", RawTable.Scalar(_file, "SELECT session_data || ' ' || extra_data FROM agent_sessions WHERE session_id = 'back'"));
    }

    private static string Text(string value) => "text " + Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(value));
}
