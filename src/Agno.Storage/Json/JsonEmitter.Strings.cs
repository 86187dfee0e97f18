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
        // Long strings are written in pieces, so that the room for the worst case stays small.
        const int Piece = 4096;
        Reserve(1);
        _span[_position++] = (byte)'"';
        while (value.Length > Piece)
        {
            int length = char.IsHighSurrogate(value[Piece - 1]) ? Piece - 1 : Piece;
            WritePiece(value[..length]);
            value = value[length..];
        }
        WritePiece(value);
        Reserve(1);
        _span[_position++] = (byte)'"';
    }

    private void WritePiece(scoped ReadOnlySpan<char> value)
    {
        Reserve(value.Length + Vector128<byte>.Count);
        int i = 0;
        while (i < value.Length)
        {
            i += WriteRun(value[i..]);
            if (i == value.Length)
                return;
            // Room for this unit at its longest, and for the rest as ASCII.
            Reserve((2 * MaxEscape) + value.Length - i + Vector128<byte>.Count);
            i += WriteUnit(value, i);
        }
    }

    // Writes ASCII that stands for itself; gives how much.
    private int WriteRun(scoped ReadOnlySpan<char> value)
    {
        int i = 0;
        ReadOnlySpan<ushort> units = MemoryMarshal.Cast<char, ushort>(value);
        while (units.Length - i >= Vector128<byte>.Count)
        {
            Vector128<ushort> low = Vector128.Create(units.Slice(i, 8));
            Vector128<ushort> high = Vector128.Create(units.Slice(i + 8, 8));
            Vector128<ushort> isSpecial = IsSpecial(low) | IsSpecial(high);
            if (isSpecial != Vector128<ushort>.Zero)
                break;
            Vector128.Narrow(low, high).CopyTo(_span[_position..]);
            _position += Vector128<byte>.Count;
            i += Vector128<byte>.Count;
        }
        // The rest of the run, or its last units before what is special.
        Span<byte> span = _span;
        int position = _position;
        while ((uint)i < (uint)value.Length && (uint)position < (uint)span.Length)
        {
            char c = value[i];
            if (c is < ' ' or >= (char)0x7F or '"' or '\\')
                break;
            span[position++] = (byte)c;
            i++;
        }
        _position = position;
        return i;
    }

    private static Vector128<ushort> IsSpecial(Vector128<ushort> units) =>
        Vector128.LessThan(units, Vector128.Create((ushort)' '))
        | Vector128.GreaterThan(units, Vector128.Create((ushort)0x7E))
        | Vector128.Equals(units, Vector128.Create((ushort)'"'))
        | Vector128.Equals(units, Vector128.Create((ushort)'\\'));

    // Writes one unit, or a pair, that does not stand for itself; gives how many units.
    private int WriteUnit(scoped ReadOnlySpan<char> value, int index)
    {
        char unit = value[index];
        if (char.IsSurrogate(unit))
        {
            bool isPair = char.IsHighSurrogate(unit) && index + 1 < value.Length && char.IsLowSurrogate(value[index + 1]);
            if (isPair)
            {
                WriteUnicodeEscape(unit);
                WriteUnicodeEscape(value[index + 1]);
                return 2;
            }
            WriteUnicodeEscape(Dialect == JsonDialect.Python ? unit : '\uFFFD');
            return 1;
        }
        if ((WrittenAsIs[unit >> 3] & (1 << (unit & 7))) != 0)
            WriteUtf8(unit);
        else
            WriteEscape(unit);
        return 1;
    }

    private void WriteUtf8(char unit)
    {
        Span<byte> span = _span[_position..];
        if (unit < 0x80)
        {
            span[0] = (byte)unit;
            _position++;
        }
        else if (unit < 0x800)
        {
            span[1] = (byte)(0x80 | (unit & 0x3F));
            span[0] = (byte)(0xC0 | (unit >> 6));
            _position += 2;
        }
        else
        {
            span[2] = (byte)(0x80 | (unit & 0x3F));
            span[1] = (byte)(0x80 | ((unit >> 6) & 0x3F));
            span[0] = (byte)(0xE0 | (unit >> 12));
            _position += 3;
        }
    }

    private void WriteEscape(char unit)
    {
        byte shorthand = unit switch
        {
            '"' => (byte)'"',
            '\\' => (byte)'\\',
            '\b' => (byte)'b',
            '\f' => (byte)'f',
            '\n' => (byte)'n',
            '\r' => (byte)'r',
            '\t' => (byte)'t',
            _ => 0,
        };
        if (shorthand == 0)
        {
            WriteUnicodeEscape(unit);
            return;
        }
        _span[_position + 1] = shorthand;
        _span[_position] = (byte)'\\';
        _position += 2;
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
