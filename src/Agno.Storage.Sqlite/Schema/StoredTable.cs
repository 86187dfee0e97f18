using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>A column as it stands in the database.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DeclaredType">Its type as CREATE TABLE has it; empty for none.</param>
/// <param name="IsNotNull">Whether it is NOT NULL.</param>
/// <param name="Default">Its default as SQL, or null for none.</param>
/// <param name="KeyPosition">Its place in the primary key, from 1; 0 where it has none.</param>
internal sealed record StoredColumn(string Name, string DeclaredType, bool IsNotNull, string? Default, int KeyPosition)
{
    /// <summary>Whether SQLite computes its value, so that none can be given.</summary>
    public bool IsGenerated { get; init; }

    /// <summary>Whether a row can be inserted without a value for it.</summary>
    public bool IsOptional => !IsNotNull || Default is not null || IsGenerated;
}

/// <summary>An index as it stands in the database.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns, in order; null for an expression.</param>
/// <param name="IsUnique">Whether it is unique over all rows.</param>
/// <param name="Sql">What created it; null where a constraint of the table did.</param>
internal sealed record StoredIndex(string Name, IReadOnlyList<string?> Columns, bool IsUnique, string? Sql)
{
    public bool Covers(string column) => Columns.Contains(column, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it covers a column, or has it in an expression or a condition.</summary>
    public bool Mentions(string column) =>
        Covers(column) || (Sql is not null && SqlToken.Of(Sql).SkipWhile(token => token.Quote != '(').Any(token => token.IsName && !token.IsString && token.Text.Equals(column, StringComparison.OrdinalIgnoreCase)));
}

/// <summary>A table as it stands in the database.</summary>
internal sealed record StoredTable(IReadOnlyList<StoredColumn> Columns, IReadOnlyList<StoredIndex> Indexes)
{
    // hidden: 1 is a virtual table's; 2 and 3 are generated columns, which can be read.
    private const string ColumnsSql = "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1) WHERE hidden <> 1";

    // One row for each column of each index, in order.
    private const string IndexesSql = """
        SELECT l.name, i.name, l."unique" AND NOT l.partial, l.origin = 'c', m.sql
        FROM pragma_index_list(?1) l, pragma_index_info(l.name) i
        LEFT JOIN sqlite_master m ON m.type = 'index' AND m.name = l.name
        ORDER BY l.seq, i.seqno
        """;

    public bool HasUniqueSessionId
    {
        get
        {
            StoredColumn[] key = [.. Columns.Where(column => column.KeyPosition > 0)];
            return (key.Length == 1 && IsSessionId(key[0].Name)) || Indexes.Any(index => index is { IsUnique: true, Columns.Count: 1 } && IsSessionId(index.Columns[0]));

            static bool IsSessionId(string? name) => "session_id".Equals(name, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>Whether no two rows can have the same value in a column.</summary>
    public bool IsUnique(StoredColumn column) =>
        (column.KeyPosition > 0 && Columns.Count(other => other.KeyPosition > 0) == 1) || Indexes.Any(index => index is { IsUnique: true, Columns.Count: 1 } && index.Covers(column.Name));

    public StoredColumn? Find(string column) => Columns.FirstOrDefault(stored => stored.Name.Equals(column, StringComparison.OrdinalIgnoreCase));

    /// <summary>What reads the schema does, for error messages.</summary>
    public static string Reading(string table) => $"Reading the schema of table '{table}'";

    /// <summary>Looks at a table; null where there is none.</summary>
    public static StoredTable? Read(Connection connection, string table)
    {
        string action = Reading(table);
        var columns = new List<StoredColumn>();
        foreach (Statement row in Rows(connection, ColumnsSql, table, action))
            columns.Add(new(row.GetString(0), row.GetString(1), row.GetInt64(2) != 0, TextOf(row, 3), checked((int)row.GetInt64(4))) { IsGenerated = row.GetInt64(5) != 0 });
        if (columns.Count == 0)
            return null;

        var indexes = new List<StoredIndex>();
        List<string?> indexed = [];
        foreach (Statement row in Rows(connection, IndexesSql, table, action))
        {
            string name = row.GetString(0);
            if (indexes.Count == 0 || indexes[^1].Name != name)
                indexes.Add(new(name, indexed = [], row.GetInt64(2) != 0, row.GetInt64(3) != 0 ? TextOf(row, 4) : null));
            indexed.Add(TextOf(row, 1));
        }
        return new(columns, indexes);
    }

    public static IEnumerable<Statement> Rows(Connection connection, string sql, string table, string action)
    {
        using Statement statement = connection.Rent(sql, action);
        statement.Bind(1, table);
        while (statement.Step())
            yield return statement;
    }

    private static string? TextOf(Statement row, int ordinal) => row.GetKind(ordinal) == Storage.Schema.ValueKind.Null ? null : row.GetString(ordinal);
}
