using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>What stands in a row after it was stored.</summary>
/// <param name="Exists">Whether it was stored: false where the statement's condition did not hold.</param>
/// <param name="CreatedAt">In Unix seconds; null where NULL is stored.</param>
/// <param name="UpdatedAt">In Unix seconds; null where it is what was written.</param>
/// <param name="Version">How often the session was stored; 0 where nobody counts.</param>
internal readonly record struct StoredRow(bool Exists, long? CreatedAt, long? UpdatedAt, long Version);

/// <summary>What stores a row.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Otherwise">What is tried where the statement's condition does not hold; null where that is an answer.</param>
internal readonly record struct RowSql(string Statement, string? Otherwise = null);

/// <summary>Stores one row.</summary>
internal readonly struct RowWrite(RowSql sql, string action, RowBuffer row) : IWrite<StoredRow>
{
    public static bool IsCompound => false;

    public string Action => action;

    public StoredRow Run(Connection writer) => Run(writer, sql, action, row);

    public static StoredRow Run(Connection writer, RowSql sql, string action, RowBuffer row)
    {
        StoredRow stored = Run(writer, sql.Statement, action, row);
        return stored.Exists || sql.Otherwise is null ? stored : Run(writer, sql.Otherwise, action, row);
    }

    private static StoredRow Run(Connection writer, string sql, string action, RowBuffer row)
    {
        using Statement statement = writer.Rent(sql, action);
        statement.Bind(row);
        StoredRow stored = default;
        // Stepping to the end is what commits.
        while (statement.Step())
            stored = new(Exists: true, TimeAt(statement, 0), statement.ColumnCount > 1 ? TimeAt(statement, 1) : null, statement.ColumnCount > 2 ? statement.GetInt64(2) : 0);
        return stored;
    }

    private static long? TimeAt(Statement statement, int ordinal) => statement.GetKind(ordinal) == ValueKind.Null ? null : statement.GetInt64(ordinal);
}
