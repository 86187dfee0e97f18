using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Schema;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>Triggers with RAISE(IGNORE): they leave a write undone without an error, so that what a statement did must be looked for.</summary>
internal static class IgnoringTriggers
{
    /// <summary>Whether a table has one.</summary>
    public static bool Exist(Connection connection, string table, string action)
    {
        using var statement = new Statement(
            connection,
            "SELECT 1 FROM (SELECT * FROM sqlite_master UNION ALL SELECT * FROM sqlite_temp_master) WHERE type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE AND instr(upper(sql), 'IGNORE') > 0",
            action);
        statement.Bind(1, table);
        return statement.Step();
    }

    /// <summary>Throws where nothing but a trigger can have kept a run from being inserted: no other run has its id.</summary>
    public static void ThrowIfRunWasIgnored(Connection connection, string table, string action, string sessionId, string runId)
    {
        if (!IsTaken(connection, table, action, sessionId, runId) && Exist(connection, table, action))
            throw RunNotStored(table, sessionId, runId);
    }

    public static StorageException RunNotStored(string table, string sessionId, string runId) =>
        new($"The run '{runId}' of session '{sessionId}' was not stored, {Because(table)}") { Table = table, SessionId = sessionId, RunId = runId };

    public static StorageException RunNotDeleted(string table, string sessionId, string runId) =>
        new($"The run '{runId}' of session '{sessionId}' was not deleted, {Because(table)}") { Table = table, SessionId = sessionId, RunId = runId };

    public static StorageException RunsNotDeleted(string table, string sessionId) =>
        new($"The session '{sessionId}' was not deleted, {Because(table)} Its runs would stay, so that nothing was deleted.") { Table = table, SessionId = sessionId };

    public static StorageException SessionNotChanged(string table, string sessionId) =>
        new($"The runs of session '{sessionId}' were left as they are, because the session's own row was not changed, {Because(table)}") { Table = table, SessionId = sessionId };

    private static string Because(string table) => $"because table '{table}' ignored the write, as a trigger with RAISE(IGNORE) does: look at the table's triggers.";

    // In Agno's own tables a run's id is taken by a run of any session.
    private static bool IsTaken(Connection connection, string table, string action, string sessionId, string runId)
    {
        bool isKey = StoredTable.Read(connection, table) is { } stored && stored.Find(RunTable.Columns[RunTable.RunId].Name) is { } id && stored.IsUnique(id);
        using var statement = new Statement(connection, $"SELECT 1 FROM {ColumnSql.Quote(table)} WHERE \"run_id\" = ?1 AND (?2 OR \"session_id\" = ?3)", action);
        statement.Bind(1, runId);
        statement.Bind(2, isKey ? 1 : 0);
        statement.Bind(3, sessionId);
        return statement.Step();
    }
}
