using System.Buffers;
using System.Text.Json;
using Agno.Storage.Json;

namespace PythonInterop;

/// <summary>What lines are made of.</summary>
internal static class LineText
{
    /// <summary>Writes a stored text, checked, without the line breaks between its tokens (there are none inside strings: those are escaped).</summary>
    /// <exception cref="JsonException">It is not valid JSON.</exception>
    public static void WriteJson(this ArrayBufferWriter<byte> line, ReadOnlySpan<byte> text)
    {
        JsonCursor json = new(text, JsonDialect.Python, PythonText.MaxDepth);
        try
        {
            ReadOnlySpan<byte> value = json.ReadRawValue();
            json.ReadEnd();
            foreach (Range part in value.SplitAny("\r\n"u8))
                line.Write(value[part]);
        }
        finally
        {
            json.Dispose();
        }
    }
}
