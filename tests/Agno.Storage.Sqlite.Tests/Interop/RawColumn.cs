using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>What a column of a <see cref="RawTable"/> says to Python.</summary>
internal static class RawColumn
{
    /// <summary>The text; null for NULL and for the text <c>null</c>.</summary>
    public static string? TextOf(string raw) =>
        raw.Split(' ') is ["text", var hex] && Encoding.UTF8.GetString(Convert.FromHexString(hex)) is not "null" and var text ? text : null;

    /// <summary>The text inside the string that Agno 2 puts it in.</summary>
    public static string? Decode(string raw) => TextOf(raw) is { } text ? JsonDocument.Parse(text).RootElement.GetString() : null;

    /// <summary>The value of a JSON text.</summary>
    public static JsonNode? Parse(string? text) => text is null ? null : JsonColumn.Parse(Encoding.UTF8.GetBytes(text)).Value;
}
