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
    // Triggers of the table, triggers and views that may name it, tables that refer to it, and its own CREATE TABLE.
    private const string ObstaclesSql = """
        SELECT type, name, sql, type IN ('trigger', 'view') AND tbl_name <> ?1 COLLATE NOCASE FROM sqlite_master WHERE (type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE)
            OR (type IN ('trigger', 'view') AND instr(lower(sql), lower(?1)) > 0) OR (type = 'table' AND name = ?1 COLLATE NOCASE)
            OR (type = 'table' AND EXISTS (SELECT 1 FROM pragma_foreign_key_list(sqlite_master.name) f WHERE f."table" = ?1 COLLATE NOCASE))
        """;

    // What a table's name stands behind; behind a comma too, where no string does.
    private static readonly string[] BeforeTables = ["FROM", "JOIN", "INTO", "UPDATE", "IN", "REPLACE", "IGNORE", "ABORT", "FAIL", "ROLLBACK"];
    private static readonly string[] Databases = ["main", "temp"];

    // Parts of CREATE TABLE that the columns' own data do not tell.
    private static readonly string[] UntoldParts = ["CHECK", "COLLATE", "REFERENCES", "GENERATED", "AS", "STRICT", "WITHOUT", "AUTOINCREMENT", "CONFLICT"];

    /// <summary>Why the table can't be rebuilt as its columns and indexes are; null where it can.</summary>
    public string? Obstacle => indexes.Find(index => index.Sql is null && !IsConstraint(index)) is { } renamed
        ? $"its index '{renamed.Name}' covers a renamed column: drop the index, upgrade, and create it again"
        : null;

    /// <summary>Gives the statements, and makes the changes in the lists of columns and indexes.</summary>
    public IEnumerable<string> Change(IReadOnlyList<TableColumn> changes)
    {
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
                value = ColumnSql.Fill(value, before, after);
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
        foreach (Statement row in StoredTable.Rows(connection, ObstaclesSql, table, StoredTable.Reading(table)))
        {
            (string type, string name, string sql, bool mayName) = (row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3) != 0);
            bool isSelf = type == "table" && name.Equals(table, StringComparison.OrdinalIgnoreCase);
            if (mayName && !Names(sql, table))
                continue;
            if (!isSelf)
                throw new SchemaException($"Table '{table}' can't be rebuilt, because the {type} '{name}' depends on it: drop that, upgrade, and create it again.");
            if (SqlToken.Of(sql).FirstOrDefault(token => token.IsWord && UntoldParts.Contains(token.Text, StringComparer.OrdinalIgnoreCase)).Text is { } part)
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

    // Whether a view or trigger names the table where a table stands. What is missed, SQLite itself refuses when the table is gone, and the upgrade is undone.
    private static bool Names(string sql, string table)
    {
        SqlToken[] tokens = [.. SqlToken.Of(sql)];
        for (int i = 1; i < tokens.Length; i++)
            if (tokens[i].IsName && tokens[i].Text.Equals(table, StringComparison.OrdinalIgnoreCase) && IsTable(tokens[i - 1], tokens[i], i > 1 ? tokens[i - 2] : default))
                return true;
        return false;

        static bool IsTable(SqlToken before, SqlToken name, SqlToken beforeThat) => before.Text switch
        {
            "," => !name.IsString,
            "." => beforeThat.IsName && Databases.Contains(beforeThat.Text, StringComparer.OrdinalIgnoreCase),
            _ => before.IsWord && BeforeTables.Contains(before.Text, StringComparer.OrdinalIgnoreCase),
        };
    }
}
