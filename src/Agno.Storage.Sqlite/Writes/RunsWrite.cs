using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>Stores those of a session's runs that are changed or new; all of them where the session itself was not there any more.</summary>
internal readonly record struct RunsWrite(RunSql Sql, string Table, string Action, string SessionId, EncodedRuns Runs)
{
    /// <summary>Whether the session is stored.</summary>
    public bool SessionExists(Connection writer) => Finds(writer, Sql.SessionExists, SessionId);

    /// <summary>Whether the session's runs are still those that were read.</summary>
    public bool AreAsRead(Connection writer, IReadOnlyList<CountedRun> expected)
    {
        using Statement statement = writer.Rent(Sql.ReadAll, Action);
        RunRows.Bind(statement, SessionId, RunWindow.All);
        foreach (CountedRun run in expected)
            if (!statement.Step() || statement.GetString(RunTable.RunId) != run.Run.RunId || !statement.GetText(RunTable.RunData).SequenceEqual(run.Run.Data))
                return false;
        return !statement.Step();
    }

    /// <summary>Stores the runs.</summary>
    /// <param name="writer">The writer, in a transaction.</param>
    /// <param name="isAnew">Whether the session was not stored before, so that none of its runs is.</param>
    public void Run(Connection writer, bool isAnew)
    {
        foreach (EncodedRun run in Runs.Runs)
        {
            if (run.Row is { } row)
            {
                Store(writer, row, run.RunId);
            }
            else if (isAnew)
            {
                using RowBuffer anew = Runs.Encode(run.Stored!);
                Store(writer, anew, run.RunId);
            }
        }
    }

    private void Store(Connection writer, RowBuffer row, string runId)
    {
        if (!WritesRow(writer, Sql.Upsert, Action, row) && !Finds(writer, Sql.ReadOne, SessionId, runId))
            throw OfAnother(Table, SessionId, runId);
    }

    /// <summary>Runs a statement that takes a whole row; says whether it gave one.</summary>
    public static bool WritesRow(Connection writer, string sql, string action, RowBuffer row) => IndexOf(writer, sql, action, row).Exists;

    /// <summary>Runs a statement that takes a whole row and returns the run's index.</summary>
    public static (bool Exists, long Index) IndexOf(Connection writer, string sql, string action, RowBuffer row)
    {
        using Statement statement = writer.Rent(sql, action);
        statement.Bind(row);
        (bool, long) stored = default;
        while (statement.Step())
            stored = (true, statement.GetInt64(0));
        return stored;
    }

    /// <summary>A run that another session has: its id is not free.</summary>
    public static SessionOwnershipException OfAnother(string table, string sessionId, string runId) =>
        new($"The run '{runId}' was not stored with session '{sessionId}', because table '{table}' holds it as another session's: give it an id of its own.") { Table = table, SessionId = sessionId };

    private bool Finds(Connection writer, string sql, params ReadOnlySpan<string> values)
    {
        using Statement statement = writer.Rent(sql, Action);
        for (int i = 0; i < values.Length; i++)
            statement.Bind(i + 1, values[i]);
        return statement.Step();
    }
}
