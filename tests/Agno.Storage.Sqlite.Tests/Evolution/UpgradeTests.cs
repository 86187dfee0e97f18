extern alias V1;
extern alias V2;
extern alias V3;
using Agno.Storage.Schema;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Agno.Storage.Sqlite.Tests.Evolution;

/// <summary>What an upgrade runs, what it makes of tables that nobody recorded a version of, and what it leaves where it fails.</summary>
public sealed class UpgradeTests
{
    [Fact]
    public void TheSqlOfAnUpgradeCanBeRead()
    {
        using TicketFile file = TicketFile.OfVersion1();
        using SqliteStorage storage = file.Open();

        SchemaUpgrade upgrade = storage.Sessions<V3::Tickets.Ticket>().PlanUpgrade();

        Assert.Equal(("tickets", 1, 3, false), (upgrade.Table, upgrade.FromVersion, upgrade.ToVersion, upgrade.IsEmpty));
        Assert.Equal(
            """
            -- tickets: version 1 to version 3
            BEGIN IMMEDIATE;
            ALTER TABLE "tickets" ADD COLUMN "priority" INTEGER NOT NULL DEFAULT 1;
            ALTER TABLE "tickets" ADD COLUMN "note" TEXT;
            CREATE INDEX IF NOT EXISTS "idx_tickets_priority" ON "tickets" ("priority");
            ALTER TABLE "tickets" RENAME COLUMN "title" TO "subject";
            ALTER TABLE "tickets" DROP COLUMN "legacy";
            CREATE TABLE "agno_rebuild_tickets" (
                "session_id" TEXT NOT NULL PRIMARY KEY,
                "user_id" TEXT,
                "workflow_id" TEXT,
                "created_at" INTEGER DEFAULT (strftime('%s', 'now')),
                "updated_at" INTEGER DEFAULT (strftime('%s', 'now')),
                "subject" TEXT,
                "price" TEXT NOT NULL DEFAULT ('0'),
                "memory" TEXT,
                "session_data" TEXT,
                "extra_data" TEXT,
                "workflow_data" TEXT,
                "priority" INTEGER NOT NULL DEFAULT (1),
                "note" TEXT
            );
            INSERT INTO "agno_rebuild_tickets" ("session_id", "user_id", "workflow_id", "created_at", "updated_at", "subject", "price", "memory", "session_data", "extra_data", "workflow_data", "priority", "note")
            SELECT "session_id", "user_id", "workflow_id", "created_at", "updated_at", "subject", coalesce("price", '0'), "memory", "session_data", "extra_data", "workflow_data", "priority", "note"
            FROM "tickets";
            DROP TABLE "tickets";
            ALTER TABLE "agno_rebuild_tickets" RENAME TO "tickets";
            CREATE INDEX "idx_tickets_workflow_id" ON "tickets" ("workflow_id", "created_at" DESC, "session_id");
            CREATE INDEX "idx_tickets_created_at" ON "tickets" ("created_at" DESC, "session_id");
            CREATE INDEX "idx_tickets_user_id" ON "tickets" ("user_id", "created_at" DESC, "session_id");
            CREATE INDEX IF NOT EXISTS "idx_tickets_priority" ON "tickets" ("priority");
            -- For each session, the program calls the record's backfill of version 2 and stores the columns that it changed.
            -- For each session, the program calls the record's backfill of version 3 and stores the columns that it changed.
            INSERT INTO "agno_storage_versions" ("table_name", "version", "compatible_from") VALUES ('tickets', 3, NULL) ON CONFLICT ("table_name") DO UPDATE SET "version" = excluded."version", "compatible_from" = excluded."compatible_from";
            COMMIT;

            """.ReplaceLineEndings("\n"),
            upgrade.ToSql());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task ThePlannedSqlIsWhatRuns(bool isUnversioned, bool toSecond)
    {
        using TicketFile file = TicketFile.OfVersion1();
        if (isUnversioned)
            file.Execute("DROP TABLE agno_storage_versions");
        (string Table, string Content) before = (file.Table(), file.Content());
        var ran = new List<string>();
        string planned;
        using (SqliteConnection connection = file.Connect())
        {
            using SqliteStorage storage = SqliteStorage.OpenConnection(connection);
            ISessionStore<V2::Tickets.Ticket> second = storage.Sessions<V2::Tickets.Ticket>();
            ISessionStore<V3::Tickets.Ticket> third = storage.Sessions<V3::Tickets.Ticket>();
            planned = (toSecond ? await second.PlanUpgradeAsync(TestContext.Current.CancellationToken) : await third.PlanUpgradeAsync(TestContext.Current.CancellationToken)).ToSql();
            Assert.Equal(before, (file.Table(), file.Content()));

            raw.sqlite3_trace(connection.Handle, (strdelegate_trace)((_, sql) => ran.Add(sql)), null);
            if (toSecond)
                await second.UpgradeSchemaAsync(TestContext.Current.CancellationToken);
            else
                await third.UpgradeSchemaAsync(TestContext.Current.CancellationToken);
            raw.sqlite3_trace(connection.Handle, (strdelegate_trace?)null, null);
            Assert.True((toSecond ? await second.PlanUpgradeAsync(TestContext.Current.CancellationToken) : await third.PlanUpgradeAsync(TestContext.Current.CancellationToken)).IsEmpty);
        }

        // Looking changes nothing, a comment is SQLite's own, and the backfills' updates are the program's.
        string[] statements = [.. ran.Where(sql => !sql.StartsWith("SELECT", StringComparison.Ordinal) && !sql.StartsWith("--", StringComparison.Ordinal) && !sql.StartsWith("UPDATE", StringComparison.Ordinal))];
        string uncommented = string.Concat(planned.Split('\n').Where(line => line.Length > 0 && !line.StartsWith("--", StringComparison.Ordinal)).Select(line => line + "\n"));
        Assert.Equal(uncommented, string.Concat(statements.Select(sql => sql + ";\n")));

        // And what is printed is a script: whoever runs it gets the same schema.
        using TicketFile other = TicketFile.OfVersion1();
        if (isUnversioned)
            other.Execute("DROP TABLE agno_storage_versions");
        other.Execute(planned);
        Assert.Equal(file.Schema(), other.Schema());
    }

    [Fact]
    public void ATableOfUnknownOriginIsBroughtInByItsColumns()
    {
        (string Schema, string Content) wanted = TicketFile.Upgraded();
        TicketFile halfway = TicketFile.OfVersion1();
        foreach (TicketFile file in (TicketFile[])[TicketFile.OfVersion1(), TicketFile.OfVersion2(), halfway])
        {
            using (file)
            {
                file.Execute("DROP TABLE agno_storage_versions");
                if (file == halfway)
                    file.Execute("ALTER TABLE tickets ADD COLUMN priority INTEGER NOT NULL DEFAULT 1");
                using SqliteStorage storage = file.Open();
                SqliteSessionStore<V3::Tickets.Ticket> tickets = storage.Sessions<V3::Tickets.Ticket>();
                Assert.Null(tickets.PlanUpgrade().FromVersion);
                Assert.Null(tickets.GetSchemaVersion());

                tickets.UpgradeSchema();

                Assert.Equal(3, tickets.GetSchemaVersion());
                Assert.Equal(wanted, (file.Schema(), file.Content()));
            }
        }
    }

    [Fact]
    public void WhatTheRecordDoesNotKnowIsKeptThroughARebuild()
    {
        using TicketFile file = TicketFile.OfVersion1();
        file.Execute("ALTER TABLE tickets ADD COLUMN \"theirs, too\" REAL DEFAULT 2.5; CREATE UNIQUE INDEX theirs ON tickets (\"theirs, too\", session_id) WHERE user_id IS NOT NULL");
        file.Execute("UPDATE tickets SET \"theirs, too\" = 7 WHERE session_id = 't2'");
        string index = file.Query("SELECT sql FROM sqlite_master WHERE name = 'theirs'");

        using (SqliteStorage storage = file.Open())
            storage.Sessions<V3::Tickets.Ticket>().UpgradeSchema();

        Assert.Equal("t1|2.5\nt2|7\nt3|2.5\n", file.Query("SELECT session_id, \"theirs, too\" FROM tickets ORDER BY 1"));
        Assert.Equal(index, file.Query("SELECT sql FROM sqlite_master WHERE name = 'theirs'"));
        file.Execute("INSERT INTO tickets (session_id) VALUES ('n')");
        Assert.Equal("2.5\n", file.Query("SELECT \"theirs, too\" FROM tickets WHERE session_id = 'n'"));
    }

    [Theory]
    [InlineData("CREATE TRIGGER theirs AFTER INSERT ON tickets BEGIN SELECT 1; END", "the trigger 'theirs' depends on it")]
    [InlineData("CREATE TABLE log (id); CREATE TRIGGER theirs AFTER INSERT ON log BEGIN DELETE FROM tickets WHERE session_id = new.id; END", "the trigger 'theirs' depends on it")]
    [InlineData("CREATE VIEW theirs AS SELECT session_id FROM Tickets", "the view 'theirs' depends on it")]
    [InlineData("CREATE VIEW theirs AS SELECT a.session_id FROM main.tickets a", "the view 'theirs' depends on it")]
    [InlineData("CREATE VIEW theirs AS SELECT 1 FROM (SELECT 2), [TICKETS]", "the view 'theirs' depends on it")]
    [InlineData("CREATE VIEW theirs AS SELECT 1 FROM 'tickets'", "the view 'theirs' depends on it")]
    [InlineData("CREATE TABLE log (id); CREATE TRIGGER theirs AFTER INSERT ON log BEGIN UPDATE OR IGNORE tickets SET title = new.id; END", "the trigger 'theirs' depends on it")]
    [InlineData("CREATE TABLE theirs (id TEXT REFERENCES tickets (session_id))", "the table 'theirs' depends on it")]
    [InlineData("ALTER TABLE tickets ADD COLUMN theirs TEXT CHECK (theirs <> '')", "it was created with CHECK")]
    [InlineData("ALTER TABLE tickets ADD COLUMN theirs TEXT COLLATE NOCASE", "it was created with COLLATE")]
    public void ARebuildThatWouldLoseSomethingIsRefused(string sql, string reason)
    {
        using TicketFile file = TicketFile.OfVersion1();
        file.Execute(sql);
        (string Schema, string Content) before = (file.Schema(), file.Content());
        using SqliteStorage storage = file.Open();
        SqliteSessionStore<V3::Tickets.Ticket> tickets = storage.Sessions<V3::Tickets.Ticket>();

        foreach (Action refused in (Action[])[() => tickets.PlanUpgrade(), tickets.UpgradeSchema, tickets.Create, () => tickets.Upsert(new() { SessionId = "n" })])
            Assert.Contains(reason, Assert.Throws<SchemaException>(refused).Message);

        Assert.Equal(before, (file.Schema(), file.Content()));
        // What needs no rebuild is not kept from it.
        storage.Sessions<V2::Tickets.Ticket>().UpgradeSchema();
    }

    [Theory]
    [InlineData("CREATE VIEW theirs AS SELECT 'tickets' AS \"what is sold\" WHERE 'all ''tickets''' <> '' -- tickets")]
    [InlineData("CREATE TABLE tickets_log (tickets_id, tickets); CREATE VIEW theirs AS SELECT l.tickets, count(*) AS tickets /* tickets */ FROM tickets_log l GROUP BY l.tickets")]
    [InlineData("CREATE TABLE log (\"tickets\"); CREATE TRIGGER theirs AFTER UPDATE OF tickets ON log BEGIN INSERT INTO log SELECT 'tickets' WHERE new.tickets = 'tickets'; END")]
    [InlineData("CREATE TABLE \"old-tickets\" (id); CREATE VIEW theirs AS SELECT a.id FROM \"old-tickets\" a, [old-tickets] o")]
    public void WhatMerelyHoldsTheNameIsNoObstacle(string sql)
    {
        const string Theirs = "SELECT sql FROM sqlite_master WHERE name IN ('theirs', 'log', 'old-tickets', 'tickets_log')";
        using TicketFile file = TicketFile.OfVersion1();
        file.Execute(sql);
        string before = file.Query(Theirs);
        using SqliteStorage storage = file.Open();

        storage.Sessions<V3::Tickets.Ticket>().UpgradeSchema();

        Assert.Equal(before, file.Query(Theirs));
    }

    [Theory]
    [InlineData("CREATE VIEW theirs AS SELECT * FROM nowhere")]
    [InlineData("CREATE TABLE log (id); CREATE VIEW theirs AS SELECT gone FROM log; CREATE VIEW \"their \"\"second\" AS SELECT * FROM theirs")]
    [InlineData("CREATE TABLE log (id); CREATE VIEW theirs AS SELECT id FROM log; CREATE TRIGGER \"on theirs\" INSTEAD OF UPDATE OF id ON theirs BEGIN DELETE FROM nowhere; END; DROP TABLE log")]
    [InlineData("CREATE TABLE log (id, n AS (id)); CREATE VIEW theirs AS SELECT id FROM log; CREATE TRIGGER \"on theirs\" INSTEAD OF DELETE ON theirs BEGIN DELETE FROM nowhere; END")]
    [InlineData("CREATE TABLE log (id, n AS (id)); CREATE TRIGGER theirs AFTER UPDATE OF id ON log BEGIN INSERT INTO nowhere VALUES (new.id); END")]
    [InlineData("CREATE TABLE log (id NOT NULL); CREATE TRIGGER theirs BEFORE INSERT ON log BEGIN SELECT new.id FROM nowhere; END; CREATE TRIGGER \"a delete\" AFTER DELETE ON log BEGIN SELECT gone(1, 2) FROM nowhere; END")]
    public void WhatWasBrokenBeforeIsNoObstacleAndStaysAsItIs(string sql)
    {
        const string Theirs = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type IN ('view', 'trigger') ORDER BY name";
        using TicketFile file = TicketFile.OfVersion1();
        file.Execute(sql);
        string before = file.Query(Theirs);
        using SqliteStorage storage = file.Open();
        SqliteSessionStore<V3::Tickets.Ticket> tickets = storage.Sessions<V3::Tickets.Ticket>();

        tickets.UpgradeSchema();

        Assert.Equal(before, file.Query(Theirs));
        Assert.Equal(3, tickets.GetSchemaVersion());
        Assert.Equal("it's 1", tickets.Read("t1")!.Subject);
    }

    [Theory]
    [InlineData("CREATE INDEX theirs ON tickets (lower(title), price) WHERE price > 1", "'theirs' covers a renamed column")]
    [InlineData("CREATE INDEX theirs ON tickets (price) WHERE \"TITLE\" IS NOT NULL", "'theirs' covers a renamed column")]
    [InlineData("CREATE VIEW theirs AS SELECT session_id FROM v; CREATE VIEW v AS SELECT gone FROM tickets", "'v'")]
    public void WhatCannotLiveWithARebuildIsRefusedByName(string sql, string reason)
    {
        using TicketFile file = TicketFile.OfVersion1();
        file.Execute(sql);
        (string Schema, string Content) before = (file.Schema(), file.Content());
        using SqliteStorage storage = file.Open();
        SqliteSessionStore<V3::Tickets.Ticket> tickets = storage.Sessions<V3::Tickets.Ticket>();

        Assert.Contains(reason, Assert.Throws<SchemaException>(tickets.UpgradeSchema).Message);

        Assert.Equal(before, (file.Schema(), file.Content()));
    }

    [Theory]
    [InlineData("CREATE INDEX title ON tickets (price) WHERE price > 1")]
    [InlineData("CREATE INDEX theirs ON tickets (lower(session_id), price, coalesce(user_id, 'title'))")]
    public void AnIndexThatMerelyHoldsTheNameOfARenamedColumnIsKept(string sql)
    {
        using TicketFile file = TicketFile.OfVersion1();
        file.Execute(sql);
        string index = file.Query("SELECT sql FROM sqlite_master WHERE name IN ('title', 'theirs')");
        using SqliteStorage storage = file.Open();

        storage.Sessions<V3::Tickets.Ticket>().UpgradeSchema();

        Assert.Equal(index, file.Query("SELECT sql FROM sqlite_master WHERE name IN ('title', 'theirs')"));
    }

    [Fact]
    public void AStepThatFailsUndoesThoseBeforeIt()
    {
        using TicketFile file = TicketFile.OfVersion1();
        // SQLite itself refuses to drop the column, when the columns before are added and renamed already.
        file.Execute("CREATE INDEX theirs ON tickets (abs(legacy))");
        (string Schema, string Content) before = (file.Schema(), file.Content());
        using SqliteStorage storage = file.Open();
        SqliteSessionStore<V3::Tickets.Ticket> tickets = storage.Sessions<V3::Tickets.Ticket>();

        StorageException exception = Assert.ThrowsAny<StorageException>(tickets.UpgradeSchema);

        Assert.Contains("'tickets'", exception.Message);
        Assert.Contains("legacy", exception.Message);
        Assert.Equal(before, (file.Schema(), file.Content()));
        // The program before is not disturbed.
        Assert.Equal("it's 1", storage.Sessions<V1::Tickets.Ticket>().Read("t1")!.Title);
        file.Execute("DROP INDEX theirs");
        tickets.UpgradeSchema();
    }

    [Fact]
    public void ABackfillThatFailsUndoesTheUpgradeAndNamesTheSession()
    {
        using TicketFile file = TicketFile.OfVersion1();
        using SqliteStorage storage = file.Open();
        storage.Sessions<V1::Tickets.Ticket>().Upsert(new() { SessionId = "t9", Title = "poison" });
        (string Schema, string Content) before = (file.Schema(), file.Content());

        StorageException exception = Assert.ThrowsAny<StorageException>(storage.Sessions<V3::Tickets.Ticket>().UpgradeSchema);

        Assert.Equal("The backfill of version 3 failed for session 't9' in table 'tickets', and the upgrade was undone: This ticket can't be marked.", exception.Message);
        Assert.Equal(("tickets", "t9"), (exception.Table, exception.SessionId));
        Assert.Equal(before, (file.Schema(), file.Content()));
    }

    [Fact]
    public void ATableOfAnOlderVersionIsReadAsTheRecordAndNotTouched()
    {
        using TicketFile file = TicketFile.OfVersion1();
        (string Schema, string Content) before = (file.Schema(), file.Content());

        // Renamed, with a default for what is missing and for what may be NULL no more.
        Assert.Equal(
            ["t1 subject=it's 1 price=10 priority=Normal note=", "t2 subject=it's 2 price=20 priority=Normal note=", "t3 subject=it's 3 price=0 priority=Normal note="],
            file.Read<V3::Tickets.Ticket>(readOnly: true));
        Assert.Equal(before, (file.Schema(), file.Content()));
    }

    [Fact]
    public void AReaderThatWasThereBeforeAnUpgradeSeesWhatItBrought()
    {
        using TicketFile file = TicketFile.OfVersion1();
        using SqliteStorage reader = file.Open(readOnly: true);
        SqliteSessionStore<V2::Tickets.Ticket> second = reader.Sessions<V2::Tickets.Ticket>();
        SqliteSessionStore<V3::Tickets.Ticket> third = reader.Sessions<V3::Tickets.Ticket>();
        Assert.Equal((null, null), (second.Read("t1")!.Note, third.Read("t1")!.Note));

        using SqliteStorage writer = file.Open();
        writer.Sessions<V2::Tickets.Ticket>().Upsert(new() { SessionId = "t1", Title = "new", Priority = V2::Tickets.Priority.Urgent, Note = "kept" });
        Assert.Equal("t1 title=new price= priority=Urgent note=kept", second.Read("t1")!.ToString());
        Assert.Equal("t1 subject=new price=0 priority=Urgent note=kept", third.Read("t1")!.ToString());

        writer.Sessions<V3::Tickets.Ticket>().Upsert(new() { SessionId = "t1", Subject = "third", Price = 9.99m });
        Assert.Equal("t1 subject=third price=9.99 priority=Normal note=", third.Read("t1")!.ToString());
    }

    [Fact]
    public void WithoutAutomaticUpgradeAWriteSaysWhichVersionsMeet()
    {
        using TicketFile file = TicketFile.OfVersion1();
        using SqliteStorage storage = file.Open(autoUpgrade: false);
        SqliteSessionStore<V3::Tickets.Ticket> tickets = storage.Sessions<V3::Tickets.Ticket>();

        string message = Assert.Throws<SchemaException>(() => tickets.Upsert(new() { SessionId = "n" })).Message;

        Assert.Contains("'tickets' has version 1, and this program needs version 3", message);
        Assert.Contains("UpgradeSchemaAsync", message);
        tickets.UpgradeSchema();
        tickets.Upsert(new() { SessionId = "n" });
    }
}
