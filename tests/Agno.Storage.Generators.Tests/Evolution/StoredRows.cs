using System.Text;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Generators.Tests.Evolution;

/// <summary>A table as SQLite itself shows it: what two tables must have in common to be the same.</summary>
internal static class StoredRows
{
    public static void Insert(string path, string table, IEnumerable<(string Id, Dictionary<string, object?> Row)> rows)
    {
        using SqliteConnection connection = Open(path);
        using SqliteTransaction transaction = connection.BeginTransaction();
        foreach ((string id, Dictionary<string, object?> row) in rows)
        {
            using SqliteCommand command = connection.CreateCommand();
            string[] columns = ["session_id", "user_id", "created_at", "updated_at", "memory", .. row.Keys];
            object?[] values = [id, "u", 5L, 6L, "{\"kept\": [1]}", .. row.Values];
            command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";
            for (int i = 0; i < values.Length; i++)
                command.Parameters.AddWithValue($"@p{i}", values[i] ?? DBNull.Value);
            command.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    /// <summary>Columns and indexes. The order of columns depends on when they came, and nothing depends on it.</summary>
    public static string Schema(string path, string table) =>
        Query(path, $"SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('{table}') ORDER BY name")
        + Query(path, $"SELECT l.name, l.\"unique\", l.origin, l.partial, i.seqno, i.name, i.\"desc\", i.coll FROM pragma_index_list('{table}') l, pragma_index_xinfo(l.name) i WHERE i.key ORDER BY l.name, i.seqno")
        + Query(path, "SELECT * FROM agno_storage_versions");

    /// <summary>Every value of every row, with its storage class.</summary>
    public static string Content(string path, string table)
    {
        string[] columns = Query(path, $"SELECT name FROM pragma_table_info('{table}') ORDER BY name").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return Query(path, $"SELECT {string.Join(", ", columns.Select(column => $"'{column}', typeof({column}), {column}"))} FROM {table} ORDER BY session_id");
    }

    public static string Query(string path, string sql)
    {
        using SqliteConnection connection = Open(path);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        var text = new StringBuilder();
        while (reader.Read())
            text.AppendJoin(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "NULL" : reader.GetValue(i).ToString())).Append('\n');
        return text.ToString();
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }
}
