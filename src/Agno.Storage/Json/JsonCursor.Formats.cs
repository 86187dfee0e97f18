using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Agno.Storage.Json;

// Values that JSON keeps as strings, in System.Text.Json's formats.
public ref partial struct JsonCursor
{
    // The longest date and time that System.Text.Json reads: with a fraction of 16 digits and an offset.
    private const int MaxTime = 42;

    private static readonly SearchValues<byte> InTimes = SearchValues.Create("0123456789-:.+TZ"u8);

    /// <summary>Reads a GUID with hyphens.</summary>
    public Guid ReadGuid()
    {
        ReadOnlySpan<byte> text = ReadText(out int start);
        return Utf8Parser.TryParse(text, out Guid value, out int consumed, 'D') && consumed == text.Length ? value : throw NoValue(start, "GUID");
    }

    /// <summary>Reads an ISO 8601 date and time.</summary>
    public DateTime ReadDateTime()
    {
        Span<byte> quoted = stackalloc byte[MaxTime + 2];
        int length = CopyTime(quoted, out int start);
        var token = new Utf8JsonReader(quoted[..length]);
        return token.Read() && token.TryGetDateTime(out DateTime value) ? value : throw NoValue(start, "date and time");
    }

    /// <summary>Reads an ISO 8601 date and time with an offset.</summary>
    public DateTimeOffset ReadDateTimeOffset()
    {
        Span<byte> quoted = stackalloc byte[MaxTime + 2];
        int length = CopyTime(quoted, out int start);
        var token = new Utf8JsonReader(quoted[..length]);
        return token.Read() && token.TryGetDateTimeOffset(out DateTimeOffset value) ? value : throw NoValue(start, "date and time");
    }

    /// <summary>Reads a date, <c>yyyy-MM-dd</c>.</summary>
    public DateOnly ReadDateOnly()
    {
        Span<char> chars = stackalloc char[10];
        ReadOnlySpan<byte> text = ReadText(out int start);
        return text.Length == chars.Length && TryWiden(text, chars)
            && DateOnly.TryParseExact(chars, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly value) ? value : throw NoValue(start, "date");
    }

    /// <summary>Reads a time of day, <c>HH:mm:ss</c> with an optional fraction.</summary>
    public TimeOnly ReadTimeOnly()
    {
        ReadOnlySpan<byte> text = ReadText(out int start);
        // Days, as a time span has them, stand before a point.
        int separator = text.IndexOfAny((byte)'.', (byte)':');
        bool isPlain = separator > 0 && text[separator] == ':' && text[0] is >= (byte)'0' and <= (byte)'9';
        return isPlain && Utf8Parser.TryParse(text, out TimeSpan value, out int consumed, 'c') && consumed == text.Length && value < TimeSpan.FromDays(1)
            ? TimeOnly.FromTimeSpan(value) : throw NoValue(start, "time of day");
    }

    /// <summary>Reads a time span, <c>[-][d.]hh:mm:ss[.fffffff]</c>.</summary>
    public TimeSpan ReadTimeSpan()
    {
        ReadOnlySpan<byte> text = ReadText(out int start);
        bool isPlain = text.Length > 0 && text[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9');
        return isPlain && Utf8Parser.TryParse(text, out TimeSpan value, out int consumed, 'c') && consumed == text.Length ? value : throw NoValue(start, "time span");
    }

    /// <summary>Reads bytes in Base64.</summary>
    public byte[] ReadBase64()
    {
        ReadOnlySpan<byte> text = ReadText(out int start);
        byte[] bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (Base64.DecodeFromUtf8(text, bytes, out _, out int written) != OperationStatus.Done)
            throw NoValue(start, "Base64 text");
        return written == bytes.Length ? bytes : bytes[..written];
    }

    /// <summary>Reads a URI, absolute or relative.</summary>
    public Uri ReadUri()
    {
        int start = _position;
        return Uri.TryCreate(ReadString(), UriKind.RelativeOrAbsolute, out Uri? value) ? value : throw NoValue(start, "URI");
    }

    /// <summary>Reads a version, such as <c>1.2.3</c>.</summary>
    public Version ReadVersion()
    {
        int start = _position;
        string text = ReadString();
        bool isPlain = text.Length > 0 && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1]);
        return isPlain && Version.TryParse(text, out Version? value) ? value : throw NoValue(start, "version");
    }

    // System.Text.Json's ISO 8601 profile is its own: its reader is given the text, in quotes and without escapes. Gives the length with them.
    private int CopyTime(scoped Span<byte> quoted, out int start)
    {
        ReadOnlySpan<byte> text = ReadText(out start);
        if (text.Length > MaxTime || text.ContainsAnyExcept(InTimes))
            throw NoValue(start, "date and time");
        quoted[0] = (byte)'"';
        text.CopyTo(quoted[1..]);
        quoted[text.Length + 1] = (byte)'"';
        return text.Length + 2;
    }

    private ReadOnlySpan<byte> ReadText(out int start)
    {
        SkipWhiteSpace();
        start = _position;
        return ReadUtf8String();
    }

    private static bool TryWiden(ReadOnlySpan<byte> text, Span<char> chars) =>
        System.Text.Ascii.ToUtf16(text, chars, out _) == OperationStatus.Done;

    private static JsonException NoValue(int start, string what) => ErrorAt(start, $"Found a string that is not a {what}");
}
