using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using SQLitePCL;

namespace Agno.Storage.Sqlite.Statements;

/// <summary>
/// A prepared statement of one connection. Whoever uses it has entered the connection, and disposes of it to give it back: <c>using Statement statement = connection.Rent(...)</c>.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly Connection _connection;
    private StatementHandle _handle;
    private readonly string?[] _lastStrings;
    private bool _holdsRow;

    // What its user does with it, for error messages: "Reading from table 'agent_sessions'". Stores share statements by their text.
    private string _action;

    // Arguments, ids mostly, lie here until the next ones are bound: SQLite reads them where they are.
    private const int MaxArgumentBytes = 512;
    private byte[]? _arguments;
    private int _argumentBytes;

    public Statement(Connection connection, string sql, string action)
    {
        _connection = connection;
        _action = action;
        Sql = sql;
        IsRented = true;
        int code = raw.sqlite3_prepare_v2(connection.Db, sql, out sqlite3_stmt handle);
        if (code != raw.SQLITE_OK)
            throw connection.Failure(code, action);
        _handle = new(handle, connection.Native);
        ColumnCount = raw.sqlite3_column_count(handle);
        _lastStrings = new string?[ColumnCount];
    }

    public string Sql { get; }

    /// <summary>Whether somebody uses the statement.</summary>
    public bool IsRented { get; private set; }

    /// <summary>Whether the connection keeps it for whoever needs its text next.</summary>
    public bool IsKept { get; init; }

    /// <summary>Takes the statement for oneself.</summary>
    /// <param name="action">What it is used for, as the start of an error message.</param>
    public void Rent(string action)
    {
        IsRented = true;
        _action = action;
    }

    /// <summary>Leaves the statement to whoever rents it next.</summary>
    public void Return() => IsRented = false;

    /// <summary>Moves to the next row; false at the end.</summary>
    public bool Step()
    {
        int code = _handle.Step();
        return code switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            _ => throw _connection.Failure(code, _action),
        };
    }

    public void Bind(int parameter, string value)
    {
        _arguments ??= GC.AllocateUninitializedArray<byte>(MaxArgumentBytes, pinned: true);
        Span<byte> free = _arguments.AsSpan(_argumentBytes);
        int size = value.Length <= MaxArgumentBytes ? Encoding.UTF8.GetMaxByteCount(value.Length) : Encoding.UTF8.GetByteCount(value);
        bool fits = size <= free.Length;
        Span<byte> utf8 = fits ? free : new byte[size];
        // Another character in the place of a lone surrogate would make it another's id.
        if (Utf8.FromUtf16(value, utf8, out _, out int written, replaceInvalidSequences: false) != OperationStatus.Done)
            throw new ArgumentException("The text holds a lone surrogate, which is not a character: nothing can be stored or found by it.", nameof(value));
        ReadOnlySpan<byte> text = Whole(utf8[..written]);
        Check(fits ? _handle.BindPinnedText(parameter, text) : _handle.BindText(parameter, text));
        if (fits)
            _argumentBytes += written;
    }

    public void Bind(int parameter, long value) => Check(_handle.BindInt64(parameter, value));

    /// <summary>Binds a copy of a stored value, exactly as it was read.</summary>
    public void Bind(int parameter, in StoredValue value) => Check(value.Kind switch
    {
        ValueKind.Integer => _handle.BindInt64(parameter, value.Integer),
        ValueKind.Real => _handle.BindDouble(parameter, value.Real),
        ValueKind.Text => _handle.BindText(parameter, value.Bytes),
        ValueKind.Blob => _handle.BindBlob(parameter, value.Bytes),
        _ => _handle.BindNull(parameter),
    });

    /// <summary>Binds a copy of what a column of another statement's row holds.</summary>
    public void Bind(int parameter, Statement row, int ordinal)
    {
        if (row.GetKind(ordinal) == ValueKind.Text)
            Bind(parameter, row.GetText(ordinal));
        else
            Bind(parameter, row.GetValue(ordinal));
    }

    /// <summary>Binds a copy of text.</summary>
    public void Bind(int parameter, ReadOnlySpan<byte> utf8) => Check(_handle.BindText(parameter, utf8));

    /// <summary>Binds a whole row: ordinal 0 to ?1, and so on. The row must stay as it is until <see cref="Reset"/>.</summary>
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
                Check(_handle.BindInt64(parameter, row.GetInt64(ordinal)));
                break;
            case ValueKind.Real:
                Check(_handle.BindDouble(parameter, row.GetDouble(ordinal)));
                break;
            case ValueKind.Text:
                Check(_handle.BindPinnedText(parameter, Whole(row.GetBytes(ordinal))));
                break;
            case ValueKind.Blob:
                Check(_handle.BindPinnedBlob(parameter, row.GetBytes(ordinal)));
                break;
            default:
                Check(_handle.BindNull(parameter));
                break;
        }
    }

    /// <summary>Binds copies of the values that a query's parameters have: ordinal 0 to ?1, and so on. Some only say what the SQL is, which then has no such parameter.</summary>
    public void BindGiven(RowBuffer parameters)
    {
        int length = Math.Min(parameters.Length, _handle.ParameterCount);
        for (int i = 0; i < length; i++)
        {
            switch (parameters.GetKind(i))
            {
                case ValueKind.Integer:
                    Bind(i + 1, parameters.GetInt64(i));
                    break;
                case ValueKind.Real:
                    Check(_handle.BindDouble(i + 1, parameters.GetDouble(i)));
                    break;
                case ValueKind.Text:
                    Check(_handle.BindText(i + 1, Whole(parameters.GetBytes(i))));
                    break;
                case ValueKind.Blob:
                    Check(_handle.BindBlob(i + 1, parameters.GetBytes(i)));
                    break;
            }
        }
    }

    /// <summary>The short string that a column last had, to be given again.</summary>
    public ref string? LastString(int ordinal) => ref _lastStrings[ordinal];

    /// <summary>How many columns a row has.</summary>
    public int ColumnCount { get; }

    /// <summary>Copies the row that the statement stands on.</summary>
    public void CopyTo(RowBuffer row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            switch (GetKind(i))
            {
                case ValueKind.Integer:
                    row.WriteInt64(i, GetInt64(i));
                    break;
                case ValueKind.Real:
                    row.WriteDouble(i, GetDouble(i));
                    break;
                case ValueKind.Text:
                    row.WriteUtf8(i, GetText(i));
                    break;
                case ValueKind.Blob:
                    row.WriteBlob(i, GetBlob(i));
                    break;
                default:
                    row.WriteNull(i);
                    break;
            }
        }
    }

    /// <summary>Whether the row that the statement stands on is the same as one that was copied.</summary>
    public bool HoldsSame(RowBuffer row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            ValueKind kind = GetKind(i);
            bool isSame = kind == row.GetKind(i) && kind switch
            {
                ValueKind.Integer => GetInt64(i) == row.GetInt64(i),
                ValueKind.Real => GetDouble(i).Equals(row.GetDouble(i)),
                ValueKind.Text => GetText(i).SequenceEqual(row.GetBytes(i)),
                ValueKind.Blob => GetBlob(i).SequenceEqual(row.GetBytes(i)),
                _ => true,
            };
            if (!isSame)
                return false;
        }
        return true;
    }

    public ValueKind GetKind(int ordinal) => _handle.ColumnType(ordinal) switch
    {
        raw.SQLITE_INTEGER => ValueKind.Integer,
        raw.SQLITE_FLOAT => ValueKind.Real,
        raw.SQLITE_TEXT => ValueKind.Text,
        raw.SQLITE_BLOB => ValueKind.Blob,
        _ => ValueKind.Null,
    };

    public long GetInt64(int ordinal) => _handle.ColumnInt64(ordinal);

    public double GetDouble(int ordinal) => _handle.ColumnDouble(ordinal);

    /// <summary>The UTF-8 of a text value; valid until the next step, reset or request for the column.</summary>
    public ReadOnlySpan<byte> GetText(int ordinal)
    {
        // Asking for text converts a UTF-16 value in place; after that its bytes are UTF-8. In a UTF-8 database they are already.
        if (_connection.IsUtf16)
            _handle.ConvertToText(ordinal);
        return _handle.ColumnBlob(ordinal);
    }

    public ReadOnlySpan<byte> GetBlob(int ordinal) => _handle.ColumnBlob(ordinal);

    public string GetString(int ordinal) => Encoding.UTF8.GetString(GetText(ordinal));

    /// <summary>A copy of a value, whatever its type and whether its text is valid or not.</summary>
    public StoredValue GetValue(int ordinal) => GetKind(ordinal) switch
    {
        ValueKind.Integer => new(GetInt64(ordinal)),
        ValueKind.Real => new(GetDouble(ordinal)),
        ValueKind.Text => new(ValueKind.Text, GetText(ordinal).ToArray()),
        ValueKind.Blob => new(ValueKind.Blob, GetBlob(ordinal).ToArray()),
        _ => default,
    };

    public void Reset()
    {
        // The code is the last step's, which was reported then.
        _handle.Reset();
        _argumentBytes = 0;
        // A row's memory goes back to its pool.
        if (_holdsRow)
            _handle.ClearBindings();
        _holdsRow = false;
    }

    /// <summary>Gives the statement back to its connection, which keeps it or closes it.</summary>
    public void Dispose() => _connection.Return(this);

    /// <summary>Ends the statement itself.</summary>
    public void Close() => _handle.Dispose();

    // Two characters would become another one on their way into a database in UTF-16, and find and overwrite what has that one.
    private ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> utf8) =>
        !_connection.IsUtf16 || (utf8.IndexOf("\uFFFE"u8) < 0 && utf8.IndexOf("\uFFFF"u8) < 0)
            ? utf8
            : throw new StorageException($"{_action} failed: a text holds the character U+FFFE or U+FFFF, which SQLite replaces in a database that stores text as UTF-16. Remove it, or use a database in UTF-8.");

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw _connection.Failure(code, _action);
    }
}
