using Agno.Storage.Records;
using Agno.Storage.Sqlite.Connections;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>Stores a session's row together with its runs.</summary>
internal readonly struct TurnWrite(RowSql sql, string action, RowBuffer row, RunsWrite runs) : IWrite<StoredRow>
{
    public static bool IsCompound => true;

    public string Action => action;

    public StoredRow Run(Connection writer) => Run(writer, sql, action, row, runs);

    public static StoredRow Run(Connection writer, RowSql sql, string action, RowBuffer row, RunsWrite? runs)
    {
        StoredRow stored = RowWrite.Run(writer, sql, action, row);
        if (stored.Exists && runs is { } turn)
            (turn with { SessionId = turn.Tables.StoredId(writer, action, turn.SessionId) }).Run(writer);
        return stored;
    }
}
