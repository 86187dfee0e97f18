using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>A session with runs of its own type.</summary>
[SessionRecord(StorageMode.Agent, Table = "named")]
public sealed partial class NamedSession
{
    [SessionRuns]
    public List<NamedRun> Runs { get; set; } = [];
}

public sealed record NamedRun([property: JsonPropertyName("run_id")] string Id, string? Text = null);

/// <summary>Runs in tables that somebody else declared, filled or guards.</summary>
public sealed class ForeignRunTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly SqliteStorage _storage;

    public ForeignRunTests()
    {
        _connection.Open();
        _storage = SqliteStorage.OpenConnection(_connection);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SqliteSessionStore<NamedSession> Store => _storage.Sessions<NamedSession>();

    public void Dispose()
    {
        _storage.Dispose();
        _connection.Dispose();
    }

    [Theory]
    [InlineData("NOCASE", "ABC", false)]
    [InlineData("NOCASE", "ABC", true)]
    [InlineData("RTRIM", "Abc  ", false)]
    public async Task AnotherSpellingOfASessionsIdHasTheSessionsRuns(string collation, string spelling, bool runsToo)
    {
        Collate("named", "\"session_id\" TEXT", collation);
        if (runsToo)
            Collate("named_runs", "\"session_id\" VARCHAR", collation);
        Store.Upsert(new() { SessionId = "Abc", Runs = [new("r1")] });

        Store.Upsert(new() { SessionId = spelling, Runs = [new("r2")] });
        Assert.Equal(2, Store.AppendRun(spelling, new NamedRun("r3")));
        Store.ImportRun(spelling, new("r4", new(JsonNode.Parse("""{"run_id":"r4"}""")!)) { RunType = "agent", CreatedAt = 1, RunIndex = 9 });
        Assert.True(await Store.UpdateRunAsync(spelling, new NamedRun("r3", "changed"), cancellationToken: Token));
        Assert.True(Store.DeleteRun(spelling, "r2"));
        Store.UpsertMany([new() { SessionId = spelling, Runs = [new("r1"), new("r5")] }]);
        Store.Update(spelling, session =>
        {
            session.Runs.Add(new("r6"));
            return session;
        });

        string[] expected = ["r1", "r3", "r4", "r5", "r6"];
        foreach (string id in (string[])["Abc", spelling])
        {
            Assert.Equal(expected, Store.Read(id)!.Runs.Select(run => run.Id).Order());
            Assert.Equal(expected, Store.ReadRuns<NamedRun>(id).Select(run => run.Id).Order());
            Assert.Equal(5, Store.Fork(id)!.Runs.Count);
        }
        Assert.Equal(expected, Assert.Single(Store.List(new() { Runs = RunWindow.All }), session => session.SessionId == "Abc").Runs.Select(run => run.Id).Order());
        Assert.Equal(1L, _connection.Scalar("SELECT count(DISTINCT session_id COLLATE BINARY) FROM named_runs WHERE run_id = 'r1' OR run_id = 'r5'"));

        Assert.True(Store.Delete(spelling));
        Assert.Equal(2L, _connection.Scalar("SELECT count(*) FROM named"));
        Assert.Equal(10L, _connection.Scalar("SELECT count(*) FROM named_runs"));
        Assert.Equal(2, Store.DeleteMany(new()));
        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM named_runs"));
    }

    [Theory]
    [InlineData("session_id")]
    [InlineData("run_id")]
    public void ARunsTableThatTakesDifferentRunsForOneIsRefused(string column)
    {
        Collate("named_runs", $"\"{column}\" VARCHAR", "NOCASE");
        string message = Assert.Throws<SchemaException>(() => Store.Upsert(new() { SessionId = "s", Runs = [new("r")] })).Message;
        Assert.Contains("named_runs", message);
        Assert.Contains($"'{column}'", message);
    }

    [Fact]
    public void RunsWhoseIdsAreNotTextStayAsTheyAre()
    {
        SqliteSessionStore<AgentSessionV3> agnos = _storage.Sessions<AgentSessionV3>("v3");
        agnos.Upsert(new() { SessionId = "s" });
        Store.Upsert(new() { SessionId = "s" });
        foreach (string table in (string[])["v3_runs", "named_runs"])
            foreach ((string id, string json, int index) in ((string, string, int)[])[("CAST(x'FF41' AS TEXT)", "j1", 0), ("CAST(x'FE41' AS TEXT)", "j2", 1), ("x'00'", "j3", 2), ("'text'", "j4", 3)])
                _connection.Execute($"INSERT INTO {table} (run_id, session_id, run_type, run_data, created_at, run_index) VALUES ({id}, 's', 'agent', '{{\"run_id\":\"{json}\"}}', 1, {index})");
        string before = Rows("v3_runs") + Rows("named_runs");

        agnos.Upsert(agnos.Read("s")!);
        AgentSessionV3 looked = agnos.Read("s")!;
        Assert.All(looked.Runs, run => Assert.NotNull(run.Value!["run_id"]));
        agnos.Upsert(looked);
        Store.Upsert(Store.Read("s")!);
        Assert.Equal(before, Rows("v3_runs") + Rows("named_runs"));

        AgentSessionV3 more = agnos.Read("s")!;
        more.Runs.Add(new(new JsonObject { ["run_id"] = "new" }));
        agnos.Upsert(more);
        NamedSession changed = Store.Read("s")!;
        for (int i = 0; i < 4; i++)
            changed.Runs[i] = changed.Runs[i] with { Text = $"changed {i}" };
        changed.Runs.Add(new("new"));
        Store.Upsert(changed);
        Store.Upsert(changed);

        Assert.Equal(5, agnos.Read("s")!.Runs.Count);
        Assert.Equal(["j1 changed 0", "j2 changed 1", "j3 changed 2", "j4 changed 3", "new "], Store.Read("s")!.Runs.Select(run => $"{run.Id} {run.Text}"));
        Assert.Equal(5L, _connection.Scalar("SELECT count(*) FROM named_runs"));
        foreach (StorageException exception in (StorageException[])[Assert.Throws<StorageException>(() => agnos.Fork("s")), Assert.Throws<StorageException>(() => Store.Fork("s"))])
        {
            Assert.Contains("not valid text", exception.Message);
            Assert.Equal("s", exception.SessionId);
        }
        NamedSession stale = Store.Read("s")!;
        _connection.Execute("DELETE FROM named_runs WHERE run_id = x'00'");
        StorageException refused = Assert.Throws<StorageException>(() => Store.Upsert(stale));
        Assert.Equal(("named_runs", "s"), (refused.Table, refused.SessionId));
        Assert.NotNull(refused.RunId);
        Assert.Equal(4, Store.Read("s")!.Runs.Count);
    }

    [Fact]
    public async Task AWriteOfARunThatATriggerIgnoresIsNamedAsThat()
    {
        Store.Upsert(new() { SessionId = "s", Runs = [new("kept"), new("1")] });
        string before = Rows("named_runs") + Rows("named");
        foreach (string operation in (string[])["INSERT", "UPDATE", "DELETE"])
            _connection.Execute($"CREATE TRIGGER ignoring_{operation} BEFORE {operation} ON named_runs WHEN {(operation == "INSERT" ? "NEW" : "OLD")}.run_id <> 'kept' BEGIN SELECT RAISE(IGNORE); END");

        foreach ((Func<object?> write, string? run) in ((Func<object?>, string?)[])
        [
            (() => Store.AppendRun("s", new NamedRun("no")), "no"),
            (() => Store.UpdateRun("s", new NamedRun("1", "changed")), "1"),
            (() => Store.Upsert(new() { SessionId = "s", Runs = [new("kept"), new("1"), new("no")] }), "no"),
            (() => Store.Upsert(new() { SessionId = "s", Runs = [new("kept", "changed"), new("1", "changed")] }), "1"),
            (() => Store.Upsert(new() { SessionId = "s", Runs = [new("1"), new("kept")] }), "1"),
            (() => Store.Upsert(new() { SessionId = "t", Runs = [new("no")] }), "no"),
            (() => Store.UpsertMany([new() { SessionId = "s", Runs = [new("no")] }]), "no"),
            (() => Store.DeleteRun("s", "1"), "1"),
            (() => Store.Delete("s"), null),
            (() => Store.DeleteMany(new()), null),
            (() => Store.Fork("s"), null),
        ])
        {
            StorageException exception = Assert.Throws<StorageException>(() => write());
            Assert.Contains("RAISE(IGNORE)", exception.Message);
            Assert.Equal("named_runs", exception.Table);
            Assert.NotNull(exception.SessionId);
            if (run is not null)
                Assert.Equal(run, exception.RunId);
            Assert.Equal(before, Rows("named_runs") + Rows("named"));
        }
        Assert.Throws<StorageException>(() => Store.ImportRun("s", new("no", new(JsonNode.Parse("""{"run_id":"no"}""")!)) { RunType = "agent", CreatedAt = 1 }));
        await Assert.ThrowsAsync<StorageException>(async () => await Store.AppendRunAsync("s", new NamedRun("no"), cancellationToken: Token));
        // What is nothing new is no write.
        Store.Upsert(new() { SessionId = "s", Runs = [new("kept"), new("1")] });
        Assert.Throws<SessionConflictException<NamedSession>>(() => Store.AppendRun("s", new NamedRun("1")));
        Assert.False(Store.DeleteRun("s", "none"));
        Assert.False(Store.UpdateRun("s", new NamedRun("none")));

        _connection.Execute("CREATE TRIGGER ignoring_sessions BEFORE UPDATE ON named BEGIN SELECT RAISE(IGNORE); END");
        Assert.Equal("named", Assert.Throws<StorageException>(() => Store.DeleteRun("s", "kept")).Table);
        Assert.Equal("named", Assert.Throws<StorageException>(() => Store.UpdateRun("s", new NamedRun("kept", "changed"))).Table);
        Assert.Equal(2, Store.Read("s")!.Runs.Count);
    }

    [Fact]
    public void ARunThatAgnosTablesHoldAsAnotherSessionsIsStillNamedAsThat()
    {
        SqliteSessionStore<AgentSessionV3> agnos = _storage.Sessions<AgentSessionV3>("v3");
        agnos.Upsert(new() { SessionId = "s", Runs = [new(new JsonObject { ["run_id"] = "r" })] });
        _connection.Execute("CREATE TRIGGER ignoring BEFORE INSERT ON v3_runs WHEN NEW.run_id = 'no' BEGIN SELECT RAISE(IGNORE); END");

        Assert.Throws<SessionOwnershipException>(() => agnos.Upsert(new() { SessionId = "t", Runs = [new(new JsonObject { ["run_id"] = "r" })] }));
        Assert.Contains("RAISE(IGNORE)", Assert.Throws<StorageException>(() => agnos.Upsert(new() { SessionId = "t", Runs = [new(new JsonObject { ["run_id"] = "no" })] })).Message);
    }

    private void Collate(string table, string column, string collation)
    {
        using (SqliteStorage storage = SqliteStorage.OpenConnection(_connection))
            storage.Sessions<NamedSession>().Create();
        string sql = (string)_connection.Scalar($"SELECT sql FROM sqlite_master WHERE name = '{table}'")!;
        Assert.Contains(column, sql);
        _connection.Execute($"DROP TABLE {table}; {sql.Replace(column, $"{column} COLLATE {collation}", StringComparison.Ordinal)}");
    }

    private string Rows(string table)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table} ORDER BY 1";
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join("|", Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "NULL" : Convert.ToHexString(reader.GetFieldValue<byte[]>(i)))));
        return string.Join("\n", rows);
    }
}
