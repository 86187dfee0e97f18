using System.Buffers;
using System.Buffers.Text;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace Agno.Storage.Json;

// Strings: plain ASCII is classified and widened in one pass; the rest goes through escapes and UTF-8.
public ref partial struct JsonCursor
{
    private const int MinScratch = 256;

    private static readonly SearchValues<byte> EndsRun = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(code => (byte)code)]);

    /// <summary>Reads a string.</summary>
    public string ReadString()
    {
        if (SkipWhiteSpace() != '"')
            throw Unexpected("a string");
        return new string(ReadChars());
    }

    /// <summary>Reads a string or <c>null</c>.</summary>
    public string? ReadStringOrNull() => TryReadNull() ? null : ReadString();

    /// <summary>Reads a string of one UTF-16 unit.</summary>
    public char ReadChar()
    {
        if (SkipWhiteSpace() != '"')
            throw Unexpected("a string of one character");
        int start = _position;
        ReadOnlySpan<char> chars = ReadChars();
        return chars.Length == 1 ? chars[0] : throw ErrorAt(start, "Found a string that is not one character");
    }

    /// <summary>Reads a string and gives its UTF-8, unescaped; valid until the next call. A lone surrogate is an error.</summary>
    public ReadOnlySpan<byte> ReadUtf8String()
    {
        if (SkipWhiteSpace() != '"')
            throw Unexpected("a string");
        int start = _position + 1;
        int length = _json[start..].IndexOfAny(EndsRun);
        if (length >= 0 && _json[start + length] == '"')
        {
            ReadOnlySpan<byte> text = _json.Slice(start, length);
            CheckUtf8(text, start);
            _position = start + length + 1;
            return text;
        }
        ReadOnlySpan<char> chars = ReadChars();
        int size = Encoding.UTF8.GetMaxByteCount(chars.Length);
        if (_bytes is null || _bytes.Length < size)
        {
            if (_bytes is not null)
                ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = ArrayPool<byte>.Shared.Rent(size);
        }
        return Utf8.FromUtf16(chars, _bytes, out _, out int written, replaceInvalidSequences: Dialect == JsonDialect.Python) == OperationStatus.Done
            ? _bytes.AsSpan(0, written)
            : throw ErrorAt(start, "Found a string with a lone surrogate");
    }

    // Reads a string at its opening quote into scratch memory.
    private ReadOnlySpan<char> ReadChars()
    {
        ReadOnlySpan<byte> json = _json;
        int position = _position + 1;
        _chars ??= ArrayPool<char>.Shared.Rent(MinScratch);
        int written = 0;
        while (true)
        {
            // 16 bytes at a time, as long as they are ASCII that stands for itself.
            while (json.Length - position >= Vector128<byte>.Count)
            {
                if (_chars.Length - written < Vector128<byte>.Count)
                    GrowChars(written, Vector128<byte>.Count);
                Vector128<byte> bytes = Vector128.Create(json.Slice(position, Vector128<byte>.Count));
                (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(bytes);
                Span<ushort> target = System.Runtime.InteropServices.MemoryMarshal.Cast<char, ushort>(_chars.AsSpan(written, Vector128<byte>.Count));
                low.CopyTo(target);
                high.CopyTo(target[Vector128<ushort>.Count..]);
                Vector128<byte> special = Vector128.Equals(bytes, Vector128.Create((byte)'"'))
                    | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                    | Vector128.LessThan(bytes.AsSByte(), Vector128.Create((sbyte)0x20)).AsByte();
                if (special == Vector128<byte>.Zero)
                {
                    position += Vector128<byte>.Count;
                    written += Vector128<byte>.Count;
                    continue;
                }
                int run = System.Numerics.BitOperations.TrailingZeroCount(special.ExtractMostSignificantBits());
                position += run;
                written += run;
                break;
            }
            if (position >= json.Length)
            {
                _position = json.Length;
                throw Unexpected("the end of a string");
            }
            byte next = json[position];
            switch (next)
            {
                case (byte)'"':
                    _position = position + 1;
                    return _chars.AsSpan(0, written);
                case (byte)'\\':
                    if (_chars.Length == written)
                        GrowChars(written, 1);
                    _chars[written++] = ReadEscape(ref position);
                    if (char.IsSurrogate(_chars[written - 1]) && Dialect == JsonDialect.Strict)
                        CheckSurrogate(written, position);
                    break;
                case < 0x20:
                    _position = position;
                    throw Unexpected("a character of a string (control characters are escaped)");
                case < 0x80:
                    if (_chars.Length == written)
                        GrowChars(written, 1);
                    _chars[written++] = (char)next;
                    position++;
                    break;
                default:
                    written += TranscodeRun(ref position, written);
                    break;
            }
        }
    }

    // Transcodes up to the next quote, escape or control character.
    private int TranscodeRun(ref int position, int written)
    {
        ReadOnlySpan<byte> rest = _json[position..];
        int length = rest.IndexOfAny(EndsRun);
        if (length < 0)
            length = rest.Length;
        if (_chars!.Length - written < length)
            GrowChars(written, length);
        if (Utf8.ToUtf16(rest[..length], _chars.AsSpan(written), out int read, out int count, replaceInvalidSequences: false) != OperationStatus.Done)
            throw ErrorAt(position + read, "Found bytes that are no UTF-8");
        position += length;
        return count;
    }

    // A high surrogate must be followed by a low one: an escape is checked when the next character is known.
    private readonly void CheckSurrogate(int written, int position)
    {
        char unit = _chars![written - 1];
        bool isPaired = char.IsHighSurrogate(unit)
            ? _json[position..] is [(byte)'\\', (byte)'u', (byte)'d' or (byte)'D', (byte)'c' or (byte)'d' or (byte)'e' or (byte)'f' or (byte)'C' or (byte)'D' or (byte)'E' or (byte)'F', ..]
            : written > 1 && char.IsHighSurrogate(_chars[written - 2]);
        if (!isPaired)
            throw ErrorAt(position - 6, "Found a lone surrogate");
    }

    private readonly char ReadEscape(ref int position)
    {
        ReadOnlySpan<byte> rest = _json[(position + 1)..];
        if (rest.IsEmpty)
            throw ErrorAt(_json.Length, "The text ends in an escape");
        char plain = rest[0] switch
        {
            (byte)'"' => '"',
            (byte)'\\' => '\\',
            (byte)'/' => '/',
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            _ => '\0',
        };
        if (plain != '\0')
        {
            position += 2;
            return plain;
        }
        if (rest[0] != 'u' || rest.Length < 5 || !TryReadHex(rest.Slice(1, 4), out int unit))
            throw ErrorAt(position, "Found a malformed escape");
        position += 6;
        return (char)unit;
    }

    private static bool TryReadHex(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (byte digit in digits)
        {
            int nibble = digit switch
            {
                >= (byte)'0' and <= (byte)'9' => digit - '0',
                >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
                _ => -1,
            };
            if (nibble < 0)
                return false;
            value = (value << 4) | nibble;
        }
        return true;
    }

    private void SkipString()
    {
        int start = ++_position;
        while (true)
        {
            int length = _json[_position..].IndexOfAny(EndsRun);
            if (length < 0)
            {
                _position = _json.Length;
                throw Unexpected("the end of a string");
            }
            CheckUtf8(_json.Slice(_position, length), _position);
            _position += length;
            switch (_json[_position])
            {
                case (byte)'"':
                    _position++;
                    return;
                case (byte)'\\':
                    ReadEscape(ref _position);
                    break;
                default:
                    throw Unexpected("a character of a string (control characters are escaped)");
            }
        }
    }

    private static void CheckUtf8(ReadOnlySpan<byte> text, int offset)
    {
        if (!Utf8.IsValid(text))
            throw ErrorAt(offset, "Found a string that is no UTF-8");
    }

    private void GrowChars(int written, int needed)
    {
        char[] grown = ArrayPool<char>.Shared.Rent(Math.Max(2 * _chars!.Length, checked(written + needed)));
        _chars.AsSpan(0, written).CopyTo(grown);
        ArrayPool<char>.Shared.Return(_chars);
        _chars = grown;
    }
}
