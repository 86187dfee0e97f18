using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Agno.Storage.Json;
using Agno.Storage.Records;
using Agno.Storage.Schema;

namespace Agno.Storage.Tests.Json;

/// <summary>
/// Lazy columns against System.Text.Json's documents, over random texts and damaged ones. Where System.Text.Json reads a text, so does a column, to the same value; whatever
/// the text is, it goes back as it was.
/// </summary>
public sealed class JsonColumnFuzzTests
{
    [Fact]
    public void NodesAreTheSameAndTheTextGoesBackAsItWas() => Fuzz.Run(text =>
    {
        string? expected = Oracle(text);
        JsonColumn<JsonNode> column = StoredCell.Read(text, JsonCodecs.Node);
        AssertGoesBack(text, column, JsonCodecs.Node);
        bool isRead = TryRead(text, column, out JsonNode? value);
        if (expected is not null)
        {
            Assert.True(isRead, "System.Text.Json reads it.");
            string actual = Show(value);
            Assert.True(expected == actual, $"expected {expected}\nactual   {actual}");
        }
        AssertGoesBack(text, column, JsonCodecs.Node);
        return expected is not null;
    });

    [Fact]
    public void ElementsAreReadWhereSystemTextJsonReadsThem() => Fuzz.Run(text =>
    {
        // It does not look at what is escaped, unless it is asked for.
        string? expected = Oracle(text, unreadable: "lone surrogate");
        JsonColumn<JsonElement> column = StoredCell.Read(text, JsonCodecs.Element);
        bool isRead = TryRead(text, column, out JsonElement value);
        Assert.Equal(expected is not null, isRead);
        if (isRead)
            Assert.Equal(expected, TryShow(value) ?? "lone surrogate");
        AssertGoesBack(text, column, JsonCodecs.Element);
        return isRead;
    });

    private static bool TryRead<T>(byte[] text, JsonColumn<T> column, out T? value)
    {
        try
        {
            value = column.Value;
            return true;
        }
        catch (StorageException exception)
        {
            Assert.Equal(("sessions", "session-1", "memory"), (exception.Table, exception.SessionId, exception.Column));
            Assert.InRange(exception.ByteOffset!.Value, 0, text.Length);
            value = default;
            return false;
        }
    }

    private static void AssertGoesBack<T>(byte[] text, JsonColumn<T> column, JsonCodec<T> codec)
    {
        using RowBuffer row = RowBuffer.Rent(1);
        row.WriteJsonColumn(0, column, codec);
        // A text that says null is stored as NULL.
        if (row.GetKind(0) == ValueKind.Null)
            Assert.True(column.IsNull);
        else
            Assert.True(row.GetBytes(0).SequenceEqual(text), $"It went back as {Encoding.Latin1.GetString(row.GetBytes(0))}.");
    }

    // Null where it is refused. It does not look whether bytes are UTF-8, unless it is asked for them.
    private static string? Oracle(byte[] text, string? unreadable = null)
    {
        if (!Utf8.IsValid(text))
            return null;
        try
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = JsonCursor.DefaultMaxDepth });
            return TryShow(document.RootElement) ?? unreadable;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Null where a text in it is none. The last of a repeated name counts.
    private static string? TryShow(JsonElement element)
    {
        try
        {
            var shown = new StringBuilder();
            Show(element, shown);
            return shown.ToString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static void Show(JsonElement element, StringBuilder shown)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                // All of them are looked at, those too whose name comes again.
                var members = new SortedDictionary<string, string>(StringComparer.Ordinal);
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    var value = new StringBuilder();
                    Show(member.Value, value);
                    members[member.Name] = value.ToString();
                }
                shown.Append('{');
                foreach ((string name, string value) in members)
                    shown.Append(name).Append(':').Append(value);
                shown.Append('}');
                break;
            case JsonValueKind.Array:
                shown.Append('[');
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Show(item, shown);
                    shown.Append(',');
                }
                shown.Append(']');
                break;
            case JsonValueKind.String:
                shown.Append('"').Append(element.GetString()).Append('"');
                break;
            default:
                // A number keeps its text.
                shown.Append(element.ValueKind == JsonValueKind.Undefined ? "null" : element.GetRawText());
                break;
        }
    }

    private static string Show(JsonNode? node)
    {
        var shown = new StringBuilder();
        Show(node, shown);
        return shown.ToString();
    }

    private static void Show(JsonNode? node, StringBuilder shown)
    {
        switch (node)
        {
            case JsonObject members:
                shown.Append('{');
                foreach ((string name, JsonNode? member) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    shown.Append(name).Append(':');
                    Show(member, shown);
                }
                shown.Append('}');
                break;
            case JsonArray items:
                shown.Append('[');
                foreach (JsonNode? item in items)
                {
                    Show(item, shown);
                    shown.Append(',');
                }
                shown.Append(']');
                break;
            case JsonValue value when value.TryGetValue(out string? text):
                shown.Append('"').Append(text).Append('"');
                break;
            default:
                shown.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }
}
