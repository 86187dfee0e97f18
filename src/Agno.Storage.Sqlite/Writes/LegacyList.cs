using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Schema;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>The list of runs that an older layout left in a session's own row. Sessions of tables without such a column cost nothing.</summary>
internal static class LegacyList
{
    /// <summary>The runs of a session's list.</summary>
    public static IReadOnlyList<CountedRun> Read(Connection connection, IRunTables tables, string action, string sessionId) =>
        tables.FindList(connection) is { } list ? Read(connection, list, action, sessionId) : [];

    private static IReadOnlyList<CountedRun> Read(Connection connection, RunList list, string action, string sessionId)
    {
        using Statement statement = Find(connection, list, action, sessionId, out bool exists);
        return exists ? LegacyRuns.Read(statement.GetText(0), sessionId, RunOrigin.None) : [];
    }

    /// <summary>Whether a session's list has the run.</summary>
    public static bool Holds(Connection connection, RunList list, string action, string sessionId, string runId) =>
        Read(connection, list, action, sessionId).Any(run => run.Run.RunId == runId);

    /// <summary>Takes a run out of a session's list, and leaves the others as they are; says whether it was there.</summary>
    public static bool Remove(Connection writer, IRunTables tables, string action, string sessionId, string runId)
    {
        if (tables.FindList(writer) is not { WriteSql: { } writeSql } list)
            return false;
        byte[]? rest;
        using (Statement statement = Find(writer, list, action, sessionId, out bool exists))
            rest = exists ? LegacyRuns.Remove(statement.GetText(0), runId) : null;
        if (rest is null)
            return false;
        using Statement write = writer.Rent(writeSql, action);
        write.Bind(1, sessionId);
        write.Bind(2, rest);
        write.Step();
        return writer.Changes > 0 ? true : throw IgnoringTriggers.SessionNotChanged(tables.SessionsTable, sessionId);
    }

    private static Statement Find(Connection connection, RunList list, string action, string sessionId, out bool exists)
    {
        Statement statement = connection.Rent(list.Sql, action);
        try
        {
            statement.Bind(1, sessionId);
            exists = statement.Step() && statement.GetKind(0) == ValueKind.Text;
            return statement;
        }
        catch
        {
            statement.Dispose();
            throw;
        }
    }
}
