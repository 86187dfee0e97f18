using System.Text;
using System.Text.Json;
using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Tests;
using Chats;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests.Evolution;

/// <summary>A JSON list that becomes rows: whatever the way, nobody loses a run, and nobody reads an empty list where there is one.</summary>
public sealed class ListToRunsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Path => _directory.PathOf("chats.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void TheUpgradeMakesRowsOfTheLists()
    {
        Turn[] many = [.. Enumerable.Range(0, 3000).Select(i => new Turn($"r{i}", $"text {i} ü \"quoted\" \U0001F600"))];
        Store(new() { SessionId = "many", UserId = "ada", CreatedAt = 100, Turns = [.. many] }, new() { SessionId = "none", Turns = null }, new() { SessionId = "empty", Turns = [] });
        Execute("UPDATE chats SET created_at = 100, updated_at = 200");
        string first = Query("SELECT json_extract(turns, '$[0]') FROM chats WHERE session_id = 'many'");

        using (SqliteStorage storage = Open())
        {
            SqliteSessionStore<Chats.V2.Chat> chats = storage.Sessions<Chats.V2.Chat>();
            chats.UpgradeSchema();

            Assert.Equal(2, chats.GetSchemaVersion());
            Assert.Equal(many, chats.Read("many")!.Turns);
            Assert.Equal(many[^3..], chats.Read("many", RunWindow.Last(3))!.Turns);
            Assert.Equal(many[1..], chats.ReadRuns<Turn>("many", new() { After = "r0" }));
            Assert.Empty(chats.Read("none")!.Turns);
            Assert.Empty(chats.Read("empty")!.Turns);
            Assert.True(chats.PlanUpgrade().IsEmpty);
            Assert.Equal(3000, chats.AppendRun("many", new Turn("new", null)));
        }
        Assert.Equal(first, Query("SELECT run_data FROM chats_runs WHERE run_id = 'r0'"));
        Assert.Equal("many|workflow|ada|0|100|200\n", Query("SELECT session_id, run_type, user_id, run_index, created_at, updated_at FROM chats_runs WHERE run_id = 'r0'"));
        Assert.DoesNotContain("turns", Query("SELECT name FROM pragma_table_info('chats')"));
        // The session was not stored by anybody.
        Assert.Equal("200\n", Query("SELECT updated_at FROM chats WHERE session_id = 'none'"));
    }

    [Fact]
    public void BeforeTheUpgradeTheListIsReadAsTheRowsWillBe()
    {
        Store(new() { SessionId = "s", Turns = [new("r1", "a"), new("r2", "b", "ERROR"), new("r3", "c")] }, new Chats.V1.Chat { SessionId = "t" });
        Execute("UPDATE chats SET created_at = 100, updated_at = 200");

        string before = Seen(new() { ReadOnly = true });

        Assert.Equal(before, Seen(new() { AutoUpgrade = false }));
        Upgrade<Chats.V2.Chat>();
        Assert.Equal(before, Seen(new() { ReadOnly = true }));

        string Seen(SqliteStorageOptions options)
        {
            using SqliteStorage storage = SqliteStorage.Open(Path, options);
            SqliteSessionStore<Chats.V2.Chat> chats = storage.Sessions<Chats.V2.Chat>();
            return JsonSerializer.Serialize(new object[]
            {
                chats.Read("s")!.Turns, chats.Read("s", RunWindow.Last(2))!.Turns, chats.Read("t")!.Turns, chats.List().OrderBy(chat => chat.SessionId).Select(chat => chat.Turns).ToList(),
                chats.ReadRuns<Turn>("s").ToList(), chats.ReadRuns<Turn>("s", new() { After = "r1", Limit = 1 }).ToList(), chats.ReadRuns<Turn>("t").ToList(), chats.Count(),
                chats.ReadRuns<RunRow>("s").Select(row => $"{row.RunId} {row.Status} {row.RunType} {row.Data.Value}").ToList(),
            });
        }
    }

    [Fact]
    public void ASessionCanBeDeletedBeforeTheUpgrade()
    {
        Store(new() { SessionId = "s", Turns = [new("r1", "a")] }, new Chats.V1.Chat { SessionId = "t" });
        using SqliteStorage storage = Open(new() { AutoUpgrade = false });
        SqliteSessionStore<Chats.V2.Chat> chats = storage.Sessions<Chats.V2.Chat>();

        Assert.True(chats.Delete("s"));
        Assert.Equal(1, chats.DeleteMany(new()));

        Assert.Equal(0, chats.Count());
    }

    [Fact]
    public async Task ARunIsDeletedAfterTheUpgradeThatItNeeds()
    {
        Store(new() { SessionId = "s", Turns = [new("r1", "secret"), new("r2", "b"), new("r3", "c"), new("r4", "d")] }, new Chats.V1.Chat { SessionId = "t" });
        using (SqliteStorage refusing = Open(new() { AutoUpgrade = false }))
        {
            SqliteSessionStore<Chats.V2.Chat> chats = refusing.Sessions<Chats.V2.Chat>();
            Assert.Contains("UpgradeSchemaAsync", Assert.Throws<SchemaException>(() => chats.DeleteRun("s", "r1")).Message);
            await Assert.ThrowsAsync<SchemaException>(async () => await chats.DeleteRunAsync("s", "r1", cancellationToken: TestContext.Current.CancellationToken));
            Assert.Equal(4, chats.Read("s")!.Turns.Count);
        }

        using SqliteStorage storage = Open();
        SqliteSessionStore<Chats.V2.Chat> store = storage.Sessions<Chats.V2.Chat>();
        using (SqliteStorageTransaction transaction = storage.Begin())
        {
            Assert.True(transaction.Sessions<Chats.V2.Chat>().DeleteRun("s", "r1"));
            transaction.Commit();
        }
        Assert.True(await store.DeleteRunAsync("s", "r2", cancellationToken: TestContext.Current.CancellationToken));
        Assert.True(store.DeleteRun("s", "r3"));
        Assert.False(store.DeleteRun("s", "r3"));

        Assert.Equal(["r4"], store.Read("s")!.Turns.Select(turn => turn.Id));
        Assert.Equal("r4\n", Query("SELECT run_id FROM chats_runs"));
        Assert.DoesNotContain("turns", Query("SELECT name FROM pragma_table_info('chats')"));
    }

    [Theory]
    [InlineData("""[{"run_id":"r1"},{"run_id":"r2"},{"run_id":"r1","text":"other"}]""", "Two elements have the run_id 'r1'")]
    [InlineData("""[{"run_id":"r1"},{"text":"no id"}]""", "Element 1 is not an object with a member 'run_id'")]
    [InlineData("""[{"run_id":""}]""", "Element 0 is not an object with a member 'run_id'")]
    [InlineData("""[{"run_id":7}]""", "Element 0 is not an object with a member 'run_id'")]
    [InlineData("[null]", "Element 0 is not an object with a member 'run_id'")]
    [InlineData("""{"run_id":"r1"}""", "It is not a JSON array")]
    [InlineData("""[{"run_id":"r1"}""", "")]
    [InlineData("12", "It is not a JSON array")]
    public void AListThatCantBecomeRowsUndoesTheUpgrade(string list, string reason)
    {
        Store(new() { SessionId = "good", Turns = [new("r1", "a")] }, new Chats.V1.Chat { SessionId = "bad" });
        Execute($"UPDATE chats SET turns = '{list}' WHERE session_id = 'bad'");
        string before = Dump();
        using (SqliteStorage storage = Open())
        {
            SqliteSessionStore<Chats.V2.Chat> chats = storage.Sessions<Chats.V2.Chat>();
            foreach (Action refused in (Action[])[chats.UpgradeSchema, chats.Create, () => chats.Upsert(new() { SessionId = "n" }), () => chats.Read("bad"), () => chats.ReadRuns<Turn>("bad").Count()])
            {
                StorageException exception = Assert.ThrowsAny<StorageException>(refused);
                Assert.Contains(reason, exception.Message);
                Assert.Contains("[SessionBackfill]", exception.Message);
                Assert.Equal(("chats", "bad", "turns"), (exception.Table, exception.SessionId, exception.Column));
            }
            Assert.Single(chats.Read("good")!.Turns);
        }
        Assert.Equal(before, Dump());

        Execute("UPDATE chats SET turns = NULL WHERE session_id = 'bad'");
        Upgrade<Chats.V2.Chat>();
        Assert.Equal("good|r1\n", Query("SELECT session_id, run_id FROM chats_runs"));
    }

    [Fact]
    public void AListThatATriggerKeepsFromBecomingRowsUndoesTheUpgrade()
    {
        Store(new Chats.V1.Chat { SessionId = "s", Turns = [new("r1", "a"), new("r2", "b")] });
        using (SqliteStorage storage = Open())
            storage.Sessions<Chats.V2.Chat>("made").Create();
        Execute("ALTER TABLE made_runs RENAME TO chats_runs; CREATE TRIGGER ignoring BEFORE INSERT ON chats_runs WHEN NEW.run_id = 'r2' BEGIN SELECT RAISE(IGNORE); END");
        using SqliteStorage upgrading = Open();

        StorageException exception = Assert.ThrowsAny<StorageException>(upgrading.Sessions<Chats.V2.Chat>().UpgradeSchema);

        Assert.Equal(("chats_runs", "s", "r2"), (exception.Table, exception.SessionId, exception.RunId));
        Assert.Equal("2\n", Query("SELECT json_array_length(turns) FROM chats"));
    }

    [Fact]
    public void AColumnThatMustNotBeNullAndOneOfSpacedJsonAreMovedToo()
    {
        Store(new Chats.V1.Chat { SessionId = "s", Title = "t" });
        Execute("ALTER TABLE chats DROP COLUMN turns; ALTER TABLE chats ADD COLUMN turns TEXT NOT NULL DEFAULT '[]'");
        Execute("""UPDATE chats SET turns = ' [ {"run_id" : "r1", "unknown": [1.50, NaN, {}]} , {"run_id":"r2"} ] '""");

        Upgrade<Chats.V2.Chat>();

        Assert.Equal("""
            r1|0|{"run_id" : "r1", "unknown": [1.50, NaN, {}]}
            r2|1|{"run_id":"r2"}

            """.ReplaceLineEndings("\n"), Query("SELECT run_id, run_index, run_data FROM chats_runs ORDER BY run_index"));
    }

    [Fact]
    public void RunsThatAreRowsAlreadyComeBehindTheList()
    {
        Store(new() { SessionId = "s", Turns = [new("r1", "a"), new("r2", "b")] }, new Chats.V1.Chat { SessionId = "t", Turns = [new("r1", "t")] });
        Execute("CREATE TABLE other (x)");
        using (SqliteStorage storage = Open())
        {
            storage.Sessions<Chats.V2.Chat>("made").Create();
            Execute("ALTER TABLE made_runs RENAME TO chats_runs");
        }
        Execute("""INSERT INTO chats_runs (run_id, session_id, run_type, run_index, run_data, created_at) VALUES ('r2', 's', 'workflow', 0, '{"run_id":"r2","text":"newer"}', 1), ('r3', 's', 'workflow', 1, '{"run_id":"r3","text":"c"}', 1)""");
        Turn[] expected = [new("r1", "a"), new("r2", "newer"), new("r3", "c")];

        using (SqliteStorage storage = Open(new() { ReadOnly = true }))
            Assert.Equal(expected, storage.Sessions<Chats.V2.Chat>().Read("s")!.Turns);
        Upgrade<Chats.V2.Chat>();

        using SqliteStorage after = Open();
        Assert.Equal(expected, after.Sessions<Chats.V2.Chat>().Read("s")!.Turns);
        Assert.Equal([new Turn("r1", "t")], after.Sessions<Chats.V2.Chat>().Read("t")!.Turns);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ABackfillSeesRunsAndItsChangesAreStored(bool byWayOfVersion2)
    {
        Store(new Chats.V1.Chat { SessionId = "s", Turns = [new("r1", "stays"), new("r2", "change"), new("r3", "remove")] });
        Execute("UPDATE chats SET updated_at = 200");
        if (byWayOfVersion2)
            Upgrade<Chats.V2.Chat>();

        Upgrade<Chats.V3.Chat>();

        using SqliteStorage storage = Open();
        Chats.V3.Chat chat = storage.Sessions<Chats.V3.Chat>().Read("s")!;
        Assert.Equal("3 turns", chat.Note);
        Assert.Equal([new("r1", "stays"), new("r2", "changed"), new("added", "by the backfill")], chat.History);
        Assert.Equal("200\n", Query("SELECT updated_at FROM chats"));
    }

    [Fact]
    public void AListThatIsKeptInAMemberOfItsOwnIsMovedByABackfill()
    {
        Store(new Chats.V1.Chat { SessionId = "s", Turns = [new("r1", "a"), new("r2", "b")] });

        Upgrade<Chats.Apart.Chat>();

        using SqliteStorage storage = Open();
        Chats.Apart.Chat chat = storage.Sessions<Chats.Apart.Chat>().Read("s")!;
        Assert.Equal((2, null), (chat.Moved, chat.OldTurns));
        Assert.Equal([new("r1", "a"), new("r2", "b")], chat.Turns);
    }

    [Fact]
    public void ThePlanSaysWhatIsMovedAndCreatesTheRunsTable()
    {
        Store(new Chats.V1.Chat { SessionId = "s" });
        using SqliteStorage storage = Open();

        string plan = storage.Sessions<Chats.V2.Chat>().PlanUpgrade().ToSql();

        int create = plan.IndexOf("CREATE TABLE IF NOT EXISTS \"chats_runs\"", StringComparison.Ordinal);
        int move = plan.IndexOf("-- For each session, the program makes rows of \"chats_runs\" of the list in \"turns\".\n", StringComparison.Ordinal);
        int drop = plan.IndexOf("ALTER TABLE \"chats\" DROP COLUMN \"turns\";", StringComparison.Ordinal);
        Assert.True(0 < create && create < move && move < drop, plan);
        Assert.DoesNotContain("chats_runs", Query("SELECT name FROM sqlite_master"));
    }

    [Fact]
    public void TheUpgradeCreatesTheRunsTableWhereNothingElseChanges()
    {
        Store(new Chats.V1.Chat { SessionId = "s" });
        Upgrade<Chats.V2.Chat>();
        Execute("DROP TABLE chats_runs");
        using SqliteStorage storage = Open(new() { AutoCreate = false, AutoUpgrade = false });
        SqliteSessionStore<Chats.V2.Chat> chats = storage.Sessions<Chats.V2.Chat>();
        Assert.Contains("'chats_runs' does not exist", Assert.Throws<StorageException>(() => chats.Upsert(new() { SessionId = "n" })).Message);

        chats.UpgradeSchema();

        Assert.True(chats.PlanUpgrade().IsEmpty);
        chats.AppendRun("s", new Turn("r", null));
    }

    [Fact]
    public void WithoutASnapshotFileTheListIsNotPassedOver()
    {
        Store(new Chats.V1.Chat { SessionId = "s", Turns = [new("r1", "a")] });
        string before = Dump();
        using SqliteStorage storage = Open();
        SqliteSessionStore<Chats.Unrecorded.Chat> chats = storage.Sessions<Chats.Unrecorded.Chat>();

        AssertRefused("chats", chats.Create, chats.UpgradeSchema, () => chats.PlanUpgrade(), () => chats.Read("s"), () => chats.List().Count(), () => chats.Upsert(new() { SessionId = "n" }),
            () => chats.AppendRun("s", new Turn("r2", null)), () => chats.ReadRuns<Turn>("s").Count());
        Assert.Contains("turns", Assert.Single(chats.CompareSchema()!.Conflicts));

        Assert.Equal(before, Dump());
    }

    [Fact]
    public void NeitherInATableOfLayout3()
    {
        using SqliteStorage storage = Open();
        storage.Sessions<Chats.Unrecorded.ListedChat3>().Upsert(new() { SessionId = "s", Turns = [new("r1", "a")] });
        SqliteSessionStore<Chats.Unrecorded.Chat3> chats = storage.Sessions<Chats.Unrecorded.Chat3>();

        AssertRefused("chats3", chats.Create, chats.UpgradeSchema, () => chats.Read("s"), () => chats.Upsert(new() { SessionId = "n" }));
    }

    [Fact]
    public void ARunsColumnOfAgnosOwnIsReadWithTheRows()
    {
        using SqliteStorage storage = Open();
        storage.Sessions<Chats.Steps.Listed>().Upsert(new() { SessionId = "s", Runs = [new("r1", "a")] });
        SqliteSessionStore<Chats.Steps.Rows> steps = storage.Sessions<Chats.Steps.Rows>();
        steps.AppendRun("s", new Turn("r2", "b"));

        Assert.Equal([new("r1", "a"), new Turn("r2", "b")], steps.Read("s")!.Runs);
        Assert.Equal([new("r1", "a"), new Turn("r2", "b")], steps.ReadRuns<Turn>("s"));
    }

    [Fact]
    public void AProgramOfTheVersionBeforeIsRefused()
    {
        Store(new Chats.V1.Chat { SessionId = "s", Turns = [new("r1", "a")] });
        Upgrade<Chats.V2.Chat>();
        using SqliteStorage storage = Open();

        Assert.Contains("has schema version 2, and this program knows version 1", Assert.Throws<SchemaException>(() => storage.Sessions<Chats.V1.Chat>().Read("s")).Message);
    }

    private static void AssertRefused(string table, params Action[] calls)
    {
        foreach (Action call in calls)
        {
            string message = Assert.Throws<SchemaException>(call).Message;
            Assert.Contains($"'{table}'", message);
            Assert.Contains("turns is a column of lists that were stored before runs became rows", message);
            Assert.Contains("[SessionColumn(\"turns\")]", message);
        }
    }

    private void Store(params IEnumerable<Chats.V1.Chat> chats)
    {
        using SqliteStorage storage = Open();
        storage.Sessions<Chats.V1.Chat>().UpsertMany(chats);
    }

    private void Upgrade<TSession>()
        where TSession : class, ISessionRecord<TSession>
    {
        using SqliteStorage storage = Open();
        storage.Sessions<TSession>().UpgradeSchema();
    }

    private SqliteStorage Open(SqliteStorageOptions? options = null) => SqliteStorage.Open(Path, options);

    private string Dump() => Query("SELECT type, name, sql FROM sqlite_master ORDER BY name") + Query("SELECT session_id, turns, title FROM chats ORDER BY 1") + Query("SELECT * FROM agno_storage_versions");

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        return connection;
    }

    private void Execute(string sql)
    {
        using SqliteConnection connection = Connect();
        connection.Execute(sql);
    }

    private string Query(string sql)
    {
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        var text = new StringBuilder();
        while (reader.Read())
            text.AppendJoin('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "NULL" : reader.GetValue(i).ToString())).Append('\n');
        return text.ToString();
    }
}
