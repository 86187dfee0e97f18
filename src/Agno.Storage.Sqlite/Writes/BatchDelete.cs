using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>Deletes sessions that a filter found, those that it still finds, and their runs; says how many.</summary>
internal readonly struct BatchDelete(string sql, RunSql? runs, string action, IReadOnlyList<SessionCursor> sessions, SessionFilter filter) : IWrite<long>
{
    public static bool IsCompound => true;

    public string Action => action;

    public long Run(Connection writer)
    {
        long deleted = 0;
        foreach (SessionCursor session in sessions)
        {
            Statement statement = writer.Rent(sql, action);
            try
            {
                FilterSql.Bind(statement, filter, session.SessionId);
                statement.Step();
                if (writer.Changes == 0)
                    continue;
                deleted++;
            }
            finally
            {
                writer.Return(statement);
            }
            if (runs is not null)
                SessionDelete.DeleteRuns(writer, runs, action, session.SessionId);
        }
        return deleted;
    }
}
