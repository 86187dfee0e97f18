using System.Buffers;
using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>
/// Stores those of a session's runs that are changed or new, and those that are not there any more, whoever deleted them. What was not changed since it was read is left as
/// somebody else may have stored it meanwhile.
/// </summary>
internal readonly record struct RunsWrite(IRunTables Tables, string Action, string SessionId, EncodedRuns Runs)
{
    private RunSql Sql => Tables.Sql;

    /// <summary>Whether the session's runs are still those that were read.</summary>
    public bool AreAsRead(Connection writer, IReadOnlyList<CountedRun> expected)
    {
        using Statement statement = writer.Rent(Sql.ReadAll, Action);
        RunRows.Bind(statement, SessionId, RunWindow.All);
        foreach (CountedRun run in expected.Where(run => !run.Run.IsInSessionRow))
            if (!statement.Step() || statement.GetString(RunTable.RunId) != run.Run.RunId || !statement.GetText(RunTable.RunData).SequenceEqual(run.Run.Data))
                return false;
        return !statement.Step() && IsSame(LegacyList.Read(writer, Tables, Action, SessionId), [.. expected.Where(run => run.Run.IsInSessionRow)]);

        static bool IsSame(IReadOnlyList<CountedRun> list, IReadOnlyList<CountedRun> other) =>
            list.Count == other.Count && list.Zip(other).All(pair => pair.First.Run.Data.SequenceEqual(pair.Second.Run.Data));
    }

    /// <summary>Stores the runs.</summary>
    /// <param name="writer">The writer, in a transaction.</param>
    public void Run(Connection writer)
    {
        IReadOnlyList<EncodedRun> runs = WithoutLegacy(writer);
        RunPosition?[] rented = ArrayPool<RunPosition?>.Shared.Rent(runs.Count);
        try
        {
            Span<RunPosition?> places = rented.AsSpan(0, runs.Count);
            for (int i = 0; i < places.Length; i++)
                places[i] = FindPosition(writer, runs[i]);
            Store(writer, runs, places, RunOrder.Holds(places) ? null : Order(writer, places));
        }
        finally
        {
            ArrayPool<RunPosition?>.Shared.Return(rented, clearArray: true);
        }
    }

    private void Store(Connection writer, IReadOnlyList<EncodedRun> runs, ReadOnlySpan<RunPosition?> places, long?[]? indexes)
    {
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] is { } place)
                Change(writer, runs[i], place, indexes is null ? place.Index : indexes[i]);
            else
                Insert(writer, runs[i], indexes?[i]);
        }
    }

    private long?[] Order(Connection writer, ReadOnlySpan<RunPosition?> places)
    {
        RunsWrite write = this;
        return RunOrder.Plan(places, before => write.IndexBefore(writer, before));
    }

    // Unchanged runs that an older layout left in the session's row are stored, as long as they are there.
    private IReadOnlyList<EncodedRun> WithoutLegacy(Connection writer)
    {
        if (!Runs.Runs.Any(static run => run.Stored is { IsInSessionRow: true }))
            return Runs.Runs;
        HashSet<string> ids = [.. LegacyList.Read(writer, Tables, Action, SessionId).Select(run => run.Run.RunId)];
        return [.. Runs.Runs.Where(run => run is not { Row: null, Stored.IsInSessionRow: true } || !ids.Contains(run.RunId))];
    }

    private void Insert(Connection writer, in EncodedRun run, long? index)
    {
        if (run.Stored?.Key is not null)
            throw Nameless(run.RunId);
        if (run.Row is { } row)
        {
            Insert(writer, row, run.RunId, index);
            return;
        }
        using RowBuffer again = Runs.Encode(run.Stored!);
        Insert(writer, again, run.RunId, index);
    }

    private void Insert(Connection writer, RowBuffer row, string runId, long? index)
    {
        row.WriteString(RunTable.SessionId, SessionId);
        if (index is { } given)
            row.WriteInt64(RunTable.RunIndex, given);
        if (WritesRow(writer, Sql.Insert, Action, row))
            return;
        IgnoringTriggers.ThrowIfRunWasIgnored(writer, Tables.RunsTable, Action, SessionId, runId);
        throw OfAnother(Tables.RunsTable, SessionId, runId);
    }

    private void Change(Connection writer, in EncodedRun run, RunPosition place, long? index)
    {
        if (run.Row is { } row)
        {
            if (Runs.AreImported && place.Index is { } kept)
                row.WriteInt64(RunTable.RunIndex, kept);
            // An update leaves created_at, and the session remembers what is stored.
            if (!Runs.AreImported)
                row.WriteInt64(RunTable.CreatedAt, place.CreatedAt);
            row.WriteString(RunTable.SessionId, SessionId);
            if (run.Stored?.Key is StoredValue key)
                key.WriteTo(row, RunTable.RunId);
            if (!WritesRow(writer, Runs.AreImported ? Sql.Import : Sql.UpdateChanged, Action, row) && !Holds(writer, run, row))
                throw IgnoringTriggers.RunNotStored(Tables.RunsTable, SessionId, run.RunId);
        }
        if (index != place.Index)
            Move(writer, run, index!.Value);
    }

    // Data that is stored already is not written again.
    private bool Holds(Connection writer, in EncodedRun run, RowBuffer row)
    {
        using Statement statement = writer.Rent(Sql.ReadOne, Action);
        Bind(statement, run);
        return statement.Step() && statement.GetText(RunTable.RunData).SequenceEqual(row.GetBytes(RunTable.RunData));
    }

    private RunPosition? FindPosition(Connection writer, in EncodedRun run)
    {
        using Statement statement = writer.Rent(Sql.ReadPlace, Action);
        Bind(statement, run);
        return statement.Step() ? new(statement.GetKind(0) == ValueKind.Null ? null : statement.GetInt64(0), statement.GetInt64(1), run.RunId) : null;
    }

    private long? IndexBefore(Connection writer, long index)
    {
        using Statement statement = writer.Rent(Sql.ReadIndexBefore, Action);
        statement.Bind(1, SessionId);
        statement.Bind(2, index);
        return statement.Step() && statement.GetKind(0) != ValueKind.Null ? statement.GetInt64(0) : null;
    }

    private void Move(Connection writer, in EncodedRun run, long index)
    {
        using Statement statement = writer.Rent(Sql.Move, Action);
        Bind(statement, run);
        statement.Bind(3, index);
        statement.Step();
        if (writer.Changes == 0)
            throw IgnoringTriggers.RunNotStored(Tables.RunsTable, SessionId, run.RunId);
    }

    private void Bind(Statement statement, in EncodedRun run) => RunRows.Bind(statement, SessionId, run.RunId, run.Stored?.Key);

    private StorageException Nameless(string runId) =>
        new($"The session '{SessionId}' was not stored, because its run '{runId}' is not in table '{Tables.RunsTable}' any more, and can't be stored there again: its run_id was not valid text. Take the run out of the session's list.") { Table = Tables.RunsTable, SessionId = SessionId, RunId = runId };

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
        new($"The run '{runId}' was not stored with session '{sessionId}', because table '{table}' holds it as another session's: give it an id of its own.") { Table = table, SessionId = sessionId, RunId = runId };
}
