using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>The schema versions of the tables that were created or upgraded here.</summary>
internal static class VersionTable
{
    private const string Name = "agno_storage_versions";
    private const string CreateSql = $"CREATE TABLE IF NOT EXISTS \"{Name}\" (\"table_name\" TEXT NOT NULL PRIMARY KEY, \"version\" INTEGER NOT NULL)";
    private const string ExistsSql = $"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '{Name}'";
    private const string ReadSql = $"SELECT \"version\" FROM \"{Name}\" WHERE \"table_name\" = ?1";
    private const string WriteSql = $"INSERT INTO \"{Name}\" (\"table_name\", \"version\") VALUES (?1, ?2) ON CONFLICT (\"table_name\") DO UPDATE SET \"version\" = excluded.\"version\"";
    private const string DeleteSql = $"DELETE FROM \"{Name}\" WHERE \"table_name\" = ?1";

    /// <summary>The recorded version of a table, or null where none is.</summary>
    public static int? Read(Connection connection, string table)
    {
        string action = $"Reading the schema version of table '{table}'";
        if (!Exists(connection, action))
            return null;
        Statement statement = connection.Rent(ReadSql, action);
        try
        {
            statement.Bind(1, table);
            return statement.Step() ? checked((int)statement.GetInt64(0)) : null;
        }
        finally
        {
            connection.Return(statement);
        }
    }

    public static void Write(Connection connection, string table, int version)
    {
        string action = $"Recording the schema version of table '{table}'";
        connection.Execute(CreateSql, action);
        Run(connection, WriteSql, action, table, version);
    }

    public static void Delete(Connection connection, string table)
    {
        string action = $"Forgetting the schema version of table '{table}'";
        if (Exists(connection, action))
            Run(connection, DeleteSql, action, table, version: null);
    }

    private static bool Exists(Connection connection, string action)
    {
        Statement statement = connection.Rent(ExistsSql, action);
        try
        {
            return statement.Step();
        }
        finally
        {
            connection.Return(statement);
        }
    }

    private static void Run(Connection connection, string sql, string action, string table, int? version)
    {
        Statement statement = connection.Rent(sql, action);
        try
        {
            statement.Bind(1, table);
            if (version is { } number)
                statement.Bind(2, number);
            statement.Step();
        }
        finally
        {
            connection.Return(statement);
        }
    }
}
