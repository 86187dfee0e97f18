using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Agno.Storage.Json;

// Numbers, and values that JSON keeps as strings, in System.Text.Json's formats.
public ref partial struct JsonEmitter
{
    // The longest is an Int128 or a decimal with sign and point.
    private const int MaxNumber = 48;

    /// <summary>Writes an integer.</summary>
    public void WriteNumber(int value) => WriteNumber((long)value);

    /// <summary>Writes an integer.</summary>
    public void WriteNumber(long value)
    {
        Reserve(MaxNumber);
        Utf8Formatter.TryFormat(value, _span[_position..], out int written);
        _position += written;
        _needsComma = true;
    }

    /// <summary>Writes an integer.</summary>
    public void WriteNumber(ulong value) => WriteFormatted(value);

    /// <summary>Writes an integer.</summary>
    public void WriteNumber(Int128 value) => WriteFormatted(value);

    /// <summary>Writes an integer.</summary>
    public void WriteNumber(UInt128 value) => WriteFormatted(value);

    /// <summary>Writes a number.</summary>
    public void WriteNumber(decimal value) => WriteFormatted(value);

    /// <summary>Writes a number: its shortest text that reads back as the same.</summary>
    /// <exception cref="JsonException">The value is NaN or infinite, and the dialect is strict.</exception>
    public void WriteNumber(double value)
    {
        if (!double.IsFinite(value))
            WriteNamed(value);
        else if (!TryWriteShort(value))
            WriteFormatted(value);
    }

    /// <summary>Writes a number: its shortest text that reads back as the same.</summary>
    /// <exception cref="JsonException">The value is NaN or infinite, and the dialect is strict.</exception>
    public void WriteNumber(float value)
    {
        if (float.IsFinite(value))
            WriteFormatted(value);
        else
            WriteNamed(value);
    }

    /// <summary>Writes a number: its shortest text that reads back as the same.</summary>
    /// <exception cref="JsonException">The value is NaN or infinite, and the dialect is strict.</exception>
    public void WriteNumber(Half value)
    {
        if (Half.IsFinite(value))
            WriteFormatted(value);
        else
            WriteNamed((double)value);
    }

    /// <summary>Writes a number in quotes; NaN and infinities by name.</summary>
    public void WriteNumberAsString<T>(T value)
        where T : IUtf8SpanFormattable
    {
        Reserve(MaxNumber);
        _span[_position++] = (byte)'"';
        Format(value, default);
        Reserve(1);
        _span[_position++] = (byte)'"';
        _needsComma = true;
    }

    /// <summary>Writes a GUID with hyphens.</summary>
    public void WriteGuid(Guid value) => WriteQuoted(value, default);

    /// <summary>Writes an ISO 8601 date and time, without trailing zeros of the fraction.</summary>
    public void WriteDateTime(DateTime value) => WriteThroughWriter(value, static (writer, time) => writer.WriteStringValue(time));

    /// <summary>Writes an ISO 8601 date and time with its offset, without trailing zeros of the fraction.</summary>
    public void WriteDateTimeOffset(DateTimeOffset value) => WriteThroughWriter(value, static (writer, time) => writer.WriteStringValue(time));

    /// <summary>Writes a date, <c>yyyy-MM-dd</c>.</summary>
    public void WriteDateOnly(DateOnly value) => WriteQuoted(value, "O");

    /// <summary>Writes a time of day; the fraction has seven digits or none.</summary>
    public void WriteTimeOnly(TimeOnly value) => WriteQuoted(value.ToTimeSpan(), "c");

    /// <summary>Writes a time span, <c>[-][d.]hh:mm:ss[.fffffff]</c>.</summary>
    public void WriteTimeSpan(TimeSpan value) => WriteQuoted(value, "c");

    /// <summary>Writes a version.</summary>
    public void WriteVersion(Version value) => WriteQuoted(value, default);

    /// <summary>Writes a URI as it was given.</summary>
    public void WriteUri(Uri value) => WriteString(value.OriginalString);

    /// <summary>Writes bytes in Base64.</summary>
    public void WriteBase64(scoped ReadOnlySpan<byte> value)
    {
        Reserve(Base64.GetMaxEncodedToUtf8Length(value.Length) + 2);
        _span[_position++] = (byte)'"';
        Base64.EncodeToUtf8(value, _span[_position..], out _, out int written);
        _position += written;
        _span[_position++] = (byte)'"';
        _needsComma = true;
    }

    private void WriteFormatted<T>(T value)
        where T : IUtf8SpanFormattable
    {
        Format(value, default);
        _needsComma = true;
    }

    private void WriteQuoted<T>(T value, ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        Reserve(MaxNumber);
        _span[_position++] = (byte)'"';
        Format(value, format);
        Reserve(1);
        _span[_position++] = (byte)'"';
        _needsComma = true;
    }

    private void Format<T>(T value, ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        Reserve(MaxNumber);
        if (!value.TryFormat(_span[_position..], out int written, format, CultureInfo.InvariantCulture))
            throw new JsonException($"The number does not fit {MaxNumber} characters.");
        _position += written;
    }

    // Numbers with up to four decimals, which most are: their digits are an integer's.
    private bool TryWriteShort(double value)
    {
        const double Limit = 1e11;
        double scaled = value * 10_000;
        if (Math.Abs(scaled) >= Limit || (value == 0 && double.IsNegative(value)))
            return false;
        long digits = (long)Math.Round(scaled);
        if (digits / 10_000.0 != value)
            return false;
        Reserve(MaxNumber);
        if (digits < 0)
        {
            _span[_position++] = (byte)'-';
            digits = -digits;
        }
        (long whole, long fraction) = Math.DivRem(digits, 10_000);
        Utf8Formatter.TryFormat(whole, _span[_position..], out int written);
        _position += written;
        if (fraction != 0)
        {
            _span[_position++] = (byte)'.';
            for (; fraction != 0; fraction = fraction % 1_000 * 10)
                _span[_position++] = (byte)('0' + (fraction / 1_000));
        }
        _needsComma = true;
        return true;
    }

    private void WriteNamed(double value)
    {
        if (Dialect == JsonDialect.Strict)
            throw new JsonException($"{value.ToString(CultureInfo.InvariantCulture)} can't be written as JSON. Make the member nullable, or allow named literals with [JsonNumberHandling].");
        WriteRawValue(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);
    }

    // System.Text.Json trims fractions in a way of its own: it writes them.
    private void WriteThroughWriter<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        WriterScratch scratch = WriterScratch.ForThread;
        scratch.Buffer.ResetWrittenCount();
        scratch.Writer.Reset();
        write(scratch.Writer, value);
        scratch.Writer.Flush();
        WriteRawValue(scratch.Buffer.WrittenSpan);
    }

    private sealed class WriterScratch
    {
        [ThreadStatic]
        private static WriterScratch? t_instance;

        public static WriterScratch ForThread => t_instance ??= new();

        public ArrayBufferWriter<byte> Buffer { get; }

        public Utf8JsonWriter Writer { get; }

        private WriterScratch()
        {
            Buffer = new(64);
            Writer = new(Buffer, new JsonWriterOptions { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        }
    }
}
