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

/// <summary>Writes one run of a session.</summary>
/// <param name="sql">The record's statements.</param>
/// <param name="statement">The one that writes the row.</param>
/// <param name="action">For errors.</param>
/// <param name="sessionId">The session.</param>
/// <param name="userId">Whose session it must be; null for anybody's.</param>
/// <param name="row">The run.</param>
/// <param name="now">Unix seconds.</param>
internal readonly struct RunWrite(RunSql sql, string statement, string action, string sessionId, string? userId, RowBuffer row, long now) : IWrite<WrittenRun>
{
    public static bool IsCompound => true;

    public string Action => action;

    /// <summary>Whether it counts as a change of the session.</summary>
    public bool IsChange { get; init; } = true;

    public WrittenRun Run(Connection writer)
    {
        if (!Exists(writer, sql, action, sessionId, userId))
            return default;
        // Rows that are moved stay as they are.
        if (IsChange && row.GetKind(RunTable.UserId) != ValueKind.Null && IsAnothers(writer))
            return new(HasSession: true, Exists: false, Index: 0) { IsAnothers = true };
        (bool exists, long index) = RunsWrite.IndexOf(writer, statement, action, row);
        if (exists && IsChange)
            Touch(writer, sql, action, sessionId, now);
        return new(HasSession: true, exists, index);
    }

    private bool IsAnothers(Connection writer)
    {
        using Statement statement = writer.Rent(sql.SessionExistsOfAnother, action);
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
    public static void Touch(Connection writer, RunSql sql, string action, string sessionId, long now)
    {
        using Statement touch = writer.Rent(sql.Touch, action);
        touch.Bind(1, sessionId);
        touch.Bind(2, now);
        touch.Step();
    }
}

/// <summary>Deletes one run of a session, which counts as a change of the session; says whether there was one.</summary>
/// <param name="runsOn">Gives the record's statements, if there is a table of runs.</param>
/// <param name="action">For errors.</param>
/// <param name="sessionId">The session.</param>
/// <param name="runId">The run.</param>
/// <param name="userId">Whose session it must be; null for anybody's.</param>
/// <param name="now">Unix seconds.</param>
internal readonly struct RunDelete(Func<Connection, RunSql?> runsOn, string action, string sessionId, string runId, string? userId, long now) : IWrite<bool>
{
    public static bool IsCompound => true;

    public string Action => action;

    public bool Run(Connection writer)
    {
        if (runsOn(writer) is not { } sql || !RunWrite.Exists(writer, sql, action, sessionId, userId))
            return false;
        using Statement delete = writer.Rent(sql.Delete, action);
        delete.Bind(1, sessionId);
        delete.Bind(2, runId);
        delete.Step();
        if (writer.Changes == 0)
            return false;
        RunWrite.Touch(writer, sql, action, sessionId, now);
        return true;
    }
}
