using System.Text.Json.Nodes;
using Agno.Storage.Json;

namespace Agno.Storage;

/// <summary>The text of columns that a conversion moves.</summary>
internal static class ColumnText
{
    /// <summary>The JSON of a column that holds text, outside of the strings that Agno 2 puts it in.</summary>
    public static ReadOnlySpan<byte> InnerJson(this JsonColumn<JsonNode> column) =>
        column.Cell is { IsNested: true } ? NestedJson.Unwrap(column.StoredJson) : column.StoredJson;
}
