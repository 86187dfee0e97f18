using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Agno.Storage.Json;

/// <summary>Chinese, Japanese and Korean text, three bytes a character in UTF-8, eight UTF-16 units at a time.</summary>
internal static class EastAsian
{
    /// <summary>How many bytes eight units become. <see cref="Write"/> stores up to 32.</summary>
    public const int BytesOfVector = 24;

    /// <summary>Whether all units are of blocks that JSON text holds as they are, without a gap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreAll(Vector128<ushort> units) =>
        (In(units, 0x4E00, 0x9FFF) // ideographs
            | In(units, 0x3041, 0x3096) // hiragana
            | In(units, 0x3099, 0x30FF) // katakana
            | In(units, 0x3001, 0x303F) // punctuation
            | In(units, 0xAC00, 0xD7A3) // hangul
            | In(units, 0xFF01, 0xFFBE)) // full and half width forms
        == Vector128<ushort>.AllBitsSet;

    /// <summary>Writes eight units of <see cref="AreAll"/> as UTF-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(Vector128<ushort> units, Span<byte> target)
    {
        Vector128<ushort> first = (units >>> 12) | Vector128.Create((ushort)0xE0);
        Vector128<ushort> second = ((units >>> 6) & Vector128.Create((ushort)0x3F)) | Vector128.Create((ushort)0x80);
        Vector128<ushort> third = (units & Vector128.Create((ushort)0x3F)) | Vector128.Create((ushort)0x80);
        // Eight pairs of first and second byte, and the third bytes: they are dealt out in turn.
        Vector128<byte> pairs = (first | (second << 8)).AsByte();
        Vector128<byte> thirds = Vector128.Narrow(third, third);
        (Vector128.Shuffle(pairs, Vector128.Create((byte)0, 1, 255, 2, 3, 255, 4, 5, 255, 6, 7, 255, 8, 9, 255, 10))
            | Vector128.Shuffle(thirds, Vector128.Create((byte)255, 255, 0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255))).CopyTo(target);
        (Vector128.Shuffle(pairs, Vector128.Create((byte)11, 255, 12, 13, 255, 14, 15, 255, 255, 255, 255, 255, 255, 255, 255, 255))
            | Vector128.Shuffle(thirds, Vector128.Create((byte)255, 5, 255, 255, 6, 255, 255, 7, 255, 255, 255, 255, 255, 255, 255, 255))).CopyTo(target[Vector128<byte>.Count..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> In(Vector128<ushort> units, ushort first, ushort last) =>
        Vector128.LessThanOrEqual(units - Vector128.Create(first), Vector128.Create((ushort)(last - first)));
}
