using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>
/// Views and triggers that don't work, because what they name is gone. SQLite compiles all there are for each ALTER TABLE, and refuses it for the sake of any. Those that have nothing to do with the
/// table are put aside for an upgrade and come back as they were; SQLite names the others.
/// </summary>
internal static class BrokenObjects
{
    // Views first, which triggers may belong to. Of a view, tbl_name is its own name.
    private const string ObjectsSql = "SELECT name, tbl_name, sql, type = 'view' FROM sqlite_master WHERE type IN ('view', 'trigger') ORDER BY type DESC, rowid";
    private const string ColumnsSql = "SELECT name FROM pragma_table_info(?1)";

    private static readonly string[] Events = ["INSERT", "UPDATE", "DELETE"];

    /// <summary>Gives changes with what puts such objects aside before them, and brings them back after them.</summary>
    public static IReadOnlyList<TableChange> PutAside(Connection connection, string table, IReadOnlyList<TableChange> changes)
    {
        SchemaObject[] broken = [.. Find(connection, table)];
        return [.. broken.Reverse().Select(one => new TableChange($"DROP {(one.IsView ? "VIEW" : "TRIGGER")} {ColumnSql.Quote(one.Name)}")), .. changes, .. broken.Select(one => new TableChange(one.Sql))];
    }

    private static IEnumerable<SchemaObject> Find(Connection connection, string table)
    {
        string action = StoredTable.Reading(table);
        SchemaObject[] all = [.. ReadAll(connection, action)];
        // A view takes its triggers along.
        HashSet<string> views = new(all.Where(one => one.IsView && !Compiles(connection, one, action)).Select(one => one.Name), StringComparer.OrdinalIgnoreCase);
        views.ExceptWith(all.Where(one => one.Mentions(table)).Select(one => one.Owner));
        return all.Where(one => views.Contains(one.Owner) || (!one.IsView && !one.Mentions(table) && !Compiles(connection, one, action)));
    }

    private static IEnumerable<SchemaObject> ReadAll(Connection connection, string action)
    {
        using Statement row = connection.Rent(ObjectsSql, action);
        while (row.Step())
            yield return new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3) != 0);
    }

    // A trigger is compiled with the statements that it follows.
    private static bool Compiles(Connection connection, SchemaObject one, string action)
    {
        string owner = ColumnSql.Quote(one.Owner);
        return connection.Compiles(one.IsView ? $"SELECT * FROM {owner}" : SqlToken.Of(one.Sql).First(token => token.IsWord && Events.Contains(token.Text, StringComparer.OrdinalIgnoreCase)).Text.ToUpperInvariant() switch
        {
            "INSERT" => $"INSERT INTO {owner} DEFAULT VALUES",
            "DELETE" => $"DELETE FROM {owner}",
            _ => $"UPDATE {owner} SET {string.Join(", ", StoredTable.Rows(connection, ColumnsSql, one.Owner, action).Select(row => ColumnSql.Quote(row.GetString(0))).Select(column => $"{column} = {column}"))}",
        });
    }

    private readonly record struct SchemaObject(string Name, string Owner, string Sql, bool IsView)
    {
        public bool Mentions(string table) => SqlToken.Of(Sql).Any(token => token.IsName && token.Text.Equals(table, StringComparison.OrdinalIgnoreCase));
    }
}
