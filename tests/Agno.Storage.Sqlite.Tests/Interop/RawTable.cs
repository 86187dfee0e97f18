using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>A table as plain SQLite sees it, without this library.</summary>
internal static class RawTable
{
    /// <summary>Type and exact bytes of every value: by session id, or another key, by column.</summary>
    public static Dictionary<string, Dictionary<string, string>> Read(string file, string table, string key = "session_id")
    {
        using SqliteConnection connection = Open(file);
        List<string> columns = Columns(connection, table);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT \"{key}\", {string.Join(", ", columns.Select(Exact))} FROM \"{table}\"";
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new Dictionary<string, Dictionary<string, string>>();
        while (reader.Read())
            rows.Add(reader.GetString(0), columns.Select((name, i) => (name, Value: reader.GetString(i + 1))).ToDictionary(c => c.name, c => c.Value));
        return rows;
    }

    public static List<string> Columns(string file, string table)
    {
        using SqliteConnection connection = Open(file);
        return Columns(connection, table);
    }

    public static void Execute(string file, string sql, params (string Name, object Value)[] parameters)
    {
        using SqliteConnection connection = Open(file);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in parameters)
            command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }

    public static string Scalar(string file, string sql)
    {
        using SqliteConnection connection = Open(file);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture)!;
    }

    private static string Exact(string column)
    {
        string name = $"\"{column.Replace("\"", "\"\"")}\"";
        return $"typeof({name}) || ' ' || CASE typeof({name}) WHEN 'real' THEN printf('%!.17g', {name}) ELSE hex({name}) END";
    }

    private static List<string> Columns(SqliteConnection connection, string table)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info($table) ORDER BY cid";
        command.Parameters.AddWithValue("$table", table);
        using SqliteDataReader reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
            names.Add(reader.GetString(0));
        return names;
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
