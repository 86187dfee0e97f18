using System.Globalization;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>The versions that Agno records for its tables, from layout 2 on, as it writes and reads them.</summary>
internal static class AgnoVersions
{
    private const string Name = "agno_schema_versions";
    private const string CreateSql =
        $"CREATE TABLE IF NOT EXISTS \"{Name}\" (\"table_name\" VARCHAR NOT NULL, \"version\" VARCHAR NOT NULL, \"created_at\" VARCHAR NOT NULL, \"updated_at\" VARCHAR, PRIMARY KEY (\"table_name\"))";
    private const string CreateIndexSql = $"CREATE INDEX IF NOT EXISTS \"idx_{Name}_created_at\" ON \"{Name}\" (\"created_at\")";
    private const string ExistsSql = $"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '{Name}'";
    private const string ReadSql = $"SELECT \"version\" FROM \"{Name}\" WHERE \"table_name\" = ?1";
    private const string DeleteSql = $"DELETE FROM \"{Name}\" WHERE \"table_name\" = ?1";

    // A table that nothing is recorded of is as the first Agno 2 made it.
    private const string Unrecorded = "2.0.0";

    /// <summary>Refuses a table whose recorded version is not of the layout's Agno.</summary>
    /// <exception cref="SchemaException">It is of another one.</exception>
    public static void Check(Connection connection, string table, SessionLayout layout)
    {
        string version = Read(connection, table) ?? Unrecorded;
        if (!IsOf(version, layout))
            throw new SchemaException($"Table '{table}' is of Agno's version {version}, and the record's layout {layout} is that of Agno {MajorOf(layout)}: convert the table, or declare the record with the layout of its version.");
    }

    /// <summary>Whether a table is of the layout's Agno.</summary>
    public static bool IsOf(Connection connection, string table, SessionLayout layout) => IsOf(Read(connection, table) ?? Unrecorded, layout);

    /// <summary>The SQL that records what a table is.</summary>
    public static IEnumerable<string> Record(Connection connection, string table, SessionLayout layout)
    {
        // Python writes the time without a zone.
        string now = connection.Options.TimeProvider.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        return
        [
            CreateSql,
            CreateIndexSql,
            $"INSERT INTO \"{Name}\" VALUES ({ColumnSql.Literal(table)}, '{VersionOf(layout)}', '{now}', '{now}') ON CONFLICT (\"table_name\") DO UPDATE SET \"version\" = excluded.\"version\", \"updated_at\" = excluded.\"updated_at\"",
        ];
    }

    /// <summary>Forgets a table.</summary>
    public static void Delete(Connection connection, string table)
    {
        string action = $"Forgetting Agno's version of table '{table}'";
        if (!Exists(connection, action))
            return;
        using Statement statement = connection.Rent(DeleteSql, action);
        statement.Bind(1, table);
        statement.Step();
    }

    private static string? Read(Connection connection, string table)
    {
        string action = $"Reading Agno's version of table '{table}'";
        if (!Exists(connection, action))
            return null;
        using Statement statement = connection.Rent(ReadSql, action);
        statement.Bind(1, table);
        return statement.Step() ? statement.GetString(0) : null;
    }

    // The last version that changed the sessions' table.
    private static string VersionOf(SessionLayout layout) => layout == SessionLayout.V2 ? "2.5.6" : "3.0.0";

    private static bool IsOf(string version, SessionLayout layout) =>
        int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major) && major == MajorOf(layout);

    private static int MajorOf(SessionLayout layout) => layout == SessionLayout.V2 ? 2 : 3;

    private static bool Exists(Connection connection, string action)
    {
        using Statement statement = connection.Rent(ExistsSql, action);
        return statement.Step();
    }
}
