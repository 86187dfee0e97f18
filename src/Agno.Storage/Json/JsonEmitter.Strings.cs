using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
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

    // Room for what is written at a time beyond one byte for each unit: a vector of three-byte characters and the stores beyond its end, or an escaped pair, and a quote.
    private const int Margin = 64;

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

    [MethodImpl(MethodImplOptions.NoInlining)] // Inlined into generated code, it makes that slower.
    private void WriteChars(scoped ReadOnlySpan<char> value)
    {
        ReadOnlySpan<ushort> units = MemoryMarshal.Cast<char, ushort>(value);
        Reserve(units.Length + Margin);
        _span[_position++] = (byte)'"';
        if (units.Length >= Vector128<byte>.Count)
            WriteLong(units);
        else if (units.Length < Vector64<ushort>.Count || !TryWriteShort(units))
            WriteUnits(units);
        _span[_position++] = (byte)'"';
    }

    // Writes at least 16 units. There is always room for the rest as ASCII, and Margin.
    [MethodImpl(MethodImplOptions.NoInlining)] // Short strings need none of its registers.
    private void WriteLong(scoped ReadOnlySpan<ushort> units)
    {
        int i = WriteVectors(units, 0);
        while (i < units.Length)
        {
            i += units[i] < 0x80 ? WriteOther(units[i..]) : WriteBeyondAscii(units[i..]);
            Reserve(units.Length - i + Margin);
            i = WriteVectors(units, i);
        }
    }

    // Writes from a unit on, 32 or 16 at a time; gives the end, or the unit that neither stands for itself nor has a short escape.
    private int WriteVectors(scoped ReadOnlySpan<ushort> units, int i)
    {
        Span<byte> span = _span;
        int position = _position;
        while (i < units.Length)
        {
            int count = units.Length - i;
            if (Vector256.IsHardwareAccelerated && count >= Vector256<byte>.Count)
            {
                Vector256<byte> wide = Narrow(units.Slice(i, Vector256<byte>.Count));
                if (AreAllPlain(wide))
                {
                    wide.CopyTo(span[position..]);
                    position += Vector256<byte>.Count;
                    i += Vector256<byte>.Count;
                    continue;
                }
            }
            Vector128<byte> bytes;
            uint special;
            if (count >= Vector128<byte>.Count)
            {
                count = Vector128<byte>.Count;
                bytes = NarrowHalf(units.Slice(i, count));
                special = Special(bytes);
            }
            else
            {
                // The last 16 units, of which the first have been written, moved to the front.
                bytes = Behind(NarrowHalf(units[^Vector128<byte>.Count..]), Vector128<byte>.Count - count);
                special = Special(bytes) & ((1u << count) - 1);
            }
            bytes.CopyTo(span[position..]);
            for (; special != 0; special &= special - 1)
            {
                int at = BitOperations.TrailingZeroCount(special);
                byte shorthand = Shorthand(units[i + at]);
                if (shorthand == 0)
                {
                    _position = position + at;
                    return i + at;
                }
                BinaryPrimitives.WriteUInt16LittleEndian(span[(position + at)..], (ushort)('\\' | (shorthand << 8)));
                // What follows moves one byte on.
                position++;
                Behind(bytes, at + 1).CopyTo(span[(position + at + 1)..]);
            }
            position += count;
            i += count;
            if (span.Length - position < units.Length - i + Margin)
            {
                _position = position;
                Grow(units.Length - i + Margin);
                span = _span;
                position = _position;
            }
        }
        _position = position;
        return i;
    }

    // Writes 4 to 15 units if all of them stand for themselves: the first 8 (or 4) and the last 8 (or 4), which may overlap.
    private bool TryWriteShort(scoped ReadOnlySpan<ushort> units)
    {
        Span<byte> target = _span.Slice(_position, units.Length);
        if (units.Length >= Vector128<ushort>.Count)
        {
            Vector128<byte> bytes = Vector128.NarrowWithSaturation(Vector128.Create(units), Vector128.Create(units[^Vector128<ushort>.Count..]));
            if (Special(bytes) != 0)
                return false;
            MemoryMarshal.Write(target, bytes.AsUInt64().ToScalar());
            MemoryMarshal.Write(target[^sizeof(ulong)..], bytes.AsUInt64().GetElement(1));
        }
        else
        {
            ReadOnlySpan<byte> source = MemoryMarshal.AsBytes(units);
            Vector128<ushort> both = Vector128.Create(MemoryMarshal.Read<ulong>(source), MemoryMarshal.Read<ulong>(source[^sizeof(ulong)..])).AsUInt16();
            Vector128<byte> bytes = Vector128.NarrowWithSaturation(both, both);
            if (Special(bytes) != 0)
                return false;
            MemoryMarshal.Write(target, bytes.AsUInt32().ToScalar());
            MemoryMarshal.Write(target[^sizeof(uint)..], bytes.AsUInt32().GetElement(1));
        }
        _position += units.Length;
        return true;
    }

    // Writes a few units one by one.
    private void WriteUnits(scoped ReadOnlySpan<ushort> units)
    {
        int i = 0;
        while (i < units.Length)
        {
            ushort unit = units[i];
            if (unit is >= ' ' and < 0x7F and not ('"' or '\\'))
            {
                _span[_position++] = (byte)unit;
                i++;
            }
            else
            {
                i += unit < 0x80 ? WriteOther(units[i..]) : WriteBeyondAscii(units[i..]);
                Reserve(units.Length - i + Margin);
            }
        }
    }

    // Narrows 16 units; whatever is beyond a byte becomes 0xFF, which is not ASCII.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> NarrowHalf(ReadOnlySpan<ushort> units) =>
        Vector128.NarrowWithSaturation(Vector128.Create(units), Vector128.Create(units[Vector128<ushort>.Count..]));

    // As NarrowHalf, 32 units.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Narrow(ReadOnlySpan<ushort> units) =>
        Vector256.NarrowWithSaturation(Vector256.Create(units), Vector256.Create(units[Vector256<ushort>.Count..]));

    // The bytes from an index on, and zeros behind them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Behind(Vector128<byte> bytes, int index) =>
        Vector128.Shuffle(bytes, Vector128<byte>.Indices + Vector128.Create((byte)index));

    // Which bytes do not stand for themselves, a bit for each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Special(Vector128<byte> bytes) =>
        (Vector128.LessThan(bytes.AsSByte(), Vector128.Create((sbyte)' ')).AsByte()
            | Vector128.Equals(bytes, Vector128.Create((byte)0x7F))
            | Vector128.Equals(bytes, Vector128.Create((byte)'"'))
            | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreAllPlain(Vector256<byte> bytes) =>
        (Vector256.LessThan(bytes.AsSByte(), Vector256.Create((sbyte)' ')).AsByte()
            | Vector256.Equals(bytes, Vector256.Create((byte)0x7F))
            | Vector256.Equals(bytes, Vector256.Create((byte)'"'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))) == Vector256<byte>.Zero;

    // Writes units beyond ASCII up to the next that is not; gives how many.
    private int WriteBeyondAscii(scoped ReadOnlySpan<ushort> units)
    {
        ReadOnlySpan<byte> asIs = WrittenAsIs;
        int i = 0;
        while (i < units.Length && units[i] >= 0x80)
        {
            Reserve(units.Length - i + Margin);
            if (units.Length - i >= Vector128<ushort>.Count && EastAsian.AreAll(Vector128.Create(units[i..])))
            {
                EastAsian.Write(Vector128.Create(units[i..]), _span[_position..]);
                _position += EastAsian.BytesOfVector;
                i += Vector128<ushort>.Count;
                continue;
            }
            ushort unit = units[i];
            if (unit >= 0x800 && (asIs[unit >> 3] & (1 << (unit & 7))) != 0)
            {
                Span<byte> target = _span.Slice(_position, 3);
                target[0] = (byte)(0xE0 | (unit >> 12));
                target[1] = (byte)(0x80 | ((unit >> 6) & 0x3F));
                target[2] = (byte)(0x80 | (unit & 0x3F));
                _position += 3;
                i++;
            }
            else
            {
                i += WriteOther(units[i..]);
            }
        }
        return i;
    }

    // Writes a unit that is neither plain nor three bytes as it is, or a pair; gives how many units.
    private int WriteOther(scoped ReadOnlySpan<ushort> units)
    {
        char unit = (char)units[0];
        if (Shorthand(unit) is not 0 and byte shorthand)
        {
            _span[_position++] = (byte)'\\';
            _span[_position++] = shorthand;
            return 1;
        }
        if (char.IsHighSurrogate(unit) && units.Length > 1 && char.IsLowSurrogate((char)units[1]))
        {
            WriteUnicodeEscape(unit);
            WriteUnicodeEscape((char)units[1]);
            return 2;
        }
        if (unit is >= (char)0x80 and < (char)0x800 && (WrittenAsIs[unit >> 3] & (1 << (unit & 7))) != 0)
        {
            _span[_position++] = (byte)(0xC0 | (unit >> 6));
            _span[_position++] = (byte)(0x80 | (unit & 0x3F));
            return 1;
        }
        WriteUnicodeEscape(char.IsSurrogate(unit) && Dialect == JsonDialect.Strict ? '\uFFFD' : unit);
        return 1;
    }

    // The letter of a unit's short escape; 0 where it has none.
    private static byte Shorthand(int unit)
    {
        // Indexed by unit, up to the quote.
        ReadOnlySpan<byte> letters = "\0\0\0\0\0\0\0\0btn\0fr\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\""u8;
        return (uint)unit < (uint)letters.Length ? letters[unit] : unit == '\\' ? (byte)unit : (byte)0;
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
