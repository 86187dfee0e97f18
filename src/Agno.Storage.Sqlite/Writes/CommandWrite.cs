using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>Runs a command that deletes any number of sessions, and their runs; says how many.</summary>
internal readonly struct CommandWrite(string sql, IRunTables? tables, string action, RowBuffer parameters) : IWrite<long>
{
    public static bool IsCompound => true;

    public string Action => action;

    public long Run(Connection writer)
    {
        long deleted = 0;
        bool hasRuns = tables is not null && tables.HasRuns(writer);
        var sessions = new List<StoredValue>();
        using (Statement statement = writer.Rent(sql, action))
        {
            statement.BindGiven(parameters);
            // Stepping to the end is what deletes.
            for (; statement.Step(); deleted++)
                if (hasRuns)
                    sessions.Add(statement.GetValue(0));
        }
        foreach (StoredValue session in sessions)
            SessionDelete.DeleteRuns(writer, tables!, action, session);
        return deleted;
    }
}
