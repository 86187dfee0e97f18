using System.Globalization;

namespace Agno.Storage.Json;

/// <summary>A growing buffer of UTF-8 in pinned memory, so that native code can read straight from it.</summary>
public sealed class Utf8Buffer
{
    // One text beyond this size must not stay in memory for ever.
    private const int MaxSpare = 1 << 20;

    // What databases take in one row, and so in one text. Who asks for room may ask for a little more than is written.
    private const int MaxLength = 1_000_000_000;
    private const int Spare = 4096;

    [ThreadStatic]
    private static Utf8Buffer? t_spare;

    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(512, pinned: true);

    /// <summary>How many bytes are written.</summary>
    public int Length { get; private set; }

    /// <summary>How many bytes there is room for.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>What is written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Gives room for at least <paramref name="size"/> more bytes.</summary>
    /// <exception cref="ArgumentException">That would be more than 1,000,000,000 bytes.</exception>
    public Span<byte> GetSpan(int size)
    {
        if (_bytes.Length - Length < size)
            Grow(size);
        return _bytes.AsSpan(Length);
    }

    /// <summary>Counts <paramref name="count"/> bytes of the last <see cref="GetSpan"/> as written.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Forgets what is written; the memory stays.</summary>
    public void Clear() => Length = 0;

    /// <summary>Takes an empty buffer for a passing need; give it back with <see cref="Return"/>.</summary>
    internal static Utf8Buffer Rent()
    {
        Utf8Buffer buffer = t_spare ?? new();
        t_spare = null;
        buffer.Clear();
        return buffer;
    }

    /// <summary>Gives a rented buffer back.</summary>
    internal void Return()
    {
        if (Capacity <= MaxSpare)
            t_spare = this;
    }

    /// <summary>What is written from <paramref name="start"/> on, to be changed in place.</summary>
    internal Span<byte> From(int start) => _bytes.AsSpan(start, Length - start);

    /// <summary>Forgets what is written from <paramref name="length"/> on.</summary>
    internal void Truncate(int length) => Length = length;

    private void Grow(int size)
    {
        long needed = (long)Length + size;
        if (needed > MaxLength + Spare)
            throw new ArgumentException($"The texts and blobs of one row take at most {MaxLength.ToString("N0", CultureInfo.InvariantCulture)} bytes together: store less in one session.");
        long wanted = Math.Max(needed, Math.Min(2L * _bytes.Length, MaxLength + Spare));
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)wanted, pinned: true);
        Written.CopyTo(bytes);
        _bytes = bytes;
    }
}
