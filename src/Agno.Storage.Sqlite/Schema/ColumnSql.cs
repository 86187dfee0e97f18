using Agno.Storage.Schema;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>Columns and indexes as SQLite's statements have them: the same text that the generator writes into CREATE TABLE.</summary>
internal static class ColumnSql
{
    public static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"")}\"";

    /// <summary>A text as SQL.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''")}'";

    /// <summary>A column as it stands after it was added or changed.</summary>
    public static StoredColumn Store(TableColumn column) => new(column.Name, TypeOf(column.Kind), !column.IsNullable, Literal(column), KeyPosition: 0);

    /// <summary>A column in CREATE TABLE or ADD COLUMN, without its part in a key.</summary>
    public static string Define(StoredColumn column, bool isDefaultAnExpression = false) =>
        $"{Quote(column.Name)} {column.DeclaredType}".TrimEnd()
        + (column.IsNotNull ? " NOT NULL" : "")
        + (column.Default is null ? "" : isDefaultAnExpression ? $" DEFAULT ({column.Default})" : $" DEFAULT {column.Default}");

    /// <summary>The column's default as SQL, or null for none.</summary>
    public static string? Literal(TableColumn column) => column switch
    {
        { Default: null } => null,
        { Kind: ColumnKind.Integer or ColumnKind.Real } => column.Default,
        _ => Literal(column.Default),
    };

    /// <summary>What a column that is added holds in the rows before, as SQL; null where they have no value for it.</summary>
    public static string? Value(TableColumn column) => Literal(column) switch
    {
        null => column.IsNullable ? "NULL" : null,
        // The column's affinity would make a whole number one.
        var literal when column.Kind == ColumnKind.Real => $"CAST({literal} AS REAL)",
        var literal => literal,
    };

    /// <summary>A value that is put into a changed column, which may not hold NULL any more.</summary>
    public static string Fill(string value, StoredColumn before, StoredColumn after) =>
        after is { IsNotNull: true, Default: { } substitute } && !before.IsNotNull ? $"coalesce({value}, {substitute})" : value;

    /// <summary>A value as it is once its column is changed, made of what is stored before.</summary>
    public static string Convert(string value, StoredColumn before, StoredColumn after)
    {
        string filled = Fill(value, before, after);
        if (before.DeclaredType.Equals(after.DeclaredType, StringComparison.OrdinalIgnoreCase))
            return filled;
        // What the affinity of the new column does on the way in.
        return after.DeclaredType switch
        {
            "TEXT" => $"CASE WHEN typeof({filled}) IN ('integer', 'real') THEN CAST({filled} AS TEXT) ELSE {filled} END",
            "REAL" => $"CASE typeof({filled}) WHEN 'integer' THEN CAST({filled} AS REAL) ELSE {filled} END",
            _ => filled,
        };
    }

    public static string CreateIndex(SqlTable table, TableIndex index)
    {
        IEnumerable<string> columns = index.Columns.Select(name => Quote(name) + (name == "created_at" ? " DESC" : ""));
        return $"CREATE INDEX IF NOT EXISTS {table.Index(index.Columns[0])} ON {table} ({string.Join(", ", columns)})";
    }

    private static string TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Integer => "INTEGER",
        ColumnKind.Real => "REAL",
        ColumnKind.Blob => "BLOB",
        _ => "TEXT",
    };
}
