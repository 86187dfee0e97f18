using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agno.Storage.Json;

/// <summary>The codecs of System.Text.Json's own types.</summary>
public static class JsonCodecs
{
    /// <summary>Any JSON.</summary>
    public static JsonCodec<JsonNode> Node { get; } = new NodeCodec<JsonNode>("JSON");

    /// <summary>An object.</summary>
    public static JsonCodec<JsonObject> Object { get; } = new NodeCodec<JsonObject>("an object");

    /// <summary>An array.</summary>
    public static JsonCodec<JsonArray> Array { get; } = new NodeCodec<JsonArray>("an array");

    /// <summary>A string, number or Boolean.</summary>
    public static JsonCodec<JsonValue> Value { get; } = new NodeCodec<JsonValue>("a string, number or Boolean");

    /// <summary>Any JSON, as System.Text.Json's read-only element.</summary>
    public static JsonCodec<JsonElement> Element { get; } = new ElementCodec();

    private sealed class NodeCodec<TNode>(string expected) : JsonCodec<TNode>
        where TNode : JsonNode
    {
        public override TNode? Read(ref JsonCursor json)
        {
            int start = json.Offset;
            return JsonNodes.Read(ref json) switch
            {
                null => null,
                TNode node => node,
                _ => throw new JsonException($"Found another kind of value where {expected} is expected (byte {start})", null, 0, start),
            };
        }

        public override void Write(ref JsonEmitter json, TNode? value) => JsonNodes.Write(ref json, value);
    }

    private sealed class ElementCodec : JsonCodec<JsonElement>
    {
        public override JsonElement Read(ref JsonCursor json)
        {
            ReadOnlySpan<byte> text = json.ReadRawValue();
            try
            {
                return JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = JsonCursor.DefaultMaxDepth });
            }
            catch (JsonException exception)
            {
                // NaN and infinities, which the cursor takes in Python's dialect.
                throw JsonErrors.InWhole(exception, text, json.Offset - text.Length);
            }
        }

        public override void Write(ref JsonEmitter json, JsonElement value) => JsonNodes.Write(ref json, value);
    }
}
