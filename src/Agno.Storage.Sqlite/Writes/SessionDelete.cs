using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>Deletes a session and its runs; says whether there was one.</summary>
/// <param name="session">Deletes the session's row.</param>
/// <param name="runsOn">Gives the statements of the runs, if there is a table of them.</param>
/// <param name="action">For errors.</param>
/// <param name="sessionId">The session.</param>
internal readonly struct SessionDelete(RowDelete session, Func<Connection, RunSql?> runsOn, string action, string sessionId) : IWrite<bool>
{
    public static bool IsCompound => true;

    public string Action => action;

    public bool Run(Connection writer)
    {
        if (!session.Run(writer))
            return false;
        if (runsOn(writer) is { } runs)
            DeleteRuns(writer, runs, action, new StoredValue(sessionId));
        return true;
    }

    /// <summary>Deletes the runs of a session that was deleted. A foreign key does the same, where the table has one and the connection heeds it.</summary>
    public static void DeleteRuns(Connection writer, RunSql runs, string action, in StoredValue sessionId)
    {
        try
        {
            using Statement statement = writer.Rent(runs.DeleteAll, action);
            statement.Bind(1, sessionId);
            statement.Step();
        }
        catch (SqliteStorageException exception) when (exception.IsSchemaMismatch)
        {
            // Nobody has created the runs' table yet, so that there are none.
        }
    }
}
