using System.Text;
using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using SQLitePCL;

namespace Agno.Storage.Sqlite.Statements;

/// <summary>A prepared statement of one connection. Whoever uses it holds the connection's gate.</summary>
internal sealed class Statement : IDisposable
{
    private readonly Connection _connection;
    private readonly sqlite3_stmt _handle;
    private bool _holdsRow;

    public Statement(Connection connection, string sql, string action)
    {
        _connection = connection;
        Sql = sql;
        IsRented = true;
        int code = raw.sqlite3_prepare_v2(connection.Db, sql, out _handle);
        if (code != raw.SQLITE_OK)
            throw SqliteError.Of(connection.Db, code, action, connection.Options);
        Action = action;
    }

    public string Sql { get; }

    /// <summary>What the statement does, for error messages: <c>Reading table 'agent_sessions'</c>.</summary>
    public string Action { get; }

    public bool IsRented { get; set; }

    /// <summary>Moves to the next row; false at the end.</summary>
    public bool Step()
    {
        int code = raw.sqlite3_step(_handle);
        return code switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            _ => throw SqliteError.Of(_connection.Db, code, Action, _connection.Options),
        };
    }

    public void Bind(int parameter, string value)
    {
        // Short texts, ids mostly, are encoded on the stack.
        const int MaxStackBytes = 512;
        int size = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (size <= MaxStackBytes)
        {
            Span<byte> utf8 = stackalloc byte[MaxStackBytes];
            BindText(parameter, utf8[..Encoding.UTF8.GetBytes(value, utf8)]);
        }
        else
        {
            BindText(parameter, Encoding.UTF8.GetBytes(value));
        }
    }

    public void Bind(int parameter, long value) => Check(raw.sqlite3_bind_int64(_handle, parameter, value));

    /// <summary>Binds a whole row: ordinal 0 to ?1, and so on.</summary>
    public void Bind(RowBuffer row)
    {
        for (int i = 0; i < row.Length; i++)
            Bind(i + 1, row, i);
    }

    /// <summary>Binds one value of a row.</summary>
    public void Bind(int parameter, RowBuffer row, int ordinal)
    {
        _holdsRow = true;
        switch (row.GetKind(ordinal))
        {
            case ValueKind.Integer:
                Check(raw.sqlite3_bind_int64(_handle, parameter, row.GetInt64(ordinal)));
                break;
            case ValueKind.Real:
                Check(raw.sqlite3_bind_double(_handle, parameter, row.GetDouble(ordinal)));
                break;
            case ValueKind.Text:
                BindText(parameter, row.GetBytes(ordinal));
                break;
            case ValueKind.Blob:
                BindBlob(parameter, row.GetBytes(ordinal));
                break;
            default:
                Check(raw.sqlite3_bind_null(_handle, parameter));
                break;
        }
    }

    public ValueKind GetKind(int ordinal) => raw.sqlite3_column_type(_handle, ordinal) switch
    {
        raw.SQLITE_INTEGER => ValueKind.Integer,
        raw.SQLITE_FLOAT => ValueKind.Real,
        raw.SQLITE_TEXT => ValueKind.Text,
        raw.SQLITE_BLOB => ValueKind.Blob,
        _ => ValueKind.Null,
    };

    public long GetInt64(int ordinal) => raw.sqlite3_column_int64(_handle, ordinal);

    public double GetDouble(int ordinal) => raw.sqlite3_column_double(_handle, ordinal);

    /// <summary>The UTF-8 of a text value; valid until the next step, reset or request for the column.</summary>
    public ReadOnlySpan<byte> GetText(int ordinal)
    {
        // Asking for text converts a UTF-16 value in place; after that its bytes are UTF-8. In a UTF-8 database they are already.
        if (_connection.IsUtf16)
            raw.sqlite3_column_text(_handle, ordinal);
        return raw.sqlite3_column_blob(_handle, ordinal);
    }

    public ReadOnlySpan<byte> GetBlob(int ordinal) => raw.sqlite3_column_blob(_handle, ordinal);

    public string GetString(int ordinal) => Encoding.UTF8.GetString(GetText(ordinal));

    public void Reset()
    {
        // The code is the last step's, which was reported then.
        raw.sqlite3_reset(_handle);
        // SQLite has copies of what was bound: a row's may be large.
        if (_holdsRow)
            raw.sqlite3_clear_bindings(_handle);
        _holdsRow = false;
    }

    public void Dispose() => _handle.Dispose();

    // An empty span has no address, and SQLite takes no address for NULL.
    private void BindText(int parameter, ReadOnlySpan<byte> utf8) =>
        Check(utf8.IsEmpty ? raw.sqlite3_bind_text(_handle, parameter, "") : raw.sqlite3_bind_text(_handle, parameter, utf8));

    private void BindBlob(int parameter, ReadOnlySpan<byte> bytes) =>
        Check(bytes.IsEmpty ? raw.sqlite3_bind_zeroblob(_handle, parameter, 0) : raw.sqlite3_bind_blob(_handle, parameter, bytes));

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw SqliteError.Of(_connection.Db, code, Action, _connection.Options);
    }
}
