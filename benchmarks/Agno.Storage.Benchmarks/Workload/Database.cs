using Microsoft.Data.Sqlite;

namespace Agno.Storage.Benchmarks.Workload;

/// <summary>The table, the statements and the settings that contestants share, and files filled with sessions.</summary>
public static class Database
{
    /// <summary>Whether everybody maps the file into memory, as Agno.Storage's readers do by default. Set before anybody opens a file.</summary>
    public static bool MapsFile { get; set; }

    /// <summary>One version of the settings for all: a write-ahead log, no fsync for each commit.</summary>
    public static string Pragmas => $"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size={(MapsFile ? 256 << 20 : 0)};";

    public const string Read = """
        SELECT "session_id", "user_id", "workflow_id", "created_at", "updated_at", "memory" FROM "bench_sessions" WHERE "session_id" = @sessionId
        """;

    public const string List = """
        SELECT "session_id", "user_id", "workflow_id", "created_at", "updated_at", "memory" FROM "bench_sessions"
        WHERE "user_id" = @userId ORDER BY "created_at" DESC, "session_id" LIMIT 100
        """;

    public const string ListMeta = """
        SELECT "session_id", "user_id", "workflow_id", "created_at", "updated_at" FROM "bench_sessions"
        WHERE "user_id" = @userId ORDER BY "created_at" DESC, "session_id" LIMIT 100
        """;

    public const string Delete = """
        DELETE FROM "bench_sessions" WHERE "session_id" = @sessionId
        """;

    public const string Upsert = """
        INSERT INTO "bench_sessions" ("session_id", "user_id", "workflow_id", "created_at", "updated_at", "memory") VALUES (@sessionId, @userId, @workflowId, @createdAt, @updatedAt, @memory)
        ON CONFLICT ("session_id") DO UPDATE SET "user_id" = excluded."user_id", "workflow_id" = excluded."workflow_id", "updated_at" = excluded."updated_at", "memory" = excluded."memory"
        RETURNING "created_at"
        """;

    private const string Create = """
        CREATE TABLE bench_sessions (
            session_id VARCHAR NOT NULL,
            user_id VARCHAR,
            memory JSON,
            session_data JSON,
            extra_data JSON,
            created_at INTEGER,
            updated_at INTEGER,
            workflow_id VARCHAR,
            workflow_data JSON,
            PRIMARY KEY (session_id)
        );
        CREATE INDEX ix_bench_sessions_user_id ON bench_sessions (user_id);
        CREATE INDEX ix_bench_sessions_workflow_id ON bench_sessions (workflow_id);
        """;

    /// <summary>Creates the table as Python Agno 1.x does: the one shape that every contestant meets in the wild.</summary>
    public static void CreatePythonTable(string path)
    {
        using SqliteConnection connection = Connect(path);
        Execute(connection, Create);
    }

    /// <summary>Stores <see cref="PayloadSize.Rows"/> sessions in a table that is there.</summary>
    public static void Fill(string path, PayloadSize size)
    {
        using SqliteConnection connection = Connect(path);
        using SqliteTransaction transaction = connection.BeginTransaction();
        using SqliteCommand insert = connection.CreateCommand();
        insert.CommandText = Upsert;
        foreach (string parameter in new[] { "@sessionId", "@userId", "@workflowId", "@createdAt", "@updatedAt", "@memory" })
            insert.Parameters.Add(new SqliteParameter(parameter, null));
        for (int row = 0; row < size.Rows; row++)
        {
            var encoded = new BenchRow(Payloads.Session(size, row, version: 0));
            BenchSession session = encoded.Session;
            object?[] values = [session.SessionId, session.UserId, session.WorkflowId, session.CreatedAt, session.UpdatedAt, System.Text.Encoding.UTF8.GetString(encoded.Memory)];
            for (int i = 0; i < values.Length; i++)
                insert.Parameters[i].Value = values[i];
            insert.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    /// <summary>Opens a file with Microsoft.Data.Sqlite, outside its pool, with <see cref="Pragmas"/>.</summary>
    public static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Execute(connection, Pragmas);
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
