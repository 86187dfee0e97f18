using SQLitePCL;

namespace Agno.Storage.Sqlite;

/// <summary>A failure that SQLite reported, with its code.</summary>
internal sealed class SqliteStorageException(string message, int code) : StorageException(message)
{
    /// <summary>SQLite's extended result code.</summary>
    public int Code { get; } = code;

    /// <summary>Whether the statement names what the schema does not have: the table was dropped or changed since it was looked at.</summary>
    public bool IsSchemaMismatch => Code is raw.SQLITE_ERROR or raw.SQLITE_SCHEMA;
}

/// <summary>Turns SQLite's result codes into exceptions that say what to do.</summary>
internal static class SqliteError
{
    /// <summary>The exception for the connection's last failure.</summary>
    /// <param name="db">The connection.</param>
    /// <param name="code">The result code.</param>
    /// <param name="action">What was being done, as the start of a sentence: <c>Storing session 'a' in table 't'</c>.</param>
    /// <param name="options">The storage's options.</param>
    public static StorageException Of(sqlite3 db, int code, string action, SqliteStorageOptions options)
    {
        string said = raw.sqlite3_errmsg(db).utf8_to_string();
        int extended = raw.sqlite3_extended_errcode(db);
        if ((extended & 0xFF) != (code & 0xFF))
            extended = code;
        string message = $"{action} failed: {said} (SQLite error {extended}). {Advice(extended, options)}";
        if ((extended & 0xFF) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
            return new StorageBusyException(message);
        return new SqliteStorageException(message, extended)
        {
            Column = (extended & 0xFF) == raw.SQLITE_CONSTRAINT ? ColumnOf(said) : null,
        };
    }

    private static string Advice(int code, SqliteStorageOptions options) => (code & 0xFF) switch
    {
        raw.SQLITE_BUSY when code == raw.SQLITE_BUSY_SNAPSHOT =>
            "A list that is still being read on this connection holds an older state of the database, and another connection has written since: end the list, and try again.",
        raw.SQLITE_LOCKED => "A list on this connection is still being read: end it, and try again.",
        raw.SQLITE_BUSY =>
            $"Another connection held its lock longer than the busy timeout of {options.BusyTimeout.TotalMilliseconds:0} ms: raise SqliteStorageOptions.BusyTimeout, or shorten the other's transactions.",
        raw.SQLITE_NOTADB => "The file is not an SQLite database: check the path, or move the file away and let a new one be created.",
        raw.SQLITE_CORRUPT => "The file is damaged or truncated: restore it from a backup, or save what can be read with 'sqlite3 FILE .recover'.",
        raw.SQLITE_READONLY or raw.SQLITE_PERM => "The database can't be written: check the rights on the file and its directory, and that it is not opened read-only.",
        raw.SQLITE_CANTOPEN => "The file can't be opened: check that the path names a file, that its directory exists and what rights there are on both.",
        raw.SQLITE_FULL => "The disk is full: make room and try again; nothing of this write was stored.",
        raw.SQLITE_IOERR => "The disk reported an error, the file was removed or truncated while it was open, or it may not grow (a quota, a limit): check the device and the file.",
        raw.SQLITE_TOOBIG => "The value is larger than SQLite takes (1,000,000,000 bytes in one row): store less in one session.",
        raw.SQLITE_CONSTRAINT when code == raw.SQLITE_CONSTRAINT_NOTNULL => "The table requires a value there: set the member before storing the session.",
        raw.SQLITE_CONSTRAINT => "The table has a rule that the session breaks: change the session or the table.",
        raw.SQLITE_ERROR => "The table is not as the record expects it: call CompareSchemaAsync to see how it differs.",
        _ => "The stored data is as it was.",
    };

    // "NOT NULL constraint failed: agent_sessions.user_id"
    private static string? ColumnOf(string said) => said.LastIndexOf('.') is var dot and > 0 ? said[(dot + 1)..] : null;
}
