using Agno.Storage.Schema;

namespace Agno.Storage.Records;

/// <summary>
/// The contract between generated code and engines. The generator implements it for every type that carries
/// <see cref="SessionRecordAttribute"/>; nobody else does. Static abstract members make every call of an engine direct.
/// </summary>
/// <typeparam name="TSelf">The record.</typeparam>
public interface ISessionRecord<TSelf>
    where TSelf : class, ISessionRecord<TSelf>
{
    /// <summary>Columns, indexes, mode and version.</summary>
    static abstract SessionTable Table { get; }

    /// <summary>The runs of the record's sessions, which are stored as rows of their own; null where it has no member with <see cref="SessionRunsAttribute"/>.</summary>
    static virtual SessionRuns<TSelf>? Runs => null;

    /// <summary>Gives the record's SQL in a dialect, or null where the record was compiled without it.</summary>
    /// <param name="dialect">The dialect's name, such as <c>sqlite</c>.</param>
    /// <param name="table">The table the SQL is for.</param>
    static abstract SessionSql? GetSql(string dialect, SqlTable table);

    /// <summary>Encodes a session into a row: every ordinal below <see cref="SessionTable.RowLength"/> is written once, in order.</summary>
    /// <exception cref="ArgumentException">A member holds what can't be stored, such as a lone surrogate in plain text.</exception>
    static abstract void Write(TSelf session, RowBuffer row);

    /// <summary>Makes a session of an engine's row. Columns are read in ascending order.</summary>
    /// <exception cref="FormatException">A column's value does not fit the member. The column last asked for is the one at fault.</exception>
    /// <exception cref="OverflowException">A number is out of the member's range.</exception>
    /// <exception cref="System.Text.Json.JsonException">A JSON column is malformed.</exception>
    static abstract TSelf Read<TRow>(scoped ref TRow row)
        where TRow : struct, IRowReader, allows ref struct;

    /// <summary>The session's id.</summary>
    static abstract string GetSessionId(TSelf session);

    /// <summary>The session's <c>created_at</c>, in Unix seconds; null where it has none.</summary>
    static abstract long? GetCreatedAt(TSelf session);

    /// <summary>
    /// Gives the session with the times that were stored: the same instance where its times can be set, otherwise a copy. A member that can't be null stays as it is where NULL is stored.
    /// </summary>
    /// <param name="session">The session that was written.</param>
    /// <param name="createdAt">Unix seconds; null where NULL is stored.</param>
    /// <param name="updatedAt">Unix seconds; null where NULL is stored.</param>
    static abstract TSelf WithTimes(TSelf session, long? createdAt, long? updatedAt);

    /// <summary>Gives the session with the version that was stored, where the record has one: the same instance where it can be set, otherwise a copy.</summary>
    static virtual TSelf WithVersion(TSelf session, long version) => session;

    /// <summary>Fills what a version of the schema brought: calls the record's method that carries <see cref="SessionBackfillAttribute"/> for it.</summary>
    /// <param name="session">A session that was stored before that version, read in the record's shape of today.</param>
    /// <param name="version">The version.</param>
    /// <returns>The session to store: the same instance unless the method gives another.</returns>
    static virtual TSelf Backfill(TSelf session, int version) => session;
}
