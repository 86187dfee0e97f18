using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>Deletes a session and its runs; says whether there was one.</summary>
/// <param name="session">Deletes the session's row.</param>
/// <param name="tables">Where its runs are.</param>
/// <param name="action">For errors.</param>
/// <param name="sessionId">The session.</param>
internal readonly struct SessionDelete(RowDelete session, IRunTables tables, string action, string sessionId) : IWrite<bool>
{
    public static bool IsCompound => true;

    public string Action => action;

    public bool Run(Connection writer)
    {
        // The row says which id its runs have.
        string id = tables.StoredId(writer, action, sessionId);
        if (!session.Run(writer))
            return false;
        if (tables.HasRuns(writer))
            DeleteRuns(writer, tables, action, new StoredValue(id));
        return true;
    }

    /// <summary>Deletes the runs of a session that was deleted. A foreign key does the same, where the table has one and the connection heeds it.</summary>
    public static void DeleteRuns(Connection writer, IRunTables tables, string action, in StoredValue sessionId)
    {
        try
        {
            using Statement statement = writer.Rent(tables.Sql.DeleteAll, action);
            statement.Bind(1, sessionId);
            statement.Step();
            using Statement left = writer.Rent(tables.Sql.ReadAll, action);
            left.Bind(1, sessionId);
            if (left.Step())
                throw IgnoringTriggers.RunsNotDeleted(tables.RunsTable, left.GetString(RunTable.SessionId));
        }
        catch (SqliteStorageException exception) when (exception.IsSchemaMismatch)
        {
            // Nobody has created the runs' table yet, so that there are none.
        }
    }
}
