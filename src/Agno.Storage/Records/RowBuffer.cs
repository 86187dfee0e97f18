using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Agno.Storage.Json;
using Agno.Storage.Schema;

namespace Agno.Storage.Records;

/// <summary>
/// An encoded row: a slot for each column over one pinned UTF-8 buffer. Generated code fills it on the caller's thread;
/// an engine binds straight from it, on that thread or another. Pooled: <see cref="Rent"/> one, dispose of it when it is written.
/// </summary>
public sealed class RowBuffer : IDisposable
{
    // Rows beyond this size are not kept: one 200 MB session must not stay in memory for ever.
    private const int MaxPooledBytes = 1 << 20;

    // As much as is kept of all rows together: what a bulk write has under way.
    private const int MaxPoolBytes = 1 << 24;

    private static readonly System.Collections.Concurrent.ConcurrentQueue<RowBuffer> Pool = new();
    private static int s_poolBytes;

    private readonly Utf8Buffer _bytes = new();
    private Slot[] _slots = [];
    private int _jsonStart;

    private RowBuffer()
    {
    }

    /// <summary>How many columns the row has.</summary>
    public int Length { get; private set; }

    /// <summary>How many bytes of text and blobs the row holds.</summary>
    public int Size => _bytes.Length;

    /// <summary>Takes an empty row of <paramref name="length"/> NULL columns from the pool.</summary>
    public static RowBuffer Rent(int length)
    {
        if (Pool.TryDequeue(out RowBuffer? row))
            Interlocked.Add(ref s_poolBytes, -row._bytes.Capacity);
        else
            row = new RowBuffer();
        if (row._slots.Length < length)
            row._slots = new Slot[length];
        row._slots.AsSpan(0, length).Clear();
        row._bytes.Clear();
        row.Length = length;
        return row;
    }

    /// <summary>Gives the row back to the pool. It must not be used afterwards.</summary>
    public void Dispose()
    {
        Length = 0;
        if (_bytes.Capacity > MaxPooledBytes)
            return;
        if (Interlocked.Add(ref s_poolBytes, _bytes.Capacity) <= MaxPoolBytes)
            Pool.Enqueue(this);
        else
            Interlocked.Add(ref s_poolBytes, -_bytes.Capacity);
    }

    /// <summary>How the value at <paramref name="ordinal"/> is stored.</summary>
    public ValueKind GetKind(int ordinal) => _slots[ordinal].Kind;

    /// <summary>The integer at <paramref name="ordinal"/>.</summary>
    public long GetInt64(int ordinal) => _slots[ordinal].Bits;

    /// <summary>The number at <paramref name="ordinal"/>.</summary>
    public double GetDouble(int ordinal) => BitConverter.Int64BitsToDouble(_slots[ordinal].Bits);

    /// <summary>The UTF-8 text or bytes at <paramref name="ordinal"/>, in pinned memory; valid until the row is disposed of.</summary>
    public ReadOnlySpan<byte> GetBytes(int ordinal)
    {
        ref readonly Slot slot = ref _slots[ordinal];
        return _bytes.Written.Slice((int)slot.Bits, slot.Length);
    }

    /// <summary>Writes NULL.</summary>
    public void WriteNull(int ordinal) => _slots[ordinal] = default;

    /// <summary>Writes an integer.</summary>
    public void WriteInt64(int ordinal, long value) => _slots[ordinal] = new Slot(ValueKind.Integer, value, 0);

    /// <summary>Writes a number.</summary>
    /// <exception cref="ArgumentException">The value is NaN, which databases store as NULL.</exception>
    public void WriteDouble(int ordinal, double value)
    {
        if (double.IsNaN(value))
            throw new ArgumentException("NaN can't be stored in a number column: the database would store NULL in its place.", nameof(value));
        _slots[ordinal] = new Slot(ValueKind.Real, BitConverter.DoubleToInt64Bits(value), 0);
    }

    /// <summary>Writes text; null as NULL.</summary>
    /// <exception cref="ArgumentException">The text holds a lone surrogate, which UTF-8 can't represent.</exception>
    public void WriteString(int ordinal, string? value)
    {
        if (value is null)
            WriteNull(ordinal);
        else
            WriteChars(ordinal, value);
    }

    /// <summary>Writes text.</summary>
    /// <exception cref="ArgumentException">The text holds a lone surrogate, which UTF-8 can't represent.</exception>
    public void WriteChars(int ordinal, ReadOnlySpan<char> value)
    {
        int start = _bytes.Length;
        Span<byte> target = _bytes.GetSpan(checked(value.Length * 3));
        var status = System.Text.Unicode.Utf8.FromUtf16(value, target, out int read, out int written, replaceInvalidSequences: false);
        if (status != System.Buffers.OperationStatus.Done)
            throw new ArgumentException($"The text holds a lone surrogate at index {read}, which can't be stored as text. Remove it, or keep the text in a JSON member.", nameof(value));
        _bytes.Advance(written);
        _slots[ordinal] = new Slot(ValueKind.Text, start, written);
    }

    /// <summary>Writes what formats itself as UTF-8 text, in the invariant culture.</summary>
    public void WriteFormatted<T>(int ordinal, T value, ReadOnlySpan<char> format = default)
        where T : IUtf8SpanFormattable
    {
        int start = _bytes.Length;
        int written;
        for (int size = 64; !value.TryFormat(_bytes.GetSpan(size), out written, format, CultureInfo.InvariantCulture); size *= 2)
        {
        }
        _bytes.Advance(written);
        _slots[ordinal] = new Slot(ValueKind.Text, start, written);
    }

    /// <summary>Writes text that is UTF-8 already.</summary>
    public void WriteUtf8(int ordinal, ReadOnlySpan<byte> value) => WriteBytes(ordinal, ValueKind.Text, value);

    /// <summary>Writes bytes.</summary>
    public void WriteBlob(int ordinal, ReadOnlySpan<byte> value) => WriteBytes(ordinal, ValueKind.Blob, value);

    /// <summary>Starts a JSON value. Write it with the emitter that is returned, then call <see cref="EndJson"/> with that emitter.</summary>
    public JsonEmitter BeginJson()
    {
        _jsonStart = _bytes.Length;
        return new(_bytes, JsonDialect.Python);
    }

    /// <summary>Ends a JSON value.</summary>
    public void EndJson(int ordinal, scoped ref JsonEmitter json)
    {
        json.Flush();
        _slots[ordinal] = new Slot(ValueKind.Text, _jsonStart, _bytes.Length - _jsonStart);
    }

    /// <summary>Writes a value as JSON.</summary>
    public void WriteJson<T>(int ordinal, T value, JsonCodec<T> codec)
    {
        JsonEmitter json = BeginJson();
        codec.Write(ref json, value);
        EndJson(ordinal, ref json);
    }

    /// <summary>Writes a JSON column: as it was read unless its value was changed.</summary>
    public void WriteJsonColumn<T>(int ordinal, JsonColumn<T> column, JsonCodec<T> codec)
    {
        if (column.Cell is not { } cell)
        {
            WriteNull(ordinal);
            return;
        }
        if (TryWriteChanged(ordinal, cell, codec))
            return;
        if (cell is { IsNested: true, Kind: not ValueKind.Null })
            WriteUtf8(ordinal, NestedJson.Unwrap(cell.StoredJson));
        else
            WriteStored(ordinal, cell.Kind, cell.StoredJson);
    }

    /// <summary>Writes a value as JSON inside a JSON string, as Agno 2 stores it; null as the text <c>null</c>.</summary>
    public void WriteNestedJson<T>(int ordinal, T? value, JsonCodec<T> codec)
    {
        WriteJson(ordinal, value!, codec);
        Nest(ordinal);
    }

    /// <summary>Writes a JSON column inside a JSON string, as Agno 2 stores it: as it was read unless its value was changed.</summary>
    /// <param name="ordinal">The column's ordinal.</param>
    /// <param name="column">The column.</param>
    /// <param name="codec">The codec of its type.</param>
    /// <param name="isOwn">Whether the column is one of the session's type: its null is the text <c>null</c>, another type's NULL.</param>
    public void WriteNestedJsonColumn<T>(int ordinal, JsonColumn<T> column, JsonCodec<T> codec, bool isOwn)
    {
        if (column.Cell is not { } cell)
        {
            if (isOwn)
                WriteUtf8(ordinal, "null"u8);
            else
                WriteNull(ordinal);
        }
        else if (TryWriteChanged(ordinal, cell, codec))
        {
            Nest(ordinal);
        }
        else if (cell.IsNested)
        {
            WriteStored(ordinal, cell.Kind, cell.StoredJson);
        }
        else
        {
            WriteUtf8(ordinal, cell.StoredJson);
            Nest(ordinal);
        }
    }

    // Writes the value of a column that may differ from what is stored.
    private bool TryWriteChanged<T>(int ordinal, JsonCell<T> cell, JsonCodec<T> codec)
    {
        if (!cell.HasValue)
            return false;
        // Whoever had the value may have changed it, deep inside too: what it says now decides.
        WriteJson(ordinal, cell.Value!, codec);
        if (!cell.StoresSame(GetBytes(ordinal), codec))
            return true;
        _bytes.Truncate(_jsonStart);
        return false;
    }

    // Encodes the text that was just written once more; null stays as it is.
    private void Nest(int ordinal)
    {
        ref Slot slot = ref _slots[ordinal];
        int start = (int)slot.Bits;
        if (GetBytes(ordinal).SequenceEqual("null"u8))
            return;
        NestedJson.Wrap(_bytes, start);
        slot = new Slot(ValueKind.Text, start, _bytes.Length - start);
    }

    // A bare number in a column of NUMERIC affinity is stored as a number, and goes back as one.
    private void WriteStored(int ordinal, ValueKind kind, ReadOnlySpan<byte> stored)
    {
        switch (kind)
        {
            case ValueKind.Integer:
                WriteInt64(ordinal, long.Parse(stored, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
                break;
            case ValueKind.Real:
                WriteDouble(ordinal, double.Parse(stored, NumberStyles.Float, CultureInfo.InvariantCulture));
                break;
            default:
                WriteBytes(ordinal, kind, stored);
                break;
        }
    }

    private void WriteBytes(int ordinal, ValueKind kind, ReadOnlySpan<byte> value)
    {
        int start = _bytes.Length;
        value.CopyTo(_bytes.GetSpan(value.Length));
        _bytes.Advance(value.Length);
        _slots[ordinal] = new Slot(kind, start, value.Length);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Slot(ValueKind Kind, long Bits, int Length);
}
