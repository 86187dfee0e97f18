using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using Agno.Storage.Records;
using Agno.Storage.Schema;

namespace Agno.Storage.Sqlite.Statements;

/// <summary>The row that a statement stands on. Remembers which column was asked for last, so that an error can name it.</summary>
internal struct SqliteRow(Statement statement, string tableName) : IRowReader
{
    private const string InvalidUtf8 = "The text is not valid UTF-8.";

    private byte[]? _number;
    private ValueKind _lastKind;

    public readonly string TableName => tableName;

    /// <summary>The ordinal that was asked for last.</summary>
    public int LastOrdinal { get; private set; } = -1;

    // Asked up to three times for one value: SQLite is asked once.
    public ValueKind GetKind(int ordinal)
    {
        if (ordinal != LastOrdinal)
        {
            LastOrdinal = ordinal;
            _lastKind = statement.GetKind(ordinal);
        }
        return _lastKind;
    }

    public bool IsNull(int ordinal) => GetKind(ordinal) == ValueKind.Null;

    public long GetInt64(int ordinal) => GetKind(ordinal) is ValueKind.Integer
        ? statement.GetInt64(ordinal)
        : throw Unexpected(ordinal, "an integer");

    public double GetDouble(int ordinal) => GetKind(ordinal) is ValueKind.Real or ValueKind.Integer
        ? statement.GetDouble(ordinal)
        : throw Unexpected(ordinal, "a number");

    public ReadOnlySpan<byte> GetUtf8(int ordinal)
    {
        switch (GetKind(ordinal))
        {
            case ValueKind.Text:
                return statement.GetText(ordinal);
            case ValueKind.Null:
                return default;
            case ValueKind.Integer:
                return Format(statement.GetInt64(ordinal));
            case ValueKind.Real:
                return Format(statement.GetDouble(ordinal));
            default:
                throw Unexpected(ordinal, "text");
        }
    }

    [SkipLocalsInit]
    public string GetString(int ordinal)
    {
        if (GetKind(ordinal) is not (ValueKind.Text or ValueKind.Integer or ValueKind.Real))
            throw Unexpected(ordinal, "text");
        ReadOnlySpan<byte> utf8 = GetUtf8(ordinal);
        // Ids and names, mostly: decoded on the stack in one pass, unless it is the one that the row before had there.
        Span<char> chars = stackalloc char[128];
        if (utf8.Length <= chars.Length)
        {
            ref string? last = ref statement.LastString(ordinal);
            if (last is not null && last.Length == utf8.Length && Ascii.Equals(utf8, last))
                return last;
            return last = Utf8.ToUtf16(utf8, chars, out _, out int written, replaceInvalidSequences: false) == OperationStatus.Done
                ? new string(chars[..written])
                : throw new FormatException(InvalidUtf8);
        }
        return Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : throw new FormatException(InvalidUtf8);
    }

    public ReadOnlySpan<byte> GetBytes(int ordinal) => GetKind(ordinal) switch
    {
        ValueKind.Blob => statement.GetBlob(ordinal),
        ValueKind.Text => statement.GetText(ordinal),
        _ => throw Unexpected(ordinal, "bytes"),
    };

    // The shortest text that reads back as the same number; SQLite's own has 15 digits.
    private ReadOnlySpan<byte> Format<T>(T value)
        where T : IUtf8SpanFormattable
    {
        _number ??= new byte[32];
        value.TryFormat(_number, out int written, default, CultureInfo.InvariantCulture);
        return _number.AsSpan(0, written);
    }

    private readonly FormatException Unexpected(int ordinal, string wanted) =>
        new($"The stored value is {Describe(statement.GetKind(ordinal))}, not {wanted}.");

    private static string Describe(ValueKind kind) => kind switch
    {
        ValueKind.Null => "NULL",
        ValueKind.Integer => "an integer",
        ValueKind.Real => "a real number",
        ValueKind.Text => "text",
        _ => "a blob",
    };
}
