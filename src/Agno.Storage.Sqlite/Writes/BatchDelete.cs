using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>Deletes sessions that a filter found, those that it still finds, and their runs; says how many.</summary>
internal readonly struct BatchDelete(string sql, IRunTables? tables, string action, IReadOnlyList<StoredValue> sessions, SessionFilter filter) : IWrite<long>
{
    public static bool IsCompound => true;

    public string Action => action;

    public long Run(Connection writer)
    {
        long deleted = 0;
        bool hasRuns = tables is not null && tables.HasRuns(writer);
        foreach (StoredValue session in sessions)
        {
            if (!Delete(writer, session))
                continue;
            deleted++;
            if (hasRuns)
                SessionDelete.DeleteRuns(writer, tables!, action, session);
        }
        return deleted;
    }

    private bool Delete(Connection writer, in StoredValue session)
    {
        using Statement statement = writer.Rent(sql, action);
        FilterSql.Bind(statement, filter, session);
        statement.Step();
        return writer.Changes > 0;
    }
}
