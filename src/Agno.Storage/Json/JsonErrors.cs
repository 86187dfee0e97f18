using System.Text.Json;

namespace Agno.Storage.Json;

/// <summary>Errors of System.Text.Json about a part of a text, which counts lines.</summary>
internal static class JsonErrors
{
    /// <summary>The same error with its byte offset in the whole text.</summary>
    /// <param name="exception">The error.</param>
    /// <param name="part">The text that System.Text.Json was given.</param>
    /// <param name="start">Where that begins in the whole text.</param>
    public static JsonException InWhole(JsonException exception, ReadOnlySpan<byte> part, int start)
    {
        int line = 0;
        for (long lines = exception.LineNumber ?? 0; lines > 0; lines--)
            line += part[line..].IndexOf((byte)'\n') + 1;
        return new(exception.Message, exception.Path, 0, start + line + (exception.BytePositionInLine ?? 0), exception);
    }
}
