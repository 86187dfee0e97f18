using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Agno.Storage.Json;

/// <summary>
/// JSON text inside JSON strings. Agno 2 dumps a column's text once more as a string, its own migration of older files twice;
/// null and what other programs wrote may not be inside a string at all.
/// </summary>
internal static class NestedJson
{
    private const int MaxEscape = 6;

    private static readonly SearchValues<byte> NeedsEscape = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(code => (byte)code)]);

    /// <summary>Whether null is what the text says, however often it is encoded.</summary>
    public static bool IsNull(ReadOnlySpan<byte> stored) => Trim(stored) is var text
        && (text.SequenceEqual("null"u8) || text.SequenceEqual("\"null\""u8) || text.SequenceEqual("\"\\\"null\\\"\""u8));

    /// <summary>The innermost text, in memory of its own.</summary>
    public static byte[] Unwrap(ReadOnlySpan<byte> stored)
    {
        Utf8Buffer scratch = Utf8Buffer.Rent();
        try
        {
            return Unwrap(stored, scratch).ToArray();
        }
        finally
        {
            scratch.Return();
        }
    }

    /// <summary>
    /// The innermost text of one that is encoded once, twice or three times. A string that holds no JSON is the value itself. Inside the
    /// second string only objects, arrays and null are looked for, so that a value that is a string of digits stays one.
    /// </summary>
    /// <param name="stored">The column's text.</param>
    /// <param name="scratch">Memory for the result, which may be part of <paramref name="stored"/> instead.</param>
    public static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> stored, Utf8Buffer scratch)
    {
        if (!TryUnwrap(stored, scratch, out ReadOnlySpan<byte> inner) || !(LooksLikeContainer(inner) || IsJson(inner)))
            return stored;
        return TryUnwrapInner(inner, scratch, out ReadOnlySpan<byte> innermost) ? innermost : inner;
    }

    /// <summary>Whether the text is inside a string inside a string: encoded once too often.</summary>
    public static bool IsNestedTwice(ReadOnlySpan<byte> stored)
    {
        Utf8Buffer scratch = Utf8Buffer.Rent();
        try
        {
            return TryUnwrap(stored, scratch, out ReadOnlySpan<byte> inner) && TryUnwrapInner(inner, scratch, out _);
        }
        finally
        {
            scratch.Return();
        }
    }

    private static bool TryUnwrapInner(ReadOnlySpan<byte> inner, Utf8Buffer scratch, out ReadOnlySpan<byte> innermost) =>
        TryUnwrap(inner, scratch, out innermost) && (IsNull(innermost) || (LooksLikeContainer(innermost) && IsJson(innermost)));

    /// <summary>Turns what the buffer holds from <paramref name="start"/> on into a JSON string that holds it.</summary>
    public static void Wrap(Utf8Buffer buffer, int start)
    {
        int length = buffer.Length - start;
        int growth = GrowthOf(buffer.Written[start..]);
        buffer.GetSpan(growth);
        buffer.Advance(growth);

        // From the end, because the text grows in place.
        Span<byte> text = buffer.From(start);
        int end = text.Length;
        text[--end] = (byte)'"';
        while (true)
        {
            int special = text[..length].LastIndexOfAny(NeedsEscape);
            ReadOnlySpan<byte> plain = text[(special + 1)..length];
            end -= plain.Length;
            plain.CopyTo(text[end..]);
            if (special < 0)
                break;
            byte code = text[special];
            end -= EscapeLength(code);
            WriteEscape(code, text[end..]);
            length = special;
        }
        text[0] = (byte)'"';
    }

    private static int GrowthOf(ReadOnlySpan<byte> text)
    {
        long growth = 2L + text.Count((byte)'"') + text.Count((byte)'\\');
        // Line breaks between tokens: only text that somebody else wrote has them.
        if (text.ContainsAnyInRange((byte)0, (byte)0x1F))
            foreach (byte code in text)
                if (code < 0x20)
                    growth += EscapeLength(code) - 1;
        // More than any buffer takes, which says so.
        return (int)Math.Min(growth, int.MaxValue);
    }

    private static int EscapeLength(byte code) => code is (byte)'"' or (byte)'\\' ? 2 : MaxEscape;

    private static void WriteEscape(byte code, Span<byte> target)
    {
        target[0] = (byte)'\\';
        if (EscapeLength(code) == 2)
        {
            target[1] = code;
            return;
        }
        target[1] = (byte)'u';
        code.TryFormat(target[2..], out _, "x4", CultureInfo.InvariantCulture);
    }

    // Appends what a JSON string holds to the scratch memory. False where the text is not a string, or a malformed one.
    private static bool TryUnwrap(ReadOnlySpan<byte> text, Utf8Buffer scratch, out ReadOnlySpan<byte> inner)
    {
        inner = default;
        text = Trim(text);
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"')
            return false;
        text = text[1..^1];
        int start = scratch.Length;
        // No escape is shorter than what it stands for.
        Span<byte> target = scratch.GetSpan(text.Length);
        int written = 0;
        while (true)
        {
            int plain = text.IndexOfAny((byte)'\\', (byte)'"');
            ReadOnlySpan<byte> run = plain < 0 ? text : text[..plain];
            run.CopyTo(target[written..]);
            written += run.Length;
            if (plain < 0)
                break;
            if (!TryReadEscape(text[plain..], target[written..], out int read, out int size))
                return false;
            text = text[(plain + read)..];
            written += size;
        }
        scratch.Advance(written);
        inner = scratch.Written.Slice(start, written);
        return true;
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> text, Span<byte> target, out int read, out int written)
    {
        read = 2;
        written = 1;
        if (text.Length < 2 || text[0] != '\\')
            return false;
        byte letter = text[1];
        if (letter == 'u')
            return TryReadUnicode(text, target, out read, out written);
        ReadOnlySpan<byte> letters = "\"\\/bfnrt"u8;
        int index = letters.IndexOf(letter);
        if (index < 0)
            return false;
        target[0] = "\"\\/\b\f\n\r\t"u8[index];
        return true;
    }

    private static bool TryReadUnicode(ReadOnlySpan<byte> text, Span<byte> target, out int read, out int written)
    {
        read = MaxEscape;
        written = 0;
        if (!TryReadUnit(text, out char unit))
            return false;
        if (char.IsHighSurrogate(unit) && TryReadUnit(text[MaxEscape..], out char low) && char.IsLowSurrogate(low))
        {
            read = 2 * MaxEscape;
            written = new Rune(unit, low).EncodeToUtf8(target);
        }
        else if (Rune.TryCreate(unit, out Rune rune))
        {
            written = rune.EncodeToUtf8(target);
        }
        else
        {
            // UTF-8 has no lone surrogate. In JSON text it can only stand in a string, where its escape says the same.
            text[..MaxEscape].CopyTo(target);
            written = MaxEscape;
        }
        return true;
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> text, out char unit)
    {
        unit = default;
        if (text.Length < MaxEscape || text[0] != '\\' || text[1] != 'u' || !Utf8Parser.TryParse(text[2..MaxEscape], out ushort code, out int digits, 'x') || digits != 4)
            return false;
        unit = (char)code;
        return true;
    }

    private static bool LooksLikeContainer(ReadOnlySpan<byte> text) =>
        Trim(text) is [(byte)'{', .., (byte)'}'] or [(byte)'[', .., (byte)']'];

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        var json = new JsonCursor(text, JsonDialect.Python);
        try
        {
            json.Skip();
            json.ReadEnd();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        finally
        {
            json.Dispose();
        }
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8);
}
