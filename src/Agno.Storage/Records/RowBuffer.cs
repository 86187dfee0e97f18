using System.Globalization;
using System.Text;
using Agno.Storage.Json;
using Agno.Storage.Schema;

namespace Agno.Storage.Records;

/// <summary>
/// An encoded row: a slot for each column over one pinned UTF-8 buffer. Generated code fills it on the caller's thread; an engine binds straight from it, on that thread or another.
/// The memory is pooled: <see cref="Rent"/> a row, and dispose of it when it is written. Copies are the same row, which ends for all of them when one is disposed: then every use
/// throws <see cref="ObjectDisposedException"/>, and disposing once more does nothing.
/// </summary>
public readonly struct RowBuffer : IDisposable, IEquatable<RowBuffer>
{
    private readonly RowMemory? _memory;

    // Which of the memory's rows this is: it serves one after the other.
    private readonly long _number;

    private RowBuffer(RowMemory memory)
    {
        _memory = memory;
        _number = memory.Number;
    }

    /// <summary>How many columns the row has.</summary>
    public int Length => Memory.Length;

    /// <summary>How many bytes of text and blobs the row holds.</summary>
    public int Size => Memory.Bytes.Length;

    /// <summary>The ordinal behind the one that was written last. Rows of sessions are written in order: where that fails, it is the column at fault.</summary>
    public int Next => Memory.Next;

    /// <summary>What <see cref="WriteNow"/> writes, in Unix seconds.</summary>
    public long Now
    {
        get => Memory.Now;
        set => Memory.Now = value;
    }

    /// <summary>Takes an empty row of <paramref name="length"/> NULL columns from the pool.</summary>
    public static RowBuffer Rent(int length) => new(RowMemory.Rent(length));

    /// <summary>Gives the row's memory back to the pool.</summary>
    public void Dispose() => _memory?.Return(_number);

    /// <summary>Whether both are the same row.</summary>
    public bool Equals(RowBuffer other) => _memory == other._memory && _number == other._number;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RowBuffer other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_memory, _number);

    /// <summary>Whether both are the same row.</summary>
    public static bool operator ==(RowBuffer left, RowBuffer right) => left.Equals(right);

    /// <summary>Whether they are two rows.</summary>
    public static bool operator !=(RowBuffer left, RowBuffer right) => !left.Equals(right);

    /// <summary>How the value at <paramref name="ordinal"/> is stored.</summary>
    public ValueKind GetKind(int ordinal) => Memory[ordinal].Kind;

    /// <summary>The integer at <paramref name="ordinal"/>.</summary>
    public long GetInt64(int ordinal) => Memory[ordinal].Bits;

    /// <summary>The number at <paramref name="ordinal"/>.</summary>
    public double GetDouble(int ordinal) => BitConverter.Int64BitsToDouble(Memory[ordinal].Bits);

    /// <summary>The text at <paramref name="ordinal"/>.</summary>
    public string GetString(int ordinal) => Encoding.UTF8.GetString(GetBytes(ordinal));

    /// <summary>The UTF-8 text or bytes at <paramref name="ordinal"/>, in pinned memory; valid until the row is disposed of.</summary>
    public ReadOnlySpan<byte> GetBytes(int ordinal)
    {
        RowMemory memory = Memory;
        RowMemory.Slot slot = memory[ordinal];
        return memory.Bytes.Written.Slice((int)slot.Bits, slot.Length);
    }

    /// <summary>Writes NULL.</summary>
    public void WriteNull(int ordinal) => Memory.Set(ordinal, default);

    /// <summary>Writes an integer.</summary>
    public void WriteInt64(int ordinal, long value) => Memory.Set(ordinal, new(ValueKind.Integer, value, 0));

    /// <summary>Writes the time that the row is encoded at, for one that was not set.</summary>
    public void WriteNow(int ordinal) => WriteInt64(ordinal, Now);

    /// <summary>Writes a number.</summary>
    /// <exception cref="ArgumentException">The value is NaN, which databases store as NULL.</exception>
    public void WriteDouble(int ordinal, double value)
    {
        if (double.IsNaN(value))
            throw new ArgumentException("NaN can't be stored in a number column: the database would store NULL in its place.");
        Memory.Set(ordinal, new(ValueKind.Real, BitConverter.DoubleToInt64Bits(value), 0));
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
        RowMemory memory = Memory;
        int start = memory.Bytes.Length;
        Span<byte> target = memory.Bytes.GetSpan(RoomFor(value));
        var status = System.Text.Unicode.Utf8.FromUtf16(value, target, out int read, out int written, replaceInvalidSequences: false);
        if (status != System.Buffers.OperationStatus.Done)
            throw new ArgumentException($"The text holds a lone surrogate at index {read}, which can't be stored as text. Remove it, or keep the text in a JSON member.");
        memory.Bytes.Advance(written);
        memory.Set(ordinal, new(ValueKind.Text, start, written));
    }

    /// <summary>Writes what formats itself as UTF-8 text, in the invariant culture.</summary>
    public void WriteFormatted<T>(int ordinal, T value, ReadOnlySpan<char> format = default)
        where T : IUtf8SpanFormattable
    {
        RowMemory memory = Memory;
        int start = memory.Bytes.Length;
        int written;
        for (int size = 64; !value.TryFormat(memory.Bytes.GetSpan(size), out written, format, CultureInfo.InvariantCulture); size *= 2)
        {
        }
        memory.Bytes.Advance(written);
        memory.Set(ordinal, new(ValueKind.Text, start, written));
    }

    /// <summary>Writes text that is UTF-8 already.</summary>
    public void WriteUtf8(int ordinal, ReadOnlySpan<byte> value) => WriteBytes(ordinal, ValueKind.Text, value);

    /// <summary>Writes bytes.</summary>
    public void WriteBlob(int ordinal, ReadOnlySpan<byte> value) => WriteBytes(ordinal, ValueKind.Blob, value);

    /// <summary>Starts a JSON value. Write it with the emitter that is returned, then call <see cref="EndJson"/> with that emitter.</summary>
    public JsonEmitter BeginJson()
    {
        RowMemory memory = Memory;
        memory.JsonStart = memory.Bytes.Length;
        return new(memory.Bytes, JsonDialect.Python);
    }

    /// <summary>Ends a JSON value.</summary>
    public void EndJson(int ordinal, scoped ref JsonEmitter json)
    {
        json.Flush();
        RowMemory memory = Memory;
        memory.Set(ordinal, new(ValueKind.Text, memory.JsonStart, memory.Bytes.Length - memory.JsonStart));
    }

    /// <summary>Writes a value as JSON.</summary>
    public void WriteJson<T>(int ordinal, T value, JsonCodec<T> codec)
    {
        JsonEmitter json = BeginJson();
        try
        {
            codec.Write(ref json, value);
        }
        catch
        {
            // What is written so far may say what it was.
            json.Flush();
            throw;
        }
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
        RowMemory memory = Memory;
        memory.Next = ordinal;
        if (cell.StoresSame(GetBytes(ordinal), codec))
        {
            memory.Bytes.Truncate(memory.JsonStart);
            return false;
        }
        memory.Next = ordinal + 1;
        return true;
    }

    // Encodes the text that was just written once more; null stays as it is.
    private void Nest(int ordinal)
    {
        if (GetBytes(ordinal).SequenceEqual("null"u8))
            return;
        RowMemory memory = Memory;
        int start = (int)memory[ordinal].Bits;
        NestedJson.Wrap(memory.Bytes, start);
        memory.Set(ordinal, new(ValueKind.Text, start, memory.Bytes.Length - start));
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
        RowMemory memory = Memory;
        int start = memory.Bytes.Length;
        value.CopyTo(memory.Bytes.GetSpan(value.Length));
        memory.Bytes.Advance(value.Length);
        memory.Set(ordinal, new(kind, start, value.Length));
    }

    /// <summary>The JSON value that was written last, as far as it came.</summary>
    internal ReadOnlySpan<byte> LastJson => Memory.Bytes.Written[Memory.JsonStart..];

    private RowMemory Memory => _memory is { } memory && memory.Number == _number
        ? memory
        : throw new ObjectDisposedException(nameof(RowBuffer), "The row has been disposed: its memory may be another row's by now.");

    // Of a large text what it takes, of others what they may take at most.
    private static int RoomFor(ReadOnlySpan<char> text)
    {
        const int Large = 1 << 12;
        if (text.Length <= Large)
            return text.Length * 3;
        // In parts, because the sum may pass what an int holds; then the buffer says that it is too much.
        const int Part = 1 << 28;
        long size = 0;
        for (; text.Length > Part; text = text[Part..])
            size += Encoding.UTF8.GetByteCount(text[..Part]);
        return (int)Math.Min(size + Encoding.UTF8.GetByteCount(text), int.MaxValue);
    }
}
