using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Agno.Storage.Records;

/// <summary>How generated code writes scalars; the formats are those that <see cref="ScalarReader"/> reads.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScalarWriter
{
    /// <summary>Refuses null in a member whose type does not have it: it could not be read again.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn]
    public static void RefuseNull() => throw new ArgumentException("The member is null, and its type says that it never is. Set it, or declare its type nullable.");

    /// <summary>Text of one UTF-16 unit.</summary>
    public static void WriteChar(RowBuffer row, int ordinal, char value) => row.WriteChars(ordinal, [value]);

    /// <summary>INTEGER 0 or 1.</summary>
    public static void WriteBoolean(RowBuffer row, int ordinal, bool value) => row.WriteInt64(ordinal, value ? 1 : 0);

    /// <summary>INTEGER.</summary>
    public static void WriteSByte(RowBuffer row, int ordinal, sbyte value) => row.WriteInt64(ordinal, value);

    /// <summary>INTEGER.</summary>
    public static void WriteByte(RowBuffer row, int ordinal, byte value) => row.WriteInt64(ordinal, value);

    /// <summary>INTEGER.</summary>
    public static void WriteInt16(RowBuffer row, int ordinal, short value) => row.WriteInt64(ordinal, value);

    /// <summary>INTEGER.</summary>
    public static void WriteUInt16(RowBuffer row, int ordinal, ushort value) => row.WriteInt64(ordinal, value);

    /// <summary>INTEGER.</summary>
    public static void WriteInt32(RowBuffer row, int ordinal, int value) => row.WriteInt64(ordinal, value);

    /// <summary>INTEGER.</summary>
    public static void WriteUInt32(RowBuffer row, int ordinal, uint value) => row.WriteInt64(ordinal, value);

    /// <summary>INTEGER.</summary>
    public static void WriteInt64(RowBuffer row, int ordinal, long value) => row.WriteInt64(ordinal, value);

    /// <summary>INTEGER.</summary>
    /// <exception cref="ArgumentException">The value is above <see cref="long.MaxValue"/>.</exception>
    public static void WriteUInt64(RowBuffer row, int ordinal, ulong value)
    {
        if (value > long.MaxValue)
            throw new ArgumentException($"{value} is above {long.MaxValue}, the largest integer that can be stored. Use a decimal or a converter to text.");
        row.WriteInt64(ordinal, (long)value);
    }

    /// <summary>REAL.</summary>
    public static void WriteSingle(RowBuffer row, int ordinal, float value) => row.WriteDouble(ordinal, value);

    /// <summary>REAL.</summary>
    public static void WriteDouble(RowBuffer row, int ordinal, double value) => row.WriteDouble(ordinal, value);

    /// <summary>Text in the invariant culture, with trailing zeros.</summary>
    public static void WriteDecimal(RowBuffer row, int ordinal, decimal value) => row.WriteFormatted(ordinal, value);

    /// <summary>Text with hyphens.</summary>
    public static void WriteGuid(RowBuffer row, int ordinal, Guid value) => row.WriteFormatted(ordinal, value, "D");

    /// <summary>Text in round-trip format, with the kind.</summary>
    public static void WriteDateTime(RowBuffer row, int ordinal, DateTime value) => row.WriteFormatted(ordinal, value, "O");

    /// <summary>Text in UTC, which sorts by instant.</summary>
    public static void WriteDateTimeOffset(RowBuffer row, int ordinal, DateTimeOffset value) => row.WriteFormatted(ordinal, value.UtcDateTime, "O");

    /// <summary>INTEGER Unix seconds.</summary>
    public static void WriteUnixSeconds(RowBuffer row, int ordinal, DateTimeOffset value) => row.WriteInt64(ordinal, value.ToUnixTimeSeconds());

    /// <summary>INTEGER Unix seconds, rounded up: what whole seconds are compared with that are at or after the time, or before it.</summary>
    public static void WriteUnixSecondsUp(RowBuffer row, int ordinal, DateTimeOffset value) =>
        row.WriteInt64(ordinal, value.ToUnixTimeSeconds() + (value.UtcTicks % TimeSpan.TicksPerSecond == 0 ? 0 : 1));

    /// <summary>INTEGER Unix seconds; of a time between two seconds the REAL between them, which no stored time is equal to.</summary>
    public static void WriteUnixSecondsExactly(RowBuffer row, int ordinal, DateTimeOffset value)
    {
        if (value.UtcTicks % TimeSpan.TicksPerSecond == 0)
            row.WriteInt64(ordinal, value.ToUnixTimeSeconds());
        else
            row.WriteDouble(ordinal, value.ToUnixTimeSeconds() + 0.5);
    }

    /// <summary>Text <c>yyyy-MM-dd</c>.</summary>
    public static void WriteDateOnly(RowBuffer row, int ordinal, DateOnly value) => row.WriteFormatted(ordinal, value, "O");

    /// <summary>Text <c>HH:mm:ss.fffffff</c>.</summary>
    public static void WriteTimeOnly(RowBuffer row, int ordinal, TimeOnly value) => row.WriteFormatted(ordinal, value, "O");

    /// <summary>INTEGER ticks of 100 ns.</summary>
    public static void WriteTimeSpan(RowBuffer row, int ordinal, TimeSpan value) => row.WriteInt64(ordinal, value.Ticks);

    /// <summary>BLOB.</summary>
    public static void WriteBytes(RowBuffer row, int ordinal, byte[] value) => row.WriteBlob(ordinal, value);

    /// <summary>Text as it was given.</summary>
    public static void WriteUri(RowBuffer row, int ordinal, Uri value) => row.WriteString(ordinal, value.OriginalString);
}
