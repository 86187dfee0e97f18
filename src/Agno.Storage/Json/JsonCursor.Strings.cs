using System.Buffers;
using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace Agno.Storage.Json;

// Strings: plain ASCII is classified and widened in one pass; the rest goes through escapes and UTF-8.
public ref partial struct JsonCursor
{
    private const int MinScratch = 1024;

    private static readonly SearchValues<byte> EndsRun = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(code => (byte)code)]);

    /// <summary>Reads a string.</summary>
    public string ReadString()
    {
        if (SkipWhiteSpace() != '"')
            throw Unexpected("a string");
        return ReadNewString();
    }

    /// <summary>Reads a string or <c>null</c>.</summary>
    public string? ReadStringOrNull()
    {
        int next = SkipWhiteSpace();
        if (next == '"')
            return ReadNewString();
        if (next != 'n')
            throw Unexpected("a string");
        ReadLiteral("null"u8);
        return null;
    }

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
        int size = Encoding.UTF8.GetByteCount(chars);
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

    // Reads a string at its opening quote.
    private string ReadNewString()
    {
        ReadOnlySpan<byte> json = _json;
        int start = _position + 1;
        if (json.Length - start < ShortStrings.MaxLength)
            return new string(ReadChars());
        Vector128<byte> bytes = Vector128.Create(json.Slice(start, ShortStrings.MaxLength));
        int length = BitOperations.TrailingZeroCount(Special(bytes) | (1u << ShortStrings.MaxLength));
        if (length == ShortStrings.MaxLength || json[start + length] != '"')
            return new string(ReadChars());
        _position = start + length + 1;
        return (_shortStrings ??= ShortStrings.Rent()).Get(bytes & Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)length)), length);
    }

    // Reads a string at its opening quote into scratch memory.
    [MethodImpl(MethodImplOptions.NoInlining)] // Inlined into generated code, it lacks registers.
    private ReadOnlySpan<char> ReadChars()
    {
        ReadOnlySpan<byte> json = _json;
        Span<char> chars = _chars ??= ArrayPool<char>.Shared.Rent(MinScratch);
        int position = _position + 1;
        int written = 0;
        while (true)
        {
            if (chars.Length - written < Vector256<byte>.Count)
            {
                GrowChars(written, Vector256<byte>.Count);
                chars = _chars;
            }
            // 32 or 16 bytes at a time, as long as they are ASCII that stands for itself. Branches on that let the processor go ahead to the next ones.
            uint special;
            if (Vector256.IsHardwareAccelerated && json.Length - position >= Vector256<byte>.Count)
            {
                special = Widen(Vector256.Create(json.Slice(position, Vector256<byte>.Count)), chars.Slice(written, Vector256<byte>.Count));
                if (special == 0)
                {
                    position += Vector256<byte>.Count;
                    written += Vector256<byte>.Count;
                    continue;
                }
            }
            else if (json.Length - position >= Vector128<byte>.Count)
            {
                special = Widen(Vector128.Create(json.Slice(position, Vector128<byte>.Count)), chars.Slice(written, Vector128<byte>.Count));
                if (special == 0)
                {
                    position += Vector128<byte>.Count;
                    written += Vector128<byte>.Count;
                    continue;
                }
            }
            else
            {
                special = 1;
            }
            int plain = BitOperations.TrailingZeroCount(special);
            position += plain;
            written += plain;
            if ((uint)position >= (uint)json.Length)
            {
                _position = json.Length;
                throw Unexpected("the end of a string");
            }
            byte next = json[position];
            switch (next)
            {
                case (byte)'"':
                    _position = position + 1;
                    return chars[..written];
                case (byte)'\\' when (uint)(position + 1) < (uint)json.Length && Unescaped(json[position + 1]) is not 0 and byte unescaped:
                    chars[written++] = (char)unescaped;
                    position += 2;
                    break;
                case (byte)'\\':
                    _position = position;
                    written = ReadEscapes(written);
                    position = _position;
                    chars = _chars;
                    break;
                case < 0x20:
                    _position = position;
                    throw Unexpected("a character of a string (control characters are escaped)");
                case < 0x80:
                    chars[written++] = (char)next;
                    position++;
                    break;
                default:
                    _position = position;
                    written = TranscodeRun(written);
                    position = _position;
                    chars = _chars;
                    break;
            }
        }
    }

    // Widens ASCII, and says which bytes do not stand for themselves, a bit for each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Widen(Vector256<byte> bytes, Span<char> target)
    {
        (Vector256<ushort> low, Vector256<ushort> high) = Vector256.Widen(bytes);
        Span<ushort> units = MemoryMarshal.Cast<char, ushort>(target);
        low.CopyTo(units);
        high.CopyTo(units[Vector256<ushort>.Count..]);
        return (Vector256.Equals(bytes, Vector256.Create((byte)'"'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
            | Vector256.LessThan(bytes.AsSByte(), Vector256.Create((sbyte)0x20)).AsByte()).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Widen(Vector128<byte> bytes, Span<char> target)
    {
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(bytes);
        Span<ushort> units = MemoryMarshal.Cast<char, ushort>(target);
        low.CopyTo(units);
        high.CopyTo(units[Vector128<ushort>.Count..]);
        return Special(bytes);
    }

    // Which bytes do not stand for themselves, a bit for each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Special(Vector128<byte> bytes) =>
        (Vector128.Equals(bytes, Vector128.Create((byte)'"'))
            | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
            | Vector128.LessThan(bytes.AsSByte(), Vector128.Create((sbyte)0x20)).AsByte()).ExtractMostSignificantBits();

    // Reads escapes at the current offset, which come in rows where a script is written in them; gives how many units there are then. There is room for one.
    private int ReadEscapes(int written)
    {
        ReadOnlySpan<byte> json = _json;
        do
        {
            if (_chars!.Length == written)
                GrowChars(written, 1);
            char unit = ReadEscape();
            _chars[written++] = unit;
            if (char.IsSurrogate(unit) && Dialect == JsonDialect.Strict)
                CheckSurrogate(written);
        }
        while ((uint)_position < (uint)json.Length && json[_position] == '\\');
        return written;
    }

    // Transcodes characters beyond ASCII at the current offset, up to the next one of ASCII; gives how many units there are then.
    private int TranscodeRun(int written)
    {
        ReadOnlySpan<byte> json = _json;
        Span<char> chars = _chars;
        int i = _position;
        while ((uint)i < (uint)json.Length && json[i] >= 0x80)
        {
            if (chars.Length - written < 2)
            {
                GrowChars(written, 2);
                chars = _chars;
            }
            if (json.Length - i >= Vector128<byte>.Count && chars.Length - written >= Vector128<ushort>.Count
                && TryTranscodeFour(Vector128.Create(json.Slice(i, Vector128<byte>.Count)), chars.Slice(written, Vector128<ushort>.Count)))
            {
                i += 12;
                written += 4;
                continue;
            }
            uint first = json[i];
            if (first - 0xE0 < 0x10 && json.Length - i >= 3)
            {
                // Three bytes, which hold most scripts; not an overlong form, not a surrogate.
                uint second = json[i + 1], third = json[i + 2];
                uint unit = ((first & 0xF) << 12) | ((second & 0x3F) << 6) | (third & 0x3F);
                if ((second & 0xC0) != 0x80 || (third & 0xC0) != 0x80 || unit < 0x800 || unit - 0xD800 < 0x800)
                    throw ErrorAt(i, "Found bytes that are not valid UTF-8");
                chars[written++] = (char)unit;
                i += 3;
            }
            else if (first - 0xC2 < 0x1E && json.Length - i >= 2 && (json[i + 1] & 0xC0) == 0x80)
            {
                chars[written++] = (char)(((first & 0x1F) << 6) | (json[i + 1] & 0x3Fu));
                i += 2;
            }
            else
            {
                if (Rune.DecodeFromUtf8(json[i..], out Rune rune, out int consumed) != OperationStatus.Done)
                    throw ErrorAt(i, "Found bytes that are not valid UTF-8");
                written += rune.EncodeToUtf16(chars[written..]);
                i += consumed;
            }
        }
        _position = i;
        return written;
    }

    // Transcodes four characters of three bytes each, which hold most scripts; false if the bytes are anything else.
    private static bool TryTranscodeFour(Vector128<byte> bytes, Span<char> target)
    {
        // A lane for each character, its first byte highest.
        Vector128<uint> lanes = Vector128.Shuffle(bytes, Vector128.Create((byte)2, 1, 0, 255, 5, 4, 3, 255, 8, 7, 6, 255, 11, 10, 9, 255)).AsUInt32();
        Vector128<uint> units = (lanes & Vector128.Create(0x3Fu)) | ((lanes >>> 2) & Vector128.Create(0xFC0u)) | ((lanes >>> 4) & Vector128.Create(0xF000u));
        // No overlong form, no surrogate.
        Vector128<uint> isWrong = Vector128.LessThan(units, Vector128.Create(0x800u)) | Vector128.LessThan(units - Vector128.Create(0xD800u), Vector128.Create(0x800u));
        if ((lanes & Vector128.Create(0xF0C0C0u)) != Vector128.Create(0xE08080u) || isWrong != Vector128<uint>.Zero)
            return false;
        Vector128.Narrow(units, units).CopyTo(MemoryMarshal.Cast<char, ushort>(target));
        return true;
    }

    // A high surrogate must be followed by a low one: an escape is checked when the next character is known.
    private readonly void CheckSurrogate(int written)
    {
        int position = _position;
        char unit = _chars![written - 1];
        bool isPaired = char.IsHighSurrogate(unit)
            ? _json[position..] is [(byte)'\\', (byte)'u', (byte)'d' or (byte)'D', (byte)'c' or (byte)'d' or (byte)'e' or (byte)'f' or (byte)'C' or (byte)'D' or (byte)'E' or (byte)'F', ..]
            : written > 1 && char.IsHighSurrogate(_chars[written - 2]);
        if (!isPaired)
            throw ErrorAt(position - 6, "Found a lone surrogate");
    }

    private char ReadEscape()
    {
        int position = _position;
        ReadOnlySpan<byte> rest = _json[(position + 1)..];
        if (rest.IsEmpty)
            throw ErrorAt(_json.Length, "The text ends in an escape");
        int unit;
        if (rest[0] == 'u')
        {
            unit = rest.Length < 5 ? -1 : (HexValue(rest[1]) << 12) | (HexValue(rest[2]) << 8) | (HexValue(rest[3]) << 4) | HexValue(rest[4]);
            position += 6;
        }
        else
        {
            unit = Unescaped(rest[0]) is not 0 and byte unescaped ? unescaped : -1;
            position += 2;
        }
        if (unit < 0)
            throw ErrorAt(_position, "Found a malformed escape");
        _position = position;
        return (char)unit;
    }

    // What the letter of a short escape stands for; 0 where there is none.
    private static byte Unescaped(byte letter)
    {
        // Indexed by letter, from the quote on.
        ReadOnlySpan<byte> units = "\"\0\0\0\0\0\0\0\0\0\0\0\0/\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\\\0\0\0\0\0\b\0\0\0\f\0\0\0\0\0\0\0\n\0\0\0\r\0\t"u8;
        int index = letter - '"';
        return (uint)index < (uint)units.Length ? units[index] : (byte)0;
    }

    // The value of a hexadecimal digit; negative, whatever it is shifted and combined with, for what is none.
    private static int HexValue(byte digit)
    {
        ReadOnlySpan<sbyte> values =
        [
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -1, -1, -1, -1, -1, -1, 10, 11, 12, 13, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1,
            -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 10, 11, 12, 13, 14, 15,
        ];
        int index = digit - '0';
        return (uint)index < (uint)values.Length ? values[index] : -1;
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
                    ReadEscape();
                    break;
                default:
                    throw Unexpected("a character of a string (control characters are escaped)");
            }
        }
    }

    private static void CheckUtf8(ReadOnlySpan<byte> text, int offset)
    {
        if (!Utf8.IsValid(text))
            throw ErrorAt(offset, "Found a string that is not valid UTF-8");
    }

    private void GrowChars(int written, int needed)
    {
        // A string has at most one unit for each byte up to its quote: mostly it ends at the next one, and one growth is enough.
        int rest = _json[_position..].Length > 0 ? _json[(_position + 1)..].IndexOf((byte)'"') : 0;
        char[] grown = ArrayPool<char>.Shared.Rent(Math.Max(2 * _chars!.Length, checked(Math.Max(written, rest) + needed)));
        _chars.AsSpan(0, written).CopyTo(grown);
        ArrayPool<char>.Shared.Return(_chars);
        _chars = grown;
    }
}
