using Agno.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Aot.Tests.Cases;

internal static class SchemaCases
{
    public static async Task A_table_of_the_first_version_is_upgraded_to_the_third()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using (SqliteCommand command = connection.CreateCommand())
        {
            command.CommandText = """
                CREATE TABLE evolved (session_id TEXT NOT NULL PRIMARY KEY, user_id TEXT, workflow_id TEXT, created_at INTEGER, updated_at INTEGER,
                    title TEXT, price INTEGER, memory TEXT, session_data TEXT, extra_data TEXT, workflow_data TEXT);
                INSERT INTO evolved (session_id, title, price) VALUES ('a', 'first', 10), ('b', NULL, NULL);
                """;
            command.ExecuteNonQuery();
        }
        await using var storage = SqliteStorage.OpenConnection(connection);
        ISessionStore<EvolvedSession> sessions = storage.Sessions<EvolvedSession>();
        Expect.Equal(null, (await sessions.PlanUpgradeAsync()).FromVersion);
        Expect.Equal("first", (await sessions.ReadAsync("a"))!.Subject);

        await sessions.UpgradeSchemaAsync();

        Expect.Equal(true, (await sessions.PlanUpgradeAsync()).IsEmpty);
        Expect.Equal(3, await sessions.GetSchemaVersionAsync());
        EvolvedSession first = (await sessions.ReadAsync("a"))!;
        Expect.Equal(("first", 10m, Level.High, "was first"), (first.Subject, first.Price, first.Level, first.Note));
        EvolvedSession second = (await sessions.ReadAsync("b"))!;
        Expect.Equal((null, 0m, Level.High, "was "), (second.Subject, second.Price, second.Level, second.Note));
    }
}
