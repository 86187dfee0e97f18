using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agno.Storage.Json;

namespace Agno.Storage.Tests.Json;

/// <summary>Generated code behind System.Text.Json's converter obeys the options of its reader.</summary>
public sealed class GeneratedJsonConverterTests
{
    private const string Lenient = "{\"a\": /* why */ [1.0, 2,], \"b\": \"x\", // last\n}";

    [Fact]
    public void CommentsAndTrailingCommasAreReadWhereTheOptionsAllowThem()
    {
        JsonNode? node = Read(Lenient, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        Assert.Equal("""{"a":[1.0,2],"b":"x"}""", node!.ToJsonString());
    }

    [Fact]
    public void CommentsAndTrailingCommasAreRefusedOtherwise() => Assert.ThrowsAny<JsonException>(() => Read(Lenient, default));

    [Fact]
    public void AConverterWithinAConverterHasABufferOfItsOwn()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            new GeneratedJsonConverter<JsonNode>(new Nested()).Write(writer, new JsonArray(1), new JsonSerializerOptions());
        Assert.Equal("[[1],[1]]", Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static JsonNode? Read(string text, JsonReaderOptions options)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), options);
        return new GeneratedJsonConverter<JsonNode>(JsonCodecs.Node).Read(ref reader, typeof(JsonNode), new JsonSerializerOptions());
    }

    // Writes its value twice, through a converter of its own.
    private sealed class Nested : JsonCodec<JsonNode>
    {
        public override JsonNode? Read(ref JsonCursor json) => throw new NotSupportedException();

        public override void Write(ref JsonEmitter json, JsonNode? value)
        {
            json.WriteStartArray();
            for (int i = 0; i < 2; i++)
            {
                using var stream = new MemoryStream();
                using (var writer = new Utf8JsonWriter(stream))
                    new GeneratedJsonConverter<JsonNode>(JsonCodecs.Node).Write(writer, value!, new JsonSerializerOptions());
                json.WriteElement();
                json.WriteRawValue(stream.ToArray());
            }
            json.WriteEndArray();
        }
    }
}
