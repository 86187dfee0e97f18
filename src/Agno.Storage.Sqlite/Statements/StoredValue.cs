using System.Text;
using Agno.Storage.Records;
using Agno.Storage.Schema;

namespace Agno.Storage.Sqlite.Statements;

/// <summary>
/// A value as it is stored, to be compared with again: a string would not do, because text that is not valid UTF-8 comes out of one as other text, and blobs come out as text.
/// </summary>
internal readonly struct StoredValue
{
    private readonly long _bits;
    private readonly byte[]? _bytes;

    public StoredValue(long value)
    {
        Kind = ValueKind.Integer;
        _bits = value;
    }

    public StoredValue(double value)
    {
        Kind = ValueKind.Real;
        _bits = BitConverter.DoubleToInt64Bits(value);
    }

    /// <summary>Text or a blob, by its bytes.</summary>
    public StoredValue(ValueKind kind, byte[] bytes)
    {
        Kind = kind;
        _bytes = bytes;
    }

    // Another character in the place of a lone surrogate would be another place in a list.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Text.</summary>
    /// <exception cref="ArgumentException">It holds a lone surrogate.</exception>
    public StoredValue(string text)
        : this(ValueKind.Text, Strict.GetBytes(text))
    {
    }

    public ValueKind Kind { get; }

    public bool IsNull => Kind == ValueKind.Null;

    public long Integer => _bits;

    public double Real => BitConverter.Int64BitsToDouble(_bits);

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Writes it as it is.</summary>
    public void WriteTo(RowBuffer row, int ordinal)
    {
        switch (Kind)
        {
            case ValueKind.Integer:
                row.WriteInt64(ordinal, Integer);
                break;
            case ValueKind.Real:
                row.WriteDouble(ordinal, Real);
                break;
            case ValueKind.Text:
                row.WriteUtf8(ordinal, Bytes);
                break;
            case ValueKind.Blob:
                row.WriteBlob(ordinal, Bytes);
                break;
            default:
                row.WriteNull(ordinal);
                break;
        }
    }

    /// <summary>Whether the other is stored alike, bit by bit.</summary>
    public bool IsSame(in StoredValue other) => Kind == other.Kind && _bits == other._bits && Bytes.SequenceEqual(other.Bytes);
}
