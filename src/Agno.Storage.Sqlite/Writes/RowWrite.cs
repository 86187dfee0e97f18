using Agno.Storage.Records;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>What a statement that stores a row returns: what stands in the row now. Nothing where its condition did not hold.</summary>
internal readonly record struct StoredRow(bool Exists, long CreatedAt, long UpdatedAt, long Version);

/// <summary>Stores one row by one statement.</summary>
internal readonly struct RowWrite(string sql, string action, RowBuffer row) : IWrite<StoredRow>
{
    public static bool IsCompound => false;

    public StoredRow Run(Connection writer) => Run(writer, sql, action, row);

    public static StoredRow Run(Connection writer, string sql, string action, RowBuffer row)
    {
        Statement statement = writer.Rent(sql, action);
        try
        {
            statement.Bind(row);
            StoredRow stored = default;
            // Stepping to the end is what commits.
            while (statement.Step())
                stored = new(Exists: true, statement.GetInt64(0), statement.GetInt64(1), statement.ColumnCount > 2 ? statement.GetInt64(2) : 0);
            return stored;
        }
        finally
        {
            writer.Return(statement);
        }
    }
}
