using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>
/// The SQL that changes columns in place, which ALTER TABLE can't: a new table, the rows copied, the old one dropped and the new one given its name. Columns and indexes
/// that the record does not know are carried over; what can't be is refused before anything is run.
/// </summary>
internal sealed class TableRebuild(SqlTable table, List<StoredColumn> columns, List<StoredIndex> indexes)
{
    // Triggers of the table, triggers and views that name it, tables that refer to it, and its own CREATE TABLE.
    private const string ObstaclesSql = """
        SELECT type, name, sql FROM sqlite_master WHERE (type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE)
            OR (type IN ('trigger', 'view') AND instr(lower(sql), lower(?1)) > 0) OR (type = 'table' AND name = ?1 COLLATE NOCASE)
            OR (type = 'table' AND EXISTS (SELECT 1 FROM pragma_foreign_key_list(sqlite_master.name) f WHERE f."table" = ?1 COLLATE NOCASE))
        """;

    // Parts of CREATE TABLE that the columns' own data do not tell.
    private static readonly string[] UntoldParts = ["CHECK", "COLLATE", "REFERENCES", "GENERATED", "AS", "STRICT", "WITHOUT", "AUTOINCREMENT", "CONFLICT"];

    /// <summary>Gives the statements, and makes the changes in the lists of columns and indexes.</summary>
    public IEnumerable<string> Change(IReadOnlyList<TableColumn> changes)
    {
        if (indexes.Find(index => index.Sql is null && !IsConstraint(index)) is { } renamed)
            throw new SchemaException($"Table '{table.Name}' can't be rebuilt, because its index '{renamed.Name}' covers a renamed column: drop the index, upgrade, and create it again.");
        var values = new List<string>();
        for (int i = 0; i < columns.Count; i++)
        {
            StoredColumn before = columns[i];
            string value = ColumnSql.Quote(before.Name);
            if (changes.FirstOrDefault(change => change.Name.Equals(before.Name, StringComparison.OrdinalIgnoreCase)) is { } change)
            {
                StoredColumn after = ColumnSql.Store(change);
                columns[i] = after with { KeyPosition = before.KeyPosition };
                // Affinity turns a number into text and an integer into a real on its way in; only NULL needs help.
                if (after is { IsNotNull: true, Default: { } substitute } && !before.IsNotNull)
                    value = $"coalesce({value}, {substitute})";
            }
            values.Add(value);
        }

        string copy = ColumnSql.Quote($"agno_rebuild_{table.Name}");
        string names = string.Join(", ", columns.Select(column => ColumnSql.Quote(column.Name)));
        return
        [
            $"CREATE TABLE {copy} (\n    {string.Join(",\n    ", Definitions())}\n)",
            $"INSERT INTO {copy} ({names})\nSELECT {string.Join(", ", values)}\nFROM {table}",
            $"DROP TABLE {table}",
            $"ALTER TABLE {copy} RENAME TO {table}",
            .. indexes.Select(index => index.Sql).OfType<string>(),
        ];
    }

    /// <summary>Fails where the stored table has what a rebuild would lose.</summary>
    public static void Check(Connection connection, string table)
    {
        foreach (Statement row in StoredTable.Rows(connection, ObstaclesSql, table, $"Reading the schema of table '{table}'"))
        {
            (string type, string name, string sql) = (row.GetString(0), row.GetString(1), row.GetString(2));
            bool isSelf = type == "table" && name.Equals(table, StringComparison.OrdinalIgnoreCase);
            if (!isSelf)
                throw new SchemaException($"Table '{table}' can't be rebuilt, because the {type} '{name}' depends on it: drop that, upgrade, and create it again.");
            if (Words(sql).FirstOrDefault(word => UntoldParts.Contains(word, StringComparer.OrdinalIgnoreCase)) is { } part)
                throw new SchemaException($"Table '{table}' can't be rebuilt, because it was created with {part.ToUpperInvariant()}, which would be lost: create a table without it, or move the sessions to a new one with ImportAsync.");
        }
    }

    private IEnumerable<string> Definitions()
    {
        StoredColumn[] key = [.. columns.Where(column => column.KeyPosition > 0).OrderBy(column => column.KeyPosition)];
        foreach (StoredColumn column in columns)
            yield return ColumnSql.Define(column, isDefaultAnExpression: true) + (key.Length == 1 && column == key[0] ? " PRIMARY KEY" : "");
        if (key.Length > 1)
            yield return $"PRIMARY KEY ({Names(key.Select(column => column.Name))})";
        foreach (StoredIndex index in indexes.Where(IsConstraint))
            if (!index.Columns.SequenceEqual(key.Select(column => column.Name), StringComparer.OrdinalIgnoreCase))
                yield return $"UNIQUE ({Names(index.Columns.OfType<string>())})";

        static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(ColumnSql.Quote));
    }

    // SQLite's own name for the index of PRIMARY KEY or UNIQUE.
    private static bool IsConstraint(StoredIndex index) => index.Name.StartsWith("sqlite_autoindex_", StringComparison.Ordinal);

    // The words of a statement that are not inside quotes, brackets or comments.
    private static IEnumerable<string> Words(string sql)
    {
        for (int i = 0; i < sql.Length; i++)
        {
            char c = sql[i];
            int start = i;
            if (c is '"' or '\'' or '`' or '[')
                i = End(sql.IndexOf(c == '[' ? ']' : c, i + 1));
            else if (sql.AsSpan(i).StartsWith("--"))
                i = End(sql.IndexOf('\n', i));
            else if (sql.AsSpan(i).StartsWith("/*"))
                i = End(sql.IndexOf("*/", i + 2, StringComparison.Ordinal));
            else if (char.IsLetter(c))
            {
                while (i + 1 < sql.Length && (char.IsLetterOrDigit(sql[i + 1]) || sql[i + 1] == '_'))
                    i++;
                yield return sql[start..(i + 1)];
            }
        }

        int End(int found) => found < 0 ? sql.Length : found;
    }
}
