using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Agno.Storage.Json;

// Strings: ASCII that needs no escape is checked and narrowed 16 units at a time.
public ref partial struct JsonEmitter
{
    // The longest that one UTF-16 unit becomes: \uXXXX.
    private const int MaxEscape = 6;

    // Which units of the basic plane System.Text.Json's relaxed encoder writes as they are; asked once.
    private static ReadOnlySpan<byte> WrittenAsIs => BasicPlane.AsIs;

    /// <summary>Writes a string, or <c>null</c>.</summary>
    public void WriteString(string? value)
    {
        if (value is null)
            WriteNull();
        else
            WriteString(value.AsSpan());
    }

    /// <summary>Writes a string.</summary>
    public void WriteString(scoped ReadOnlySpan<char> value)
    {
        WriteChars(value);
        _needsComma = true;
    }

    /// <summary>Writes a string of one UTF-16 unit.</summary>
    public void WriteChar(char value) => WriteString([value]);

    private void WriteChars(scoped ReadOnlySpan<char> value)
    {
        // The quotes, the text as ASCII, and the vector that may be written beyond its end.
        Reserve(value.Length + Vector128<byte>.Count + 2);
        _span[_position++] = (byte)'"';
        int i = WriteRun(value);
        if (i < value.Length)
            WriteRest(value[i..]);
        Reserve(1);
        _span[_position++] = (byte)'"';
    }

    // Writes from a unit that does not stand for itself to the end: unit by unit, until a stretch of plain ASCII makes vectors worth while again.
    private void WriteRest(scoped ReadOnlySpan<char> value)
    {
        const int Piece = 256;
        const int WorthAVector = 8;
        int i = 0;
        while (i < value.Length)
        {
            // Room for a piece at its longest, whose last unit may be half of a pair, and for the rest as ASCII.
            Reserve(((Piece + 1) * MaxEscape) + value.Length - i + Vector128<byte>.Count);
            int end = Math.Min(i + Piece, value.Length);
            int plain = 0;
            ReadOnlySpan<byte> asIs = WrittenAsIs;
            Span<byte> span = _span;
            int position = _position;
            while (i < end && plain < WorthAVector)
            {
                char unit = value[i];
                if (unit >= 0x800 && (asIs[unit >> 3] & (1 << (unit & 7))) != 0)
                {
                    // Three bytes hold most scripts.
                    Span<byte> target = span.Slice(position, 3);
                    target[0] = (byte)(0xE0 | (unit >> 12));
                    target[1] = (byte)(0x80 | ((unit >> 6) & 0x3F));
                    target[2] = (byte)(0x80 | (unit & 0x3F));
                    position += 3;
                    i++;
                    plain = 0;
                }
                else if (unit is >= ' ' and < (char)0x7F and not ('"' or '\\'))
                {
                    span[position++] = (byte)unit;
                    i++;
                    plain++;
                }
                else if (Shorthand(unit) is not 0 and byte shorthand)
                {
                    Span<byte> target = span.Slice(position, 2);
                    target[0] = (byte)'\\';
                    target[1] = shorthand;
                    position += 2;
                    i++;
                    plain = 0;
                }
                else
                {
                    _position = position;
                    i += WriteOther(value, i);
                    position = _position;
                    plain = 0;
                }
            }
            _position = position;
            if (plain == WorthAVector)
                i += WriteRun(value[i..]);
        }
    }

    // Writes ASCII that stands for itself; gives how much. There is room for all of it and one vector more.
    private int WriteRun(scoped ReadOnlySpan<char> value)
    {
        ReadOnlySpan<ushort> units = MemoryMarshal.Cast<char, ushort>(value);
        Span<byte> target = _span[_position..];
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
            while (units.Length - i >= Vector256<byte>.Count && TryNarrowPlain(units.Slice(i, Vector256<byte>.Count), target.Slice(i, Vector256<byte>.Count)))
                i += Vector256<byte>.Count;
        while (units.Length - i >= Vector128<byte>.Count)
        {
            int plain = NarrowPlain(units.Slice(i, Vector128<byte>.Count), target.Slice(i, Vector128<byte>.Count));
            i += plain;
            if (plain < Vector128<byte>.Count)
            {
                _position += i;
                return i;
            }
        }
        if (i > 0 && i < units.Length)
        {
            // The last vector may write again what the one before it wrote: that was plain, and one byte for each unit.
            int start = units.Length - Vector128<byte>.Count;
            i = start + NarrowPlain(units.Slice(start, Vector128<byte>.Count), target.Slice(start, Vector128<byte>.Count));
        }
        else
        {
            while ((uint)i < (uint)units.Length && (uint)i < (uint)target.Length && units[i] is >= ' ' and < 0x7F and not ('"' or '\\'))
            {
                target[i] = (byte)units[i];
                i++;
            }
        }
        _position += i;
        return i;
    }

    // Narrows 32 units, and says whether all of them stand for themselves.
    private static bool TryNarrowPlain(ReadOnlySpan<ushort> units, Span<byte> target)
    {
        Vector256<byte> bytes = Vector256.NarrowWithSaturation(Vector256.Create(units), Vector256.Create(units[Vector256<ushort>.Count..]));
        bytes.CopyTo(target);
        return (Vector256.LessThan(bytes.AsSByte(), Vector256.Create((sbyte)' ')).AsByte()
            | Vector256.Equals(bytes, Vector256.Create((byte)0x7F))
            | Vector256.Equals(bytes, Vector256.Create((byte)'"'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))) == Vector256<byte>.Zero;
    }

    // Narrows 16 units, and says how many of them come before the first that does not stand for itself.
    private static int NarrowPlain(ReadOnlySpan<ushort> units, Span<byte> target)
    {
        // Whatever is beyond a byte becomes 0xFF, which is no ASCII.
        Vector128<byte> bytes = Vector128.NarrowWithSaturation(Vector128.Create(units), Vector128.Create(units[Vector128<ushort>.Count..]));
        bytes.CopyTo(target);
        Vector128<byte> special = Vector128.LessThan(bytes.AsSByte(), Vector128.Create((sbyte)' ')).AsByte()
            | Vector128.Equals(bytes, Vector128.Create((byte)0x7F))
            | Vector128.Equals(bytes, Vector128.Create((byte)'"'))
            | Vector128.Equals(bytes, Vector128.Create((byte)'\\'));
        return special == Vector128<byte>.Zero ? Vector128<byte>.Count : System.Numerics.BitOperations.TrailingZeroCount(special.ExtractMostSignificantBits());
    }

    // Writes a unit that is neither plain nor has a short escape nor is three bytes as it is, or a pair; gives how many units.
    private int WriteOther(scoped ReadOnlySpan<char> value, int index)
    {
        char unit = value[index];
        if (char.IsHighSurrogate(unit) && index + 1 < value.Length && char.IsLowSurrogate(value[index + 1]))
        {
            WriteUnicodeEscape(unit);
            WriteUnicodeEscape(value[index + 1]);
            return 2;
        }
        if (unit is >= (char)0x80 and < (char)0x800 && (WrittenAsIs[unit >> 3] & (1 << (unit & 7))) != 0)
        {
            _span[_position + 1] = (byte)(0x80 | (unit & 0x3F));
            _span[_position] = (byte)(0xC0 | (unit >> 6));
            _position += 2;
            return 1;
        }
        WriteUnicodeEscape(char.IsSurrogate(unit) && Dialect == JsonDialect.Strict ? '\uFFFD' : unit);
        return 1;
    }

    // The letter of a unit's short escape; 0 where it has none.
    private static byte Shorthand(char unit)
    {
        // Indexed by unit, up to the quote.
        ReadOnlySpan<byte> letters = "\0\0\0\0\0\0\0\0btn\0fr\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\""u8;
        return unit < letters.Length ? letters[unit] : unit == '\\' ? (byte)unit : (byte)0;
    }

    private void WriteUnicodeEscape(char unit)
    {
        ReadOnlySpan<byte> hex = "0123456789ABCDEF"u8;
        Span<byte> span = _span.Slice(_position, MaxEscape);
        span[5] = hex[unit & 0xF];
        span[4] = hex[(unit >> 4) & 0xF];
        span[3] = hex[(unit >> 8) & 0xF];
        span[2] = hex[unit >> 12];
        span[1] = (byte)'u';
        span[0] = (byte)'\\';
        _position += MaxEscape;
    }

    private static class BasicPlane
    {
        public static readonly byte[] AsIs = Ask();

        private static byte[] Ask()
        {
            byte[] bits = new byte[0x10000 / 8];
            for (int unit = 0; unit < 0x10000; unit++)
                if (!char.IsSurrogate((char)unit) && !JavaScriptEncoder.UnsafeRelaxedJsonEscaping.WillEncode(unit))
                    bits[unit >> 3] |= (byte)(1 << (unit & 7));
            return bits;
        }
    }
}
