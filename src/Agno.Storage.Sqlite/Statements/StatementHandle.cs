using SQLitePCL;

namespace Agno.Storage.Sqlite.Statements;

/// <summary>
/// SQLite's own statement. On connections of ours its calls go straight into the library; on the caller's, which may have mutexes, and where the library
/// can't be found, through SQLitePCLRaw.
/// </summary>
internal unsafe struct StatementHandle(sqlite3_stmt statement, NativeSqlite? native) : IDisposable
{
    // What SQLite makes of a bound value's memory: it copies it, or the memory outlives the statement's use of it.
    private const nint Transient = -1;
    private const nint Static = 0;

    private readonly nint _pointer = statement.DangerousGetHandle();

    // A value of the row, which is asked several things: SQLite looks for it once.
    private int _ordinal = -1;
    private nint _value;

    /// <summary>The number of the last parameter.</summary>
    public readonly int ParameterCount => raw.sqlite3_bind_parameter_count(statement);

    public int Step()
    {
        _ordinal = -1;
        return native is null ? raw.sqlite3_step(statement) : native.Step(_pointer);
    }

    public int Reset() => native is null ? raw.sqlite3_reset(statement) : native.Reset(_pointer);

    public int ClearBindings() => native is null ? raw.sqlite3_clear_bindings(statement) : native.ClearBindings(_pointer);

    public int BindNull(int parameter) => native is null ? raw.sqlite3_bind_null(statement, parameter) : native.BindNull(_pointer, parameter);

    public int BindInt64(int parameter, long value) => native is null ? raw.sqlite3_bind_int64(statement, parameter, value) : native.BindInt64(_pointer, parameter, value);

    public int BindDouble(int parameter, double value) => native is null ? raw.sqlite3_bind_double(statement, parameter, value) : native.BindDouble(_pointer, parameter, value);

    /// <summary>Binds text, which is copied.</summary>
    public int BindText(int parameter, ReadOnlySpan<byte> utf8) => BindText(parameter, utf8, Transient);

    /// <summary>Binds text in pinned memory that stays as it is until the bindings are cleared: SQLite uses it where it is.</summary>
    public int BindPinnedText(int parameter, ReadOnlySpan<byte> utf8) => BindText(parameter, utf8, Static);

    private int BindText(int parameter, ReadOnlySpan<byte> utf8, nint lifetime)
    {
        // An empty span has no address, and SQLite takes no address for NULL.
        if (utf8.IsEmpty)
            return raw.sqlite3_bind_text(statement, parameter, "");
        if (native is null)
            return raw.sqlite3_bind_text(statement, parameter, utf8);
        fixed (byte* text = utf8)
            return native.BindText(_pointer, parameter, text, utf8.Length, lifetime);
    }

    /// <summary>Binds bytes, which are copied.</summary>
    public int BindBlob(int parameter, ReadOnlySpan<byte> bytes) => BindBlob(parameter, bytes, Transient);

    /// <summary>Binds bytes in pinned memory that stays as it is until the bindings are cleared.</summary>
    public int BindPinnedBlob(int parameter, ReadOnlySpan<byte> bytes) => BindBlob(parameter, bytes, Static);

    private int BindBlob(int parameter, ReadOnlySpan<byte> bytes, nint lifetime)
    {
        if (bytes.IsEmpty)
            return raw.sqlite3_bind_zeroblob(statement, parameter, 0);
        if (native is null)
            return raw.sqlite3_bind_blob(statement, parameter, bytes);
        fixed (byte* start = bytes)
            return native.BindBlob(_pointer, parameter, start, bytes.Length, lifetime);
    }

    public int ColumnType(int ordinal) => native is null ? raw.sqlite3_column_type(statement, ordinal) : native.ValueType(Value(ordinal));

    public long ColumnInt64(int ordinal) => native is null ? raw.sqlite3_column_int64(statement, ordinal) : native.ValueInt64(Value(ordinal));

    public double ColumnDouble(int ordinal) => native is null ? raw.sqlite3_column_double(statement, ordinal) : native.ValueDouble(Value(ordinal));

    /// <summary>A value's bytes; valid until the next step, reset or request for the column.</summary>
    public ReadOnlySpan<byte> ColumnBlob(int ordinal) =>
        native is null ? raw.sqlite3_column_blob(statement, ordinal) : new(native.ValueBlob(Value(ordinal)), native.ValueBytes(Value(ordinal)));

    /// <summary>Makes a value UTF-8 text in place, where it isn't.</summary>
    public void ConvertToText(int ordinal)
    {
        if (native is null)
            raw.sqlite3_column_text(statement, ordinal);
        else
            native.ValueText(Value(ordinal));
    }

    public void Dispose() => statement.Dispose();

    private nint Value(int ordinal)
    {
        if (ordinal != _ordinal)
        {
            _value = native!.ColumnValue(_pointer, ordinal);
            _ordinal = ordinal;
        }
        return _value;
    }
}
