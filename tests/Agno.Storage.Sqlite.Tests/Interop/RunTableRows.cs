using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>The runs' table of Agno 3 as plain SQLite sees it.</summary>
internal static class RunTableRows
{
    /// <summary>Each row's columns as canonical text, its JSON as a value, in Agno's order: by session id.</summary>
    public static Dictionary<string, List<string>> Read(string file, params string[] without)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM agno_runs ORDER BY run_index, created_at, run_id";
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new Dictionary<string, List<string>>();
        while (reader.Read())
        {
            string session = reader.GetString(reader.GetOrdinal("session_id"));
            if (!rows.TryGetValue(session, out List<string>? runs))
                rows.Add(session, runs = []);
            runs.Add(string.Join('\n', Enumerable.Range(0, reader.FieldCount).Where(i => !without.Contains(reader.GetName(i))).Select(i => $"{reader.GetName(i)}: {Text(reader, i)}").Order()));
        }
        return rows;
    }

    /// <summary>The same of an expected file's run.</summary>
    public static string Of(JsonElement run, params string[] without) =>
        string.Join('\n', run.EnumerateObject().Where(column => !without.Contains(column.Name)).Select(column => $"{column.Name}: {PythonValue.Of(column.Value)}").Order());

    private static string Text(SqliteDataReader reader, int ordinal) => reader.GetName(ordinal) == "run_data"
        ? PythonValue.Of(RawColumn.Parse(reader.GetString(ordinal)))
        : reader.IsDBNull(ordinal) ? PythonValue.Of(null) : reader.GetFieldType(ordinal) == typeof(string) ? PythonValue.Of(System.Text.Json.Nodes.JsonValue.Create(reader.GetString(ordinal)))
        : PythonValue.Of(System.Text.Json.Nodes.JsonValue.Create(reader.GetInt64(ordinal)));
}
