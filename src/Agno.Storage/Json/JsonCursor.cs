using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Agno.Storage.Json;

/// <summary>
/// A strict forward reader of JSON in UTF-8, which generated code asks for what it expects next. Everything that is passed over is
/// checked too. Errors are <see cref="JsonException"/>s with the byte offset in <see cref="JsonException.BytePositionInLine"/>.
/// Dispose of it to give its scratch memory back.
/// </summary>
public ref partial struct JsonCursor
{
    /// <summary>How deep arrays and objects may nest unless said otherwise.</summary>
    public const int DefaultMaxDepth = 512;

    private readonly ReadOnlySpan<byte> _json;
    private readonly int _maxDepth;
    private int _position;
    private int _depth;

    // Whether a container was just opened, so that no comma comes before its next item.
    private bool _isFirst;
    private char[]? _chars;
    private byte[]? _bytes;
    private ShortStrings? _shortStrings;

    /// <summary>Starts before a JSON text.</summary>
    /// <param name="utf8Json">The text.</param>
    /// <param name="dialect">Which text is accepted.</param>
    /// <param name="maxDepth">How deep arrays and objects may nest.</param>
    public JsonCursor(ReadOnlySpan<byte> utf8Json, JsonDialect dialect = JsonDialect.Strict, int maxDepth = DefaultMaxDepth)
    {
        _json = utf8Json;
        _maxDepth = maxDepth;
        Dialect = dialect;
    }

    /// <summary>How many bytes were read.</summary>
    public readonly int Offset => _position;

    /// <summary>Which text is accepted.</summary>
    public JsonDialect Dialect { get; }

    /// <summary>Gives scratch memory back. The cursor must not be used afterwards.</summary>
    public void Dispose()
    {
        if (_chars is not null)
            ArrayPool<char>.Shared.Return(_chars);
        if (_bytes is not null)
            ArrayPool<byte>.Shared.Return(_bytes);
        _shortStrings?.Return();
        _chars = null;
        _bytes = null;
        _shortStrings = null;
    }

    /// <summary>Checks that only white space follows.</summary>
    public void ReadEnd()
    {
        if (SkipWhiteSpace() != EndOfText)
            throw Unexpected("the end of the text");
    }

    /// <summary>What kind of value comes next; in Python's dialect NaN and infinities are numbers.</summary>
    public JsonValueKind PeekKind() => SkipWhiteSpace() switch
    {
        '{' => JsonValueKind.Object,
        '[' => JsonValueKind.Array,
        '"' => JsonValueKind.String,
        't' => JsonValueKind.True,
        'f' => JsonValueKind.False,
        'n' => JsonValueKind.Null,
        '-' or (>= '0' and <= '9') => JsonValueKind.Number,
        'N' or 'I' when Dialect == JsonDialect.Python => JsonValueKind.Number,
        _ => throw Unexpected("a value"),
    };

    /// <summary>Reads <c>null</c> if it comes next; otherwise nothing is read.</summary>
    public bool TryReadNull()
    {
        if (SkipWhiteSpace() != 'n')
            return false;
        ReadLiteral("null"u8);
        return true;
    }

    /// <summary>Reads <c>true</c> or <c>false</c>.</summary>
    public bool ReadBoolean()
    {
        switch (SkipWhiteSpace())
        {
            case 't':
                ReadLiteral("true"u8);
                return true;
            case 'f':
                ReadLiteral("false"u8);
                return false;
            default:
                throw Unexpected("true or false");
        }
    }

    /// <summary>An exception at the current offset, for what the text means rather than how it is written.</summary>
    public readonly JsonException Error(string message) => ErrorAt(_position, message);

    private static JsonException ErrorAt(int offset, string message) =>
        new($"{message} (byte {offset})", path: null, lineNumber: 0, bytePositionInLine: offset);

    private const int EndOfText = -1;

    private static ReadOnlySpan<byte> WhiteSpace => " \t\r\n"u8;

    // The next byte that is not white space, without reading it.
    private int SkipWhiteSpace()
    {
        ReadOnlySpan<byte> json = _json;
        int position = _position;
        return (uint)position < (uint)json.Length && json[position] > ' ' ? json[position] : PassWhiteSpace();
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // Compact text has none.
    private int PassWhiteSpace()
    {
        ReadOnlySpan<byte> json = _json;
        for (; (uint)_position < (uint)json.Length; _position++)
        {
            byte next = json[_position];
            if (next > ' ')
                return next;
            if (!WhiteSpace.Contains(next))
                throw Unexpected("a value");
        }
        return EndOfText;
    }

    private void ReadLiteral(ReadOnlySpan<byte> literal)
    {
        if (!_json[_position..].StartsWith(literal))
            throw Unexpected("a value");
        _position += literal.Length;
    }

    private readonly JsonException Unexpected(string wanted)
    {
        if (_position >= _json.Length)
            return ErrorAt(_json.Length, $"The text ends where {wanted} is expected");
        byte found = _json[_position];
        return ErrorAt(_position, found is > 0x20 and < 0x7F ? $"Found '{(char)found}' where {wanted} is expected" : $"Found the byte 0x{found:X2} where {wanted} is expected");
    }
}
