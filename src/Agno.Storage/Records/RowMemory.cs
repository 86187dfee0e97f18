using System.Runtime.InteropServices;
using Agno.Storage.Json;
using Agno.Storage.Schema;

namespace Agno.Storage.Records;

/// <summary>The memory of rows. It serves one row after the other, each under its own number; between two it is in the pool.</summary>
internal sealed class RowMemory
{
    // Rows beyond this size are not kept: one 200 MB session must not stay in memory for ever.
    private const int MaxPooledBytes = 1 << 20;

    // As much as is kept of all rows together: what a bulk write has under way.
    private const int MaxPoolBytes = 1 << 24;

    // The memory given back last is the next to be taken: it has grown already, and the processor's caches hold it.
    private static readonly Stack<RowMemory> Pool = new();
    private static readonly Lock PoolLock = new();
    private static int s_poolBytes;

    private Slot[] _slots = [];
    private long _number;

    private RowMemory()
    {
    }

    public Utf8Buffer Bytes { get; } = new();

    public int Length { get; private set; }

    /// <summary>The number of the row that has the memory now.</summary>
    public long Number => Volatile.Read(ref _number);

    /// <summary>The ordinal behind the one that was set last.</summary>
    public int Next { get; set; }

    /// <summary>Where in the bytes the last JSON value begins.</summary>
    public int JsonStart { get; set; }

    public long Now { get; set; }

    public Slot this[int ordinal] => _slots.AsSpan(0, Length)[ordinal];

    public static RowMemory Rent(int length)
    {
        RowMemory? memory;
        lock (PoolLock)
        {
            if (Pool.TryPop(out memory))
                s_poolBytes -= memory.Bytes.Capacity;
        }

        memory ??= new RowMemory();
        if (memory._slots.Length < length)
            memory._slots = new Slot[length];
        memory._slots.AsSpan(0, length).Clear();
        memory.Bytes.Clear();
        memory.Length = length;
        memory.Next = 0;
        memory.JsonStart = 0;
        memory.Now = 0;
        return memory;
    }

    /// <summary>Gives the memory back, once for each row.</summary>
    public void Return(long number)
    {
        if (Interlocked.CompareExchange(ref _number, number + 1, number) != number || Bytes.Capacity > MaxPooledBytes)
            return;
        lock (PoolLock)
        {
            if (s_poolBytes + Bytes.Capacity > MaxPoolBytes)
                return;
            s_poolBytes += Bytes.Capacity;
            Pool.Push(this);
        }
    }

    public void Set(int ordinal, Slot slot)
    {
        _slots.AsSpan(0, Length)[ordinal] = slot;
        Next = ordinal + 1;
    }

    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Slot(ValueKind Kind, long Bits, int Length);
}
