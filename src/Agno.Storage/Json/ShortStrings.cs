using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Agno.Storage.Json;

/// <summary>
/// The short strings that were read last, to be given again: roles, names of models and tools, states. Most of them come in every message, and finding one costs less than making it.
/// </summary>
internal sealed class ShortStrings
{
    /// <summary>Strings shorter than this are remembered.</summary>
    public static readonly int MaxLength = Vector128<byte>.Count;

    // A power of two. What is unique, such as an id, soon gives its place to what comes again.
    private const int Count = 64;

    [ThreadStatic]
    private static ShortStrings? _free;

    private readonly Entry[] _entries = new Entry[Count];

    private ShortStrings()
    {
    }

    /// <summary>Takes those of this thread.</summary>
    public static ShortStrings Rent()
    {
        ShortStrings strings = _free ?? new();
        _free = null;
        return strings;
    }

    /// <summary>Gives them back.</summary>
    public void Return() => _free = this;

    /// <summary>The string of some ASCII.</summary>
    /// <param name="ascii">The characters, none of them zero, and zeros behind them.</param>
    /// <param name="length">How many characters there are.</param>
    public string Get(Vector128<byte> ascii, int length)
    {
        ulong mixed = (ascii.AsUInt64().ToScalar() ^ BitOperations.RotateLeft(ascii.AsUInt64().GetElement(1), 29)) * 0x9E3779B97F4A7C15;
        ref Entry entry = ref _entries[mixed >> (64 - 6)];
        if (entry.Ascii == ascii && entry.Text is { } known)
            return known;
        entry.Ascii = ascii;
        return entry.Text = Make(ascii, length);
    }

    private static string Make(Vector128<byte> ascii, int length)
    {
        Span<char> chars = stackalloc char[Vector128<byte>.Count];
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(ascii);
        Span<ushort> units = MemoryMarshal.Cast<char, ushort>(chars);
        low.CopyTo(units);
        high.CopyTo(units[Vector128<ushort>.Count..]);
        return new string(chars[..length]);
    }

    private struct Entry
    {
        public Vector128<byte> Ascii;
        public string? Text;
    }
}
