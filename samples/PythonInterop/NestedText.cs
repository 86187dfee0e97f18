using System.Text;
using System.Text.Json;
using Agno.Storage.Json;

namespace PythonInterop;

/// <summary>JSON columns as Agno 2 stores them: the text dumped once more, as a JSON string.</summary>
internal static class NestedText
{
    /// <summary>Dumps a text once more.</summary>
    public static byte[] Wrap(ReadOnlySpan<byte> json) => Encoding.UTF8.GetBytes(PythonText.OfString(Encoding.UTF8.GetString(json)));

    /// <summary>The text inside the string; the stored text itself where it is not a string, or one that holds no JSON.</summary>
    public static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> stored)
    {
        JsonCursor json = new(stored, JsonDialect.Python, PythonText.MaxDepth);
        try
        {
            if (json.PeekKind() != JsonValueKind.String)
                return stored;
            byte[] inner = Encode(json.ReadString());
            json.ReadEnd();
            return IsJson(inner) ? inner : stored;
        }
        catch (JsonException)
        {
            return stored;
        }
        finally
        {
            json.Dispose();
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        JsonCursor json = new(text, JsonDialect.Python, PythonText.MaxDepth);
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

    // UTF-8 has no lone surrogate: in JSON text its escape says the same.
    private static byte[] Encode(string text)
    {
        var safe = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                safe.Append(text[i]).Append(text[++i]);
            else if (char.IsSurrogate(text[i]))
                safe.Append(PythonText.OfString(text[i].ToString()).AsSpan(1, 6));
            else
                safe.Append(text[i]);
        }
        return Encoding.UTF8.GetBytes(safe.ToString());
    }
}
