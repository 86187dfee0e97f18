using System.Text;
using System.Text.Json;
using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;
using Agno.Storage.Sqlite.Writes;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>
/// Makes the lists of runs in a column rows of the runs' table, session by session, each run's JSON as it is. The runs of a list come before those that the session has as rows already;
/// of a run that it has twice, the row stands.
/// </summary>
internal sealed class RunListMove(Connection writer, SessionTable record, string tableName, RunSql sql, string column)
{
    private readonly string _action = $"Moving the lists in column '{column}' of table '{tableName}' to rows of '{RunTable.NameFor(tableName)}'";

    /// <summary>Moves them; the column keeps its values.</summary>
    /// <exception cref="StorageException">A list can't become rows: nothing of it is left out.</exception>
    public void Run()
    {
        var table = new SqlTable(tableName);
        string createdAt = ColumnSql.Quote(record.Columns[record.OrdinalOf(ColumnRole.CreatedAt)].Name);
        string updatedAt = ColumnSql.Quote(record.Columns[record.OrdinalOf(ColumnRole.UpdatedAt)].Name);
        using var sessions = new Statement(writer, $"SELECT \"session_id\", {ColumnSql.Quote(column)}, {createdAt}, coalesce({updatedAt}, {createdAt}) FROM {table} WHERE {ColumnSql.Quote(column)} IS NOT NULL", _action);
        using var makeRoom = new Statement(writer, $"UPDATE {table.Runs} SET \"run_index\" = \"run_index\" + ?2 WHERE \"session_id\" = ?1", _action);
        using var place = new Statement(writer, $"UPDATE {table.Runs} SET \"run_index\" = ?2 WHERE \"session_id\" = ?1 AND \"run_id\" = ?3", _action);
        long now = writer.Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();
        while (sessions.Step())
        {
            string sessionId = IdOf(sessions);
            IReadOnlyList<CountedRun> runs = Read(sessions, sessionId, column, tableName, RunOrigin.None);
            makeRoom.Bind(1, sessionId);
            makeRoom.Bind(2, runs.Count);
            makeRoom.Step();
            makeRoom.Reset();
            // What a run does not say of its times, its session does.
            long created = Seconds(sessions, 2) ?? now;
            using var encoder = new EncodedRuns(RunDefaults.Now(record.Mode, created));
            for (int i = 0; i < runs.Count; i++)
            {
                using RowBuffer row = encoder.Encode(runs[i].Run);
                row.WriteInt64(RunTable.RunIndex, i);
                row.WriteInt64(RunTable.UpdatedAt, Seconds(sessions, 3) ?? created);
                if (RunsWrite.WritesRow(writer, sql.Insert, _action, row))
                    continue;
                place.Bind(1, sessionId);
                place.Bind(2, i);
                place.Bind(3, runs[i].Run.RunId);
                place.Step();
                if (writer.Changes == 0)
                    throw NotMoved(sessionId, runs[i].Run.RunId);
                place.Reset();
            }
        }
    }

    /// <summary>Reads the list in the second column of a row.</summary>
    /// <exception cref="StorageException">Not all of it can become rows.</exception>
    public static IReadOnlyList<CountedRun> Read(Statement row, string sessionId, string column, string tableName, RunOrigin origin, int ordinal = 1)
    {
        try
        {
            return row.GetKind(ordinal) switch
            {
                ValueKind.Null => [],
                ValueKind.Text => LegacyRuns.Parse(row.GetText(ordinal), sessionId, origin),
                var kind => throw new FormatException($"It is not text, but {kind}."),
            };
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw new StorageException($"The list of session '{sessionId}' in column '{column}' of table '{tableName}' can't become rows of '{RunTable.NameFor(tableName)}', and nothing was changed: {exception.Message} Correct it, or keep the column in a member of its own with [SessionColumn(\"{column}\")] and move its runs in a [SessionBackfill] method.", exception)
            {
                Table = tableName,
                SessionId = sessionId,
                Column = column,
            };
        }
    }

    // Neither the new row nor one that was there: nothing of the list may be left out.
    private StorageException NotMoved(string sessionId, string runId) =>
        new($"The list of session '{sessionId}' in column '{column}' of table '{tableName}' can't become rows, and nothing was changed: table '{RunTable.NameFor(tableName)}' did not take its run '{runId}', because another session has it, or because of a trigger with RAISE(IGNORE).")
        {
            Table = RunTable.NameFor(tableName),
            SessionId = sessionId,
            RunId = runId,
            Column = column,
        };

    private string IdOf(Statement row)
    {
        string? id = row.GetKind(0) == ValueKind.Text ? row.GetString(0) : null;
        if (id is null || !row.GetText(0).SequenceEqual(Encoding.UTF8.GetBytes(id)))
            throw new StorageException($"A list in column '{column}' of table '{tableName}' can't become rows of '{RunTable.NameFor(tableName)}', and nothing was changed: the session_id of its row is not valid text. Correct or delete the row.") { Table = tableName, SessionId = id, Column = column };
        return id;
    }

    private static long? Seconds(Statement row, int ordinal) => row.GetKind(ordinal) == ValueKind.Integer ? row.GetInt64(ordinal) : null;
}
