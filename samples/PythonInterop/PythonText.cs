using System.Globalization;
using System.Text;

namespace PythonInterop;

/// <summary>JSON text as Python's <c>json.dumps</c> writes it: pure ASCII, so that any reader can read it.</summary>
internal static class PythonText
{
    /// <summary>Python's files nest as deep as Python could; a line adds a level.</summary>
    public const int MaxDepth = 100_000;

    public static string OfString(string value)
    {
        var text = new StringBuilder("\"", value.Length + 2);
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                >= ' ' and <= '~' => text.Append(c),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            };
        }
        return text.Append('"').ToString();
    }

    /// <summary>The shortest text that reads back as the same number, and as a float: 3.0 is not 3.</summary>
    public static string OfNumber(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return text.AsSpan().IndexOfAnyExcept("-0123456789") < 0 ? text + ".0" : text;
    }
}
