using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>Deletes one row; says whether there was one.</summary>
internal readonly struct RowDelete(string sql, string action, string sessionId, string? userId) : IWrite<bool>
{
    public static bool IsCompound => false;

    public string Action => action;

    public bool Run(Connection writer)
    {
        using Statement statement = writer.Rent(sql, action);
        statement.Bind(1, sessionId);
        if (userId is not null)
            statement.Bind(2, userId);
        statement.Step();
        return writer.Changes > 0;
    }
}
