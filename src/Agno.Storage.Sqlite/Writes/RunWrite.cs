using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>What came of a write of one run.</summary>
/// <param name="HasSession">Whether there is the session, and it is the user's; nothing was written otherwise.</param>
/// <param name="Exists">Whether the run was written.</param>
/// <param name="Index">The run's index.</param>
internal readonly record struct WrittenRun(bool HasSession, bool Exists, long Index)
{
    /// <summary>Whether the run says that it is another user's than its session is; nothing was written then.</summary>
    public bool IsAnothers { get; init; }
}

/// <summary>What a write of one run is to do.</summary>
internal enum RunChange
{
    /// <summary>Store a run that is new.</summary>
    Append,

    /// <summary>Store a run that is there anew.</summary>
    Update,

    /// <summary>Store a row as it is, which is no change of the session.</summary>
    Import,
}

/// <summary>Writes one run of a session.</summary>
/// <param name="tables">Where the session's runs are.</param>
/// <param name="change">What is done.</param>
/// <param name="action">For errors.</param>
/// <param name="sessionId">The session.</param>
/// <param name="userId">Whose session it must be; null for anybody's.</param>
/// <param name="row">The run.</param>
/// <param name="now">Unix seconds.</param>
internal readonly struct RunWrite(IRunTables tables, RunChange change, string action, string sessionId, string? userId, RowBuffer row, long now) : IWrite<WrittenRun>
{
    public static bool IsCompound => true;

    public string Action => action;

    public WrittenRun Run(Connection writer)
    {
        if (!Exists(writer, tables.Sql, action, sessionId, userId))
            return default;
        // Rows that are moved stay as they are.
        if (change != RunChange.Import && row.GetKind(RunTable.UserId) != ValueKind.Null && IsAnothers(writer))
            return new(HasSession: true, Exists: false, Index: 0) { IsAnothers = true };
        string id = tables.StoredId(writer, action, sessionId);
        if (id != sessionId)
            row.WriteString(RunTable.SessionId, id);
        if (Write(writer, id) is not { } index)
            return new(HasSession: true, Exists: false, Index: 0);
        if (change != RunChange.Import)
            Touch(writer, tables, action, id, now);
        return new(HasSession: true, Exists: true, index);
    }

    private string RunId => row.GetString(RunTable.RunId);

    // Gives the run's index; null where it was not written.
    private long? Write(Connection writer, string id)
    {
        switch (change)
        {
            case RunChange.Append:
                return IsInList(writer, id) ? null : Insert(writer, tables.Sql.Insert, id);
            case RunChange.Import:
                return Insert(writer, tables.Sql.Import, id);
            default:
                if (RunsWrite.IndexOf(writer, tables.Sql.Update, action, row) is { Exists: true, Index: var index })
                    return index;
                if (RunDelete.IsThere(writer, tables, action, id, RunId))
                    throw IgnoringTriggers.RunNotStored(tables.RunsTable, id, RunId);
                // The row counts from now on, not what an older layout left in the session's row.
                if (!IsInList(writer, id))
                    return null;
                return Insert(writer, tables.Sql.Insert, id) ?? throw RunsWrite.OfAnother(tables.RunsTable, id, RunId);
        }
    }

    private long? Insert(Connection writer, string statement, string id)
    {
        (bool exists, long index) = RunsWrite.IndexOf(writer, statement, action, row);
        if (exists)
            return index;
        IgnoringTriggers.ThrowIfRunWasIgnored(writer, tables.RunsTable, action, id, RunId);
        return null;
    }

    // Nothing is made of the run's id where there are no lists.
    private bool IsInList(Connection writer, string id) => tables.FindList(writer) is { } list && LegacyList.Holds(writer, list, action, id, RunId);

    private bool IsAnothers(Connection writer)
    {
        using Statement statement = writer.Rent(tables.Sql.SessionExistsOfAnother, action);
        statement.Bind(1, sessionId);
        statement.Bind(2, row, RunTable.UserId);
        return statement.Step();
    }

    /// <summary>Whether there is the session, and it is the user's.</summary>
    public static bool Exists(Connection connection, RunSql sql, string action, string sessionId, string? userId)
    {
        using Statement exists = connection.Rent(userId is null ? sql.SessionExists : sql.SessionExistsOfUser, action);
        exists.Bind(1, sessionId);
        if (userId is not null)
            exists.Bind(2, userId);
        return exists.Step();
    }

    /// <summary>Counts the change of a run as one of its session.</summary>
    public static void Touch(Connection writer, IRunTables tables, string action, string sessionId, long now)
    {
        using Statement touch = writer.Rent(tables.Sql.Touch, action);
        touch.Bind(1, sessionId);
        touch.Bind(2, now);
        touch.Step();
        if (writer.Changes == 0)
            throw IgnoringTriggers.SessionNotChanged(tables.SessionsTable, sessionId);
    }
}

/// <summary>Deletes one run of a session, from the table and from what an older layout left in the session's row; that counts as a change of the session. Says whether there was one.</summary>
/// <param name="tables">Where the session's runs are.</param>
/// <param name="action">For errors.</param>
/// <param name="sessionId">The session.</param>
/// <param name="runId">The run.</param>
/// <param name="userId">Whose session it must be; null for anybody's.</param>
/// <param name="now">Unix seconds.</param>
internal readonly struct RunDelete(IRunTables tables, string action, string sessionId, string runId, string? userId, long now) : IWrite<bool>
{
    public static bool IsCompound => true;

    public string Action => action;

    public bool Run(Connection writer)
    {
        if (!RunWrite.Exists(writer, tables.Sql, action, sessionId, userId))
            return false;
        string id = tables.StoredId(writer, action, sessionId);
        bool isDeleted = tables.HasRuns(writer) && DeleteRow(writer, tables, action, id, runId);
        isDeleted |= LegacyList.Remove(writer, tables, action, id, runId);
        if (isDeleted)
            RunWrite.Touch(writer, tables, action, id, now);
        return isDeleted;
    }

    /// <summary>Deletes the row of a run; says whether there was one.</summary>
    public static bool DeleteRow(Connection writer, IRunTables tables, string action, string sessionId, string runId)
    {
        using Statement delete = writer.Rent(tables.Sql.Delete, action);
        delete.Bind(1, sessionId);
        delete.Bind(2, runId);
        delete.Step();
        if (writer.Changes > 0)
            return true;
        return IsThere(writer, tables, action, sessionId, runId) ? throw IgnoringTriggers.RunNotDeleted(tables.RunsTable, sessionId, runId) : false;
    }

    /// <summary>Whether the table has the run.</summary>
    public static bool IsThere(Connection writer, IRunTables tables, string action, string sessionId, string runId)
    {
        using Statement place = writer.Rent(tables.Sql.ReadPlace, action);
        place.Bind(1, sessionId);
        place.Bind(2, runId);
        return place.Step();
    }
}
