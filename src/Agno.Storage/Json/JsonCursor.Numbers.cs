using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Agno.Storage.Json;

// Numbers.
public ref partial struct JsonCursor
{
    // A double holds every integer of 15 digits and every power of ten up to 22 exactly, so that one division rounds correctly.
    private const int ExactDigits = 15;
    private static readonly double[] PowersOfTen = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Reads an integer.</summary>
    public sbyte ReadSByte(JsonNumberHandling handling = default) => ReadInteger<sbyte>(handling);

    /// <summary>Reads an integer.</summary>
    public byte ReadByte(JsonNumberHandling handling = default) => ReadInteger<byte>(handling);

    /// <summary>Reads an integer.</summary>
    public short ReadInt16(JsonNumberHandling handling = default) => ReadInteger<short>(handling);

    /// <summary>Reads an integer.</summary>
    public ushort ReadUInt16(JsonNumberHandling handling = default) => ReadInteger<ushort>(handling);

    /// <summary>Reads an integer.</summary>
    public int ReadInt32(JsonNumberHandling handling = default) =>
        TryReadShortInteger(int.MaxValue, out long value) ? (int)value : ReadInteger<int>(handling);

    /// <summary>Reads an integer.</summary>
    public uint ReadUInt32(JsonNumberHandling handling = default) => ReadInteger<uint>(handling);

    /// <summary>Reads an integer.</summary>
    public long ReadInt64(JsonNumberHandling handling = default) =>
        TryReadShortInteger(long.MaxValue, out long value) ? value : ReadInteger<long>(handling);

    /// <summary>Reads an integer.</summary>
    public ulong ReadUInt64(JsonNumberHandling handling = default) => ReadInteger<ulong>(handling);

    /// <summary>Reads an integer.</summary>
    public Int128 ReadInt128(JsonNumberHandling handling = default) => ReadInteger<Int128>(handling);

    /// <summary>Reads an integer.</summary>
    public UInt128 ReadUInt128(JsonNumberHandling handling = default) => ReadInteger<UInt128>(handling);

    /// <summary>Reads a number.</summary>
    public double ReadDouble(JsonNumberHandling handling = default)
    {
        if (TryReadShortDouble(out double value))
            return value;
        return ReadFloat<double>(handling);
    }

    /// <summary>Reads a number.</summary>
    public float ReadSingle(JsonNumberHandling handling = default) => ReadFloat<float>(handling);

    /// <summary>Reads a number.</summary>
    public Half ReadHalf(JsonNumberHandling handling = default) => ReadFloat<Half>(handling);

    /// <summary>Reads a number.</summary>
    public decimal ReadDecimal(JsonNumberHandling handling = default)
    {
        ReadOnlySpan<byte> text = ReadNumberOrString(handling, out int start, out _);
        char format = text.IndexOfAny((byte)'e', (byte)'E') >= 0 ? 'e' : default;
        return Utf8Parser.TryParse(text, out decimal value, out int consumed, format) && consumed == text.Length
            ? value
            : throw ErrorAt(start, "Found a number that is out of the range of a decimal");
    }

    /// <summary>Reads a number and gives its text; in Python's dialect also NaN and infinities.</summary>
    public ReadOnlySpan<byte> ReadNumberText()
    {
        int first = SkipWhiteSpace();
        ReadOnlySpan<byte> json = _json;
        int start = _position;
        int position = start;
        if (Dialect == JsonDialect.Python && first is 'N' or 'I' or '-' && TryReadNamedNumber(json[start..], out int length))
        {
            _position += length;
            return json.Slice(start, length);
        }
        if (first == '-')
            position++;
        if ((uint)position >= (uint)json.Length)
            throw Unexpected("a number");
        if (json[position] == '0')
            position++;
        else
            position = ReadDigits(json, position);
        if ((uint)position < (uint)json.Length && json[position] == '.')
            position = ReadDigits(json, position + 1);
        if ((uint)position < (uint)json.Length && (json[position] | 0x20) == 'e')
        {
            position++;
            if ((uint)position < (uint)json.Length && json[position] is (byte)'+' or (byte)'-')
                position++;
            position = ReadDigits(json, position);
        }
        _position = position;
        return json[start..position];
    }

    private static bool TryReadNamedNumber(ReadOnlySpan<byte> rest, out int length)
    {
        length = rest.StartsWith("NaN"u8) ? 3 : rest.StartsWith("Infinity"u8) ? 8 : rest.StartsWith("-Infinity"u8) ? 9 : 0;
        return length > 0;
    }

    private int ReadDigits(ReadOnlySpan<byte> json, int position)
    {
        int start = position;
        while ((uint)position < (uint)json.Length && (uint)(json[position] - '0') <= 9)
            position++;
        if (position == start)
        {
            _position = position;
            throw Unexpected("a digit");
        }
        return position;
    }

    // Positive integers of up to 18 digits, which most are.
    private bool TryReadShortInteger(long max, out long value)
    {
        const int MaxDigits = 18;
        value = 0;
        ReadOnlySpan<byte> json = _json;
        int position = _position;
        // A zero may not be followed by digits: it is left to others, as white space is.
        if ((uint)position >= (uint)json.Length || json[position] == '0')
            return false;
        uint digit;
        for (; (uint)position < (uint)json.Length && (digit = (uint)(json[position] - '0')) <= 9; position++)
            value = (value * 10) + digit;
        int digits = position - _position;
        if (digits is 0 or > MaxDigits || value > max || (uint)position >= (uint)json.Length || json[position] is (byte)'.' or (byte)'e' or (byte)'E')
            return false;
        _position = position;
        return true;
    }

    private T ReadInteger<T>(JsonNumberHandling handling)
        where T : struct, IBinaryInteger<T>
    {
        // Up to 18 digits fit a long without a check.
        ReadOnlySpan<byte> text = ReadNumberOrString(handling, out int start, out bool isQuoted);
        bool isNegative = text[0] == '-';
        bool isSigned = T.IsNegative(T.CreateSaturating(-1));
        // Only a string may have a plus.
        ReadOnlySpan<byte> digits = isNegative || (isQuoted && isSigned && text[0] == '+') ? text[1..] : text;
        // System.Text.Json takes -0 for no unsigned integer but the widest.
        bool isRefused = isNegative && !isSigned && typeof(T) != typeof(UInt128);
        if (isRefused || (isQuoted && (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))))
            throw ErrorAt(start, isRefused ? "Found a negative number where an unsigned one is expected" : "Found a string that is not an integer");
        if (digits.Length <= 18)
        {
            long value = 0;
            foreach (byte digit in digits)
            {
                uint number = (uint)(digit - '0');
                if (number > 9)
                    throw ErrorAt(start, "Found a number with a fraction or an exponent where an integer is expected");
                value = (value * 10) + number;
            }
            if (isNegative)
                value = -value;
            T narrowed = T.CreateTruncating(value);
            if (long.CreateTruncating(narrowed) == value && T.IsNegative(narrowed) == value < 0)
                return narrowed;
        }
        else if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T parsed))
        {
            return parsed;
        }
        throw ErrorAt(start, $"Found a number that is out of the range {T.CreateSaturating(Int128.MinValue)} to {T.CreateSaturating(UInt128.MaxValue)}, or no integer");
    }

    private T ReadFloat<T>(JsonNumberHandling handling)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        bool allowsNames = (handling & (JsonNumberHandling.AllowNamedFloatingPointLiterals | JsonNumberHandling.AllowReadingFromString)) != 0;
        if (allowsNames && PeekKind() == JsonValueKind.String && TryReadQuotedName(out T named))
            return named;
        ReadOnlySpan<byte> text = ReadNumberOrString(handling, out int start, out bool isQuoted);
        if (isQuoted && text.IndexOfAnyExcept("+-.0123456789Ee"u8) >= 0)
            throw ErrorAt(start, "Found a string that is not a number");
        if (!isQuoted && Dialect == JsonDialect.Python && text[^1] is (byte)'N' or (byte)'y')
            return text[0] == 'N' ? T.NaN : text[0] == '-' ? T.NegativeInfinity : T.PositiveInfinity;
        // As System.Text.Json: only a Half refuses what is beyond its range, and the others exponents of a thousand digits.
        if (typeof(T) == typeof(double) && Utf8Parser.TryParse(text, out double number, out int consumed) && consumed == text.Length && (!isQuoted || double.IsFinite(number)))
            return T.CreateTruncating(number);
        if (typeof(T) == typeof(float) && Utf8Parser.TryParse(text, out float single, out consumed) && consumed == text.Length && (!isQuoted || float.IsFinite(single)))
            return T.CreateTruncating(single);
        if (typeof(T) == typeof(Half) && T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T half) && T.IsFinite(half))
            return half;
        throw ErrorAt(start, "Found a number that is out of range");
    }

    private bool TryReadQuotedName<T>(out T value)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<byte> rest = _json[_position..];
        (value, int length) = rest.StartsWith("\"NaN\""u8) ? (T.NaN, 5)
            : rest.StartsWith("\"Infinity\""u8) ? (T.PositiveInfinity, 10)
            : rest.StartsWith("\"-Infinity\""u8) ? (T.NegativeInfinity, 11)
            : (T.Zero, 0);
        _position += length;
        return length > 0;
    }

    // A number's text, from a string too where that is allowed; what stands in a string is the caller's to check.
    private ReadOnlySpan<byte> ReadNumberOrString(JsonNumberHandling handling, out int start, out bool isQuoted)
    {
        isQuoted = SkipWhiteSpace() == '"' && handling.HasFlag(JsonNumberHandling.AllowReadingFromString);
        start = _position;
        if (!isQuoted)
            return ReadNumberText();
        ReadOnlySpan<byte> text = ReadUtf8String();
        return text.IsEmpty ? throw ErrorAt(start, "Found a string that is not a number") : text;
    }

    // Doubles of few digits without exponent, which most are.
    private bool TryReadShortDouble(out double value)
    {
        value = 0;
        SkipWhiteSpace();
        ReadOnlySpan<byte> json = _json;
        int position = _position;
        bool isNegative = (uint)position < (uint)json.Length && json[position] == '-';
        if (isNegative)
            position++;
        int first = position;
        long digits = 0;
        int point = -1;
        for (; (uint)position < (uint)json.Length; position++)
        {
            uint digit = (uint)(json[position] - '0');
            if (digit <= 9)
                digits = (digits * 10) + digit;
            else if (json[position] == '.' && point < 0)
                point = position;
            else
                break;
            if (position - first > ExactDigits)
                return false;
        }
        int end = point < 0 ? position : point;
        bool isGrammatical = end > first && (json[first] != '0' || end == first + 1) && (point < 0 || position > point + 1);
        if (!isGrammatical || ((uint)position < (uint)json.Length && (json[position] | 0x20) == 'e'))
            return false;
        value = point < 0 ? digits : digits / PowersOfTen[position - point - 1];
        if (isNegative)
            value = -value;
        _position = position;
        return true;
    }
}
