using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agno.Storage.Json;

/// <summary>
/// Reads and writes System.Text.Json's nodes and elements with our cursor and emitter: numbers keep their text, and what System.Text.Json refuses (NaN,
/// lone surrogates, repeated names) is kept or resolved as Python does.
/// </summary>
internal static class JsonNodes
{
    public static JsonNode? Read(ref JsonCursor json)
    {
        switch (json.PeekKind())
        {
            case JsonValueKind.Null:
                json.TryReadNull();
                return null;
            case JsonValueKind.Object:
                var members = new JsonObject();
                json.ReadStartObject();
                // The last of a repeated name counts.
                while (json.ReadMember(out string name))
                    members[name] = Read(ref json);
                return members;
            case JsonValueKind.Array:
                var items = new JsonArray();
                json.ReadStartArray();
                while (json.ReadElement())
                    items.Add(Read(ref json));
                return items;
            case JsonValueKind.String:
                return JsonValue.Create(json.ReadString());
            case JsonValueKind.Number:
                ReadOnlySpan<byte> text = json.ReadNumberText();
                return text[^1] is (byte)'N' or (byte)'y'
                    ? JsonValue.Create(text[0] == 'N' ? double.NaN : text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity)
                    : JsonValue.Create(JsonElement.Parse(text));
            default:
                return JsonValue.Create(json.ReadBoolean());
        }
    }

    public static void Write(ref JsonEmitter json, JsonNode? node)
    {
        switch (node)
        {
            case null:
                json.WriteNull();
                break;
            case JsonObject members:
                json.WriteStartObject();
                foreach ((string name, JsonNode? member) in members)
                {
                    json.WriteName(name);
                    Write(ref json, member);
                }
                json.WriteEndObject();
                break;
            case JsonArray items:
                json.WriteStartArray();
                foreach (JsonNode? item in items)
                {
                    json.WriteElement();
                    Write(ref json, item);
                }
                json.WriteEndArray();
                break;
            case JsonValue value:
                WriteValue(ref json, value);
                break;
        }
    }

    public static void Write(ref JsonEmitter json, JsonElement element) => json.WriteRawValue(
        element.ValueKind == JsonValueKind.Undefined ? "null"u8 : JsonMarshal.GetRawUtf8Value(element));

    private static void WriteValue(ref JsonEmitter json, JsonValue value)
    {
        if (value.TryGetValue(out JsonElement element))
            Write(ref json, element);
        else if (value.TryGetValue(out string? text))
            json.WriteString(text);
        else if (value.TryGetValue(out double number))
            json.WriteNumber(number);
        else if (value.TryGetValue(out float single))
            json.WriteNumber(single);
        else
            json.WriteRawValue(System.Text.Encoding.UTF8.GetBytes(value.ToJsonString()));
    }
}
