using System.Globalization;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>The schema versions of the tables that were created or upgraded here.</summary>
internal static class VersionTable
{
    private const string Name = "agno_storage_versions";
    private const string CreateSql = $"CREATE TABLE IF NOT EXISTS \"{Name}\" (\"table_name\" TEXT NOT NULL PRIMARY KEY, \"version\" INTEGER NOT NULL, \"compatible_from\" INTEGER)";
    private const string ExistsSql = $"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '{Name}'";

    // The column came later than the table.
    private const string HasCompatibleFromSql = $"SELECT 1 FROM pragma_table_info('{Name}') WHERE name = 'compatible_from'";
    private const string AddCompatibleFromSql = $"ALTER TABLE \"{Name}\" ADD COLUMN \"compatible_from\" INTEGER";
    private const string ReadCompatibleFromSql = $"SELECT \"compatible_from\" FROM \"{Name}\" WHERE \"table_name\" = ?1 AND \"compatible_from\" IS NOT NULL";
    private const string ReadSql = $"SELECT \"version\" FROM \"{Name}\" WHERE \"table_name\" = ?1";
    private const string DeleteSql = $"DELETE FROM \"{Name}\" WHERE \"table_name\" = ?1";

    /// <summary>The recorded version of a table, or null where none is.</summary>
    public static int? Read(Connection connection, string table)
    {
        string action = $"Reading the schema version of table '{table}'";
        return Finds(connection, ExistsSql, action) ? ReadNumber(connection, ReadSql, table, action) : null;
    }

    /// <summary>The oldest version of the record that may still read and write the table, or null where that was not recorded: then its version alone.</summary>
    public static int? ReadCompatibleFrom(Connection connection, string table)
    {
        string action = $"Reading the schema version of table '{table}'";
        return Finds(connection, HasCompatibleFromSql, action) ? ReadNumber(connection, ReadCompatibleFromSql, table, action) : null;
    }

    /// <summary>The SQL that records the version of a table.</summary>
    /// <param name="connection">Tells whether the table of versions has all its columns.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="version">Its version.</param>
    /// <param name="compatibleFrom">The oldest version of the record that may still read and write the table.</param>
    public static IReadOnlyList<string> Record(Connection connection, string table, int version, int compatibleFrom)
    {
        string action = $"Recording the schema version of table '{table}'";
        string[] prepare = !Finds(connection, ExistsSql, action) ? [CreateSql] : !Finds(connection, HasCompatibleFromSql, action) ? [AddCompatibleFromSql] : [];
        string oldest = compatibleFrom < version ? compatibleFrom.ToString(CultureInfo.InvariantCulture) : "NULL";
        return
        [
            .. prepare,
            $"INSERT INTO \"{Name}\" (\"table_name\", \"version\", \"compatible_from\") VALUES ({ColumnSql.Literal(table)}, {version}, {oldest}) ON CONFLICT (\"table_name\") DO UPDATE SET \"version\" = excluded.\"version\", \"compatible_from\" = excluded.\"compatible_from\"",
        ];
    }

    public static void Delete(Connection connection, string table)
    {
        string action = $"Forgetting the schema version of table '{table}'";
        if (!Finds(connection, ExistsSql, action))
            return;
        using Statement statement = connection.Rent(DeleteSql, action);
        statement.Bind(1, table);
        statement.Step();
    }

    private static bool Finds(Connection connection, string sql, string action)
    {
        using Statement statement = connection.Rent(sql, action);
        return statement.Step();
    }

    private static int? ReadNumber(Connection connection, string sql, string table, string action)
    {
        using Statement statement = connection.Rent(sql, action);
        statement.Bind(1, table);
        return statement.Step() ? checked((int)statement.GetInt64(0)) : null;
    }
}
