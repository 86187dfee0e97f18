using System.ComponentModel;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Agno.Storage.Records;

/// <summary>
/// How generated code reads scalars. Every method throws <see cref="FormatException"/> where the stored value is none of the
/// type, and <see cref="OverflowException"/> where it is a number out of its range.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScalarReader
{
    // A stored value is quoted in a message up to here.
    private const int MaxQuotedLength = 40;

    /// <summary>Text of one UTF-16 unit.</summary>
    public static char ReadChar<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct
    {
        string text = row.GetString(ordinal);
        return text.Length == 1 ? text[0] : throw new FormatException($"The text '{Shorten(text)}' is not one character.");
    }

    /// <summary>INTEGER 0 or 1.</summary>
    public static bool ReadBoolean<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct => row.GetInt64(ordinal) switch
        {
            0 => false,
            1 => true,
            long value => throw new FormatException($"{value} is not a Boolean, which is stored as 0 or 1."),
        };

    /// <summary>INTEGER.</summary>
    public static sbyte ReadSByte<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct => Narrow<sbyte>(row.GetInt64(ordinal));

    /// <summary>INTEGER.</summary>
    public static byte ReadByte<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct => Narrow<byte>(row.GetInt64(ordinal));

    /// <summary>INTEGER.</summary>
    public static short ReadInt16<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct => Narrow<short>(row.GetInt64(ordinal));

    /// <summary>INTEGER.</summary>
    public static ushort ReadUInt16<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct => Narrow<ushort>(row.GetInt64(ordinal));

    /// <summary>INTEGER.</summary>
    public static int ReadInt32<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct => Narrow<int>(row.GetInt64(ordinal));

    /// <summary>INTEGER.</summary>
    public static uint ReadUInt32<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct => Narrow<uint>(row.GetInt64(ordinal));

    /// <summary>INTEGER.</summary>
    public static ulong ReadUInt64<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct => Narrow<ulong>(row.GetInt64(ordinal));

    /// <summary>REAL.</summary>
    public static float ReadSingle<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct
    {
        double value = row.GetDouble(ordinal);
        float narrowed = (float)value;
        return float.IsInfinity(narrowed) && !double.IsInfinity(value) ? throw OutOfRange(value, "Single") : narrowed;
    }

    /// <summary>Text in the invariant culture.</summary>
    public static decimal ReadDecimal<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct
    {
        ReadOnlySpan<byte> text = row.GetUtf8(ordinal);
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) ? value : throw NoValue(text, "decimal number");
    }

    /// <summary>Text with hyphens.</summary>
    public static Guid ReadGuid<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct
    {
        ReadOnlySpan<byte> text = row.GetUtf8(ordinal);
        return Guid.TryParse(text, out Guid value) ? value : throw NoValue(text, "GUID");
    }

    /// <summary>Text in round-trip format.</summary>
    public static DateTime ReadDateTime<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct
    {
        ReadOnlySpan<byte> text = row.GetUtf8(ordinal);
        Span<char> chars = stackalloc char[MaxQuotedLength];
        return TryWiden(text, ref chars) && DateTime.TryParse(chars, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime value)
            ? value
            : throw NoValue(text, "date and time");
    }

    /// <summary>Text in UTC; another offset is accepted.</summary>
    public static DateTimeOffset ReadDateTimeOffset<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct
    {
        ReadOnlySpan<byte> text = row.GetUtf8(ordinal);
        Span<char> chars = stackalloc char[MaxQuotedLength];
        return TryWiden(text, ref chars) && DateTimeOffset.TryParse(chars, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset value)
            ? value
            : throw NoValue(text, "date and time");
    }

    /// <summary>INTEGER Unix seconds.</summary>
    public static DateTimeOffset ReadUnixSeconds<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct
    {
        long seconds = row.GetInt64(ordinal);
        return seconds is >= -62_135_596_800 and <= 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw OutOfRange(seconds, "DateTimeOffset, in Unix seconds");
    }

    /// <summary>Text <c>yyyy-MM-dd</c>.</summary>
    public static DateOnly ReadDateOnly<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct
    {
        ReadOnlySpan<byte> text = row.GetUtf8(ordinal);
        Span<char> chars = stackalloc char[MaxQuotedLength];
        return TryWiden(text, ref chars) && DateOnly.TryParseExact(chars, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly value)
            ? value
            : throw NoValue(text, "date");
    }

    /// <summary>Text <c>HH:mm:ss.fffffff</c>.</summary>
    public static TimeOnly ReadTimeOnly<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct
    {
        ReadOnlySpan<byte> text = row.GetUtf8(ordinal);
        Span<char> chars = stackalloc char[MaxQuotedLength];
        return TryWiden(text, ref chars) && TimeOnly.TryParse(chars, CultureInfo.InvariantCulture, out TimeOnly value)
            ? value
            : throw NoValue(text, "time of day");
    }

    /// <summary>INTEGER ticks of 100 ns.</summary>
    public static TimeSpan ReadTimeSpan<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct => new(row.GetInt64(ordinal));

    /// <summary>BLOB.</summary>
    public static byte[] ReadBytes<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct => row.GetBytes(ordinal).ToArray();

    /// <summary>Text.</summary>
    public static Uri ReadUri<TRow>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct
    {
        string text = row.GetString(ordinal);
        return Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out Uri? value) ? value : throw new FormatException($"The text '{Shorten(text)}' is not a URI.");
    }

    /// <summary>INTEGER, narrowed to an enum's underlying type.</summary>
    /// <exception cref="OverflowException">The number is out of that type's range.</exception>
    public static TNumber ReadNumber<TRow, TNumber>(scoped ref TRow row, int ordinal)
        where TRow : struct, IRowReader, allows ref struct
        where TNumber : struct, IBinaryInteger<TNumber> => Narrow<TNumber>(row.GetInt64(ordinal));

    private static T Narrow<T>(long value)
        where T : struct, IBinaryInteger<T>
    {
        T narrowed = T.CreateTruncating(value);
        return long.CreateTruncating(narrowed) == value && (T.IsNegative(narrowed) == value < 0) ? narrowed : throw OutOfRange(value, $"the member's type: {T.CreateSaturating(long.MinValue)} to {T.CreateSaturating(ulong.MaxValue)}");
    }

    private static bool TryWiden(ReadOnlySpan<byte> text, ref Span<char> chars)
    {
        if (text.Length > chars.Length || !Ascii.IsValid(text))
            return false;
        chars = chars[..Encoding.ASCII.GetChars(text, chars)];
        return true;
    }

    private static OverflowException OutOfRange<T>(T value, string type) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{value} is out of the range of {type}."));

    private static FormatException NoValue(ReadOnlySpan<byte> text, string what) =>
        new($"The text '{Shorten(Encoding.UTF8.GetString(text[..Math.Min(text.Length, 4 * MaxQuotedLength)]))}' is not a {what}.");

    private static string Shorten(string text) => text.Length <= MaxQuotedLength ? text : text[..MaxQuotedLength] + "…";
}
