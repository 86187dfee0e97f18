using Agno.Storage.Records;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>Stores a row, and runs, in the place of what was read before, if that is still as it was read; says whether it was.</summary>
internal readonly struct SwapWrite(string readSql, RowSql writeSql, string action, string sessionId, string? userId, RowBuffer expected, RowBuffer row, IReadOnlyList<CountedRun> expectedRuns, RunsWrite? runs) : IWrite<(bool IsSwapped, StoredRow Stored)>
{
    public static bool IsCompound => true;

    public string Action => action;

    public (bool IsSwapped, StoredRow Stored) Run(Connection writer)
    {
        if (!IsAsRead(writer))
            return default;
        if (runs is { } changed && !changed.AreAsRead(writer, expectedRuns))
            return default;
        return (true, TurnWrite.Run(writer, writeSql, action, row, runs));
    }

    private bool IsAsRead(Connection writer)
    {
        using Statement statement = writer.Rent(readSql, action);
        statement.Bind(1, sessionId);
        if (userId is not null)
            statement.Bind(2, userId);
        return statement.Step() && statement.HoldsSame(expected);
    }
}
