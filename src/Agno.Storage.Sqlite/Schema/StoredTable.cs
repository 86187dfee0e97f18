using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>A column as it stands in the database.</summary>
internal sealed record StoredColumn(string Name, string DeclaredType, bool IsNotNull, bool HasDefault);

/// <summary>A table as it stands in the database.</summary>
internal sealed record StoredTable(IReadOnlyList<StoredColumn> Columns, bool HasUniqueSessionId, IReadOnlyCollection<string> IndexedColumns)
{
    // hidden: 1 is a virtual table's; 2 and 3 are generated columns, which can be read.
    private const string ColumnsSql = "SELECT name, type, \"notnull\", dflt_value IS NOT NULL FROM pragma_table_xinfo(?1) WHERE hidden <> 1";
    private const string PrimaryKeySql = "SELECT count(*) = 1 AND max(name = 'session_id' COLLATE NOCASE) FROM pragma_table_xinfo(?1) WHERE pk > 0";

    // The unique indexes over one column, and the first column of every index.
    private const string IndexesSql =
        "SELECT i.name, l.\"unique\" AND NOT l.partial AND (SELECT count(*) FROM pragma_index_info(l.name)) = 1 FROM pragma_index_list(?1) l, pragma_index_info(l.name) i WHERE i.seqno = 0";

    /// <summary>Looks at a table; null where there is none.</summary>
    public static StoredTable? Read(Connection connection, string table)
    {
        string action = $"Reading the schema of table '{table}'";
        var columns = new List<StoredColumn>();
        foreach (Statement row in Rows(connection, ColumnsSql, table, action))
            columns.Add(new(row.GetString(0), row.GetString(1), row.GetInt64(2) != 0, row.GetInt64(3) != 0));
        if (columns.Count == 0)
            return null;

        bool isUnique = false;
        foreach (Statement row in Rows(connection, PrimaryKeySql, table, action))
            isUnique = row.GetInt64(0) != 0;
        var indexed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (Statement row in Rows(connection, IndexesSql, table, action))
        {
            string column = row.GetString(0);
            indexed.Add(column);
            isUnique |= row.GetInt64(1) != 0 && column.Equals("session_id", StringComparison.OrdinalIgnoreCase);
        }
        return new(columns, isUnique, indexed);
    }

    private static IEnumerable<Statement> Rows(Connection connection, string sql, string table, string action)
    {
        Statement statement = connection.Rent(sql, action);
        try
        {
            statement.Bind(1, table);
            while (statement.Step())
                yield return statement;
        }
        finally
        {
            connection.Return(statement);
        }
    }
}
