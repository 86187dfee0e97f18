using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;
using Agno.Storage.Sqlite.Writes;

namespace Agno.Storage.Sqlite;

// What an upgrade does to the rows.
public sealed partial class SqliteSessionStore<TSession>
{
    private const int SessionsAtOnce = 256;

    /// <summary>Calls the record's backfill of the versions for each stored session, and stores the columns and runs that it changed.</summary>
    private void Backfill(Connection writer, IReadOnlyList<int> versions)
    {
        var updates = new string?[TSession.Table.RowLength];
        var reading = new Reading(new SqlTable(TableName), _schema.Sql) { List = _schema.OwnList };
        string head = $"{_schema.Sql.SelectIds}\n{FilterSql.FirstKeyword(TSession.Table)}";
        string first = $"{head} \"session_id\" IS NOT NULL ORDER BY \"session_id\" LIMIT {SessionsAtOnce}";
        string next = $"{head} \"session_id\" > ?1 ORDER BY \"session_id\" LIMIT {SessionsAtOnce}";
        // A statement that is still being read must not meet changes of its table: the ids of some sessions are read, then those are changed.
        for (List<string> ids = ReadIds(writer, first, after: null); ids.Count > 0; ids = ReadIds(writer, next, ids[^1]))
            foreach (string id in ids)
                Backfill(writer, reading, id, versions, updates);
    }

    private void Backfill(Connection writer, Reading reading, string id, IReadOnlyList<int> versions, string?[] updates)
    {
        TSession session = ReadForBackfill(writer, id);
        IReadOnlyList<CountedRun> runs = Runs is null ? [] : ReadAllRuns(writer, reading, id);
        if (Runs is not null)
            session = Runs.Attach(session, _schema.RunsTable, [.. runs.Select(run => run.Run)], onUnreadable: null);
        using EncodedSession before = EncodeAsIs(session);
        using EncodedSession after = Backfill(writer, ref session, id, versions);
        _connections.ThrowIfEndedWithin();
        if (TSession.GetSessionId(session) != id)
            throw new StorageException($"The backfill changed the id of session '{Shorten(id)}' in table '{TableName}', and the upgrade was undone: leave it as it is.") { Table = TableName, SessionId = id };

        for (int i = 0; i < after.Row.Length; i++)
        {
            if (IsSame(before.Row, after.Row, i))
                continue;
            string sql = updates[i] ??= $"UPDATE {new SqlTable(TableName)} SET \"{TSession.Table.Columns[i].Name}\" = ?1 WHERE \"session_id\" = ?2";
            using Statement statement = writer.Rent(sql, _writing);
            statement.Bind(1, after.Row, i);
            statement.Bind(2, id);
            statement.Step();
        }
        if (after.Runs is { } changedRuns)
            StoreRuns(writer, id, runs, changedRuns);
    }

    // All of a session's runs were read, so that those that are gone from the list are deleted.
    private void StoreRuns(Connection writer, string id, IReadOnlyList<CountedRun> before, EncodedRuns after)
    {
        HashSet<string> kept = [.. after.Runs.Select(run => run.RunId)];
        foreach (CountedRun run in before.Where(run => !kept.Contains(run.Run.RunId)))
            RunDelete.DeleteRow(writer, _runTables!, _writing, id, run.Run.RunId);
        Write(id, after).Run(writer);
    }

    private EncodedSession Backfill(Connection writer, ref TSession session, string id, IReadOnlyList<int> versions)
    {
        int last = 0;
        try
        {
            foreach (int version in versions)
            {
                using var callback = Callback.Begin(writer, "A backfill");
                TSession changed = TSession.Backfill(session, last = version);
                Runs?.Inherit(changed, session);
                session = changed;
            }
            return EncodeAsIs(session);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new StorageException($"The backfill of version {last} failed for session '{Shorten(id)}' in table '{TableName}', and the upgrade was undone: {exception.Message}", exception)
            {
                Table = TableName,
                SessionId = id,
            };
        }
    }

    private TSession ReadForBackfill(Connection writer, string id)
    {
        using Statement statement = writer.Rent(_schema.Sql.Read, _reading);
        statement.Bind(1, id);
        return statement.Step() ? Decode(statement) : throw new StorageException($"The session '{Shorten(id)}' in table '{TableName}' is not found by its id.") { Table = TableName, SessionId = id };
    }

    private List<string> ReadIds(Connection writer, string sql, string? after)
    {
        var ids = new List<string>();
        using Statement statement = writer.Rent(sql, _reading);
        if (after is not null)
            statement.Bind(1, after);
        while (statement.Step())
            ids.Add(statement.GetString(0));
        return ids;
    }

    private static bool IsSame(RowBuffer one, RowBuffer other, int ordinal) =>
        one.GetKind(ordinal) == other.GetKind(ordinal) && one.GetKind(ordinal) switch
        {
            ValueKind.Null => true,
            ValueKind.Integer or ValueKind.Real => one.GetInt64(ordinal) == other.GetInt64(ordinal),
            _ => one.GetBytes(ordinal).SequenceEqual(other.GetBytes(ordinal)),
        };
}
