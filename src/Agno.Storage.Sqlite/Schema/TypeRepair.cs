using System.Globalization;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>
/// The repair of a table of layout 2 or 3 that an earlier build of this library created: it declared TEXT and INTEGER where Agno declares VARCHAR, JSON and BIGINT, and Agno decodes a column by its
/// declared type. The types are changed in the schema's own text, because a new table in the place of the old one would take the runs that refer to it along. A table that is declared otherwise is left alone.
/// </summary>
internal sealed class TypeRepair
{
    private const string Text = "TEXT";
    private const string Json = "JSON";
    private const string Runs = "runs";

    // Agno's columns: how an earlier build declared each, and the type that Agno declares.
    private static readonly Dictionary<string, (string Before, string Type)> Agnos = new(StringComparer.Ordinal)
    {
        ["session_id"] = ("TEXT NOT NULL PRIMARY KEY", "VARCHAR"),
        ["session_type"] = ("TEXT NOT NULL", "VARCHAR"),
        ["user_id"] = (Text, "VARCHAR"),
        ["agent_id"] = (Text, "VARCHAR"),
        ["team_id"] = (Text, "VARCHAR"),
        ["workflow_id"] = (Text, "VARCHAR"),
        ["created_at"] = ("INTEGER NOT NULL", "BIGINT"),
        ["updated_at"] = ("INTEGER", "BIGINT"),
        ["session_data"] = (Text, Json),
        ["agent_data"] = (Text, Json),
        ["team_data"] = (Text, Json),
        ["workflow_data"] = (Text, Json),
        ["metadata"] = (Text, Json),
        ["summary"] = (Text, Json),
        [Runs] = (Text, Json),
    };

    private readonly string _before;
    private readonly string _after;
    private readonly HashSet<string> _columns;

    private TypeRepair(string before, string after, HashSet<string> columns) => (_before, _after, _columns) = (before, after, columns);

    /// <summary>The repair that a table needs; null where it is not one that an earlier build created.</summary>
    public static TypeRepair? Find(Connection connection, SessionTable record, string table)
    {
        if (record.SessionType is null)
            return null;
        using Statement statement = connection.Rent("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?1 COLLATE NOCASE", StoredTable.Reading(table));
        statement.Bind(1, table);
        return statement.Step() ? Of(statement.GetString(0), record) : null;
    }

    /// <summary>The statements of the repair. What runs them switches <c>writable_schema</c> off, whatever happens.</summary>
    public IReadOnlyList<string> Statements(Connection connection, string table)
    {
        string name = ColumnSql.Quote(table);
        string[] json = [.. _columns.Where(column => Agnos[column].Type == Json).Select(ColumnSql.Quote)];
        long version = connection.ReadSchemaVersion(StoredTable.Reading(table));
        return
        [
            // The type has NUMERIC affinity: what looks like a number would become one, and lose digits. Inside a string, as Agno writes it, it means the same and stays.
            $"UPDATE {name} SET\n    {string.Join(",\n    ", json.Select(column => $"{column} = CASE WHEN {IsNumeric(column)} THEN json_quote({column}) ELSE {column} END"))}\nWHERE {string.Join("\n    OR ", json.Select(IsNumeric))}",
            "PRAGMA writable_schema = ON",
            $"UPDATE sqlite_master SET sql = {ColumnSql.Literal(_after)}\nWHERE type = 'table' AND sql = {ColumnSql.Literal(_before)}",
            "PRAGMA writable_schema = RESET",
            // Other connections read the schema again.
            $"PRAGMA schema_version = {(version + 1).ToString(CultureInfo.InvariantCulture)}",
            // What an index holds may depend on how its columns compare.
            $"REINDEX {name}",
        ];
    }

    /// <summary>The table as it is after the repair.</summary>
    public StoredTable Apply(StoredTable stored) =>
        stored with { Columns = [.. stored.Columns.Select(column => _columns.Contains(column.Name) ? column with { DeclaredType = Agnos[column.Name].Type } : column)] };

    private static TypeRepair? Of(string sql, SessionTable record)
    {
        // STRICT and WITHOUT ROWID are not ours.
        if (SqlToken.Of(sql).Last().Quote != ')')
            return null;
        var columns = new HashSet<string>(StringComparer.Ordinal);
        string repaired = sql;
        // From the end, so that the places before stay the same.
        foreach (SqlToken[] definition in Definitions(sql).Reverse())
        {
            if (definition is not [{ Quote: '"' } name, ..] || !Agnos.TryGetValue(name.Text, out (string Before, string Type) agnos) || IsOwn(record, name.Text))
                continue;
            if (!IsDeclared(definition.AsSpan(1), agnos.Before))
                return null;
            SqlToken type = definition[1];
            repaired = $"{repaired[..type.Start]}{agnos.Type}{repaired[(type.Start + type.Text.Length)..]}";
            columns.Add(name.Text);
        }
        return Agnos.Keys.All(column => column == Runs || columns.Contains(column)) ? new(sql, repaired, columns) : null;
    }

    // In layout 3 the name is free for a member.
    private static bool IsOwn(SessionTable record, string column) => column == Runs && record.Layout == SessionLayout.V3 && record.Columns.Any(own => own.Name == Runs);

    // A default may follow.
    private static bool IsDeclared(ReadOnlySpan<SqlToken> definition, string before)
    {
        string[] words = before.Split(' ');
        if (definition.Length < words.Length)
            return false;
        for (int i = 0; i < words.Length; i++)
            if (!definition[i].IsWord || definition[i].Text != words[i])
                return false;
        return definition.Length == words.Length || definition[words.Length] is { IsWord: true, Text: "DEFAULT" };
    }

    // What stands between the commas of CREATE TABLE.
    private static IEnumerable<SqlToken[]> Definitions(string sql)
    {
        int depth = 0;
        var definition = new List<SqlToken>();
        foreach (SqlToken token in SqlToken.Of(sql))
        {
            depth += token.Quote switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0 || (depth == 1 && token.Quote is '(' or ','))
            {
                yield return [.. definition];
                definition.Clear();
            }
            else
            {
                definition.Add(token);
            }
        }
    }

    // Compared with a number, text is what a column of numeric affinity would make of it.
    private static string IsNumeric(string column) => $"(typeof({column}) = 'text' AND CAST({column} AS NUMERIC) = {column})";
}
