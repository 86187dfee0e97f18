using Agno.Storage.Records;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>Stores a row in the place of one that was read before, if that is still as it was read; says whether it was.</summary>
internal readonly struct SwapWrite(string readSql, string writeSql, string action, string sessionId, string? userId, RowBuffer expected, RowBuffer row) : IWrite<(bool IsSwapped, StoredRow Stored)>
{
    public static bool IsCompound => true;

    public (bool IsSwapped, StoredRow Stored) Run(Connection writer)
    {
        Statement statement = writer.Rent(readSql, action);
        try
        {
            statement.Bind(1, sessionId);
            if (userId is not null)
                statement.Bind(2, userId);
            if (!statement.Step() || !statement.HoldsSame(expected))
                return default;
        }
        finally
        {
            writer.Return(statement);
        }
        return (true, RowWrite.Run(writer, writeSql, action, row));
    }
}
