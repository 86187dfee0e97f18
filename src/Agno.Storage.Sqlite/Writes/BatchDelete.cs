using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>Deletes sessions that a filter found, those that it still finds; says how many.</summary>
internal readonly struct BatchDelete(string sql, string action, IReadOnlyList<SessionCursor> sessions, SessionFilter filter) : IWrite<long>
{
    public static bool IsCompound => true;

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
                deleted += writer.Changes;
            }
            finally
            {
                writer.Return(statement);
            }
        }
        return deleted;
    }
}
