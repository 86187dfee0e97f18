using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agno.Storage.Json;

namespace Agno.Storage.Tests.Json;

/// <summary>What Python's json module writes and strict readers refuse.</summary>
public sealed class PythonDialectTests
{
    [Theory]
    [InlineData("NaN", double.NaN)]
    [InlineData("Infinity", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData(" [NaN]", double.NaN)]
    public void NamedNumbersAreReadInPythonsDialectOnly(string text, double expected)
    {
        var json = new JsonCursor(Encoding.UTF8.GetBytes(text), JsonDialect.Python);
        if (json.PeekKind() == JsonValueKind.Array)
        {
            json.ReadStartArray();
            Assert.True(json.ReadElement());
        }
        Assert.Equal(expected, json.ReadDouble());
        Assert.ThrowsAny<JsonException>(() => new JsonCursor(Encoding.UTF8.GetBytes(text)).Skip());
    }

    [Fact]
    public void LoneSurrogatesAreKeptInPythonsDialectAndRefusedOutside()
    {
        byte[] text = """ "a\ud800b\udfff" """u8.ToArray();
        Assert.Equal("a\ud800b\udfff", new JsonCursor(text, JsonDialect.Python).ReadString());
        Assert.Throws<JsonException>(() => new JsonCursor(text).ReadString());
        Assert.Equal("\ude00\ud83d", new JsonCursor(""" "\ude00\ud83d" """u8, JsonDialect.Python).ReadString());
        Assert.Equal("\U0001F600", new JsonCursor(""" "\ud83d\ude00" """u8).ReadString());
    }

    [Theory]
    [InlineData("""{"a":1.0,"b":1e-07,"c":-0.0,"d":1e+22,"e":1180591620717411303424,"f":1e999,"g":NaN,"h":[Infinity,-Infinity]}""")]
    [InlineData("""{"s":"a\uD800b","t":"\uDFFF","é":"日本"}""")]
    [InlineData("""{"name \uD83D":{"\uDE00":1}}""")]
    [InlineData("""[1,1.0,1.50,true,null,"",{},[]]""")]
    public void NodesKeepNumbersAndTextAsTheyWere(string text)
    {
        JsonColumn<JsonNode> column = JsonColumn.Parse(Encoding.UTF8.GetBytes(text));
        var buffer = new Utf8Buffer();
        var json = new JsonEmitter(buffer, JsonDialect.Python);
        JsonCodecs.Node.Write(ref json, column.Value);
        json.Flush();
        Assert.Equal(text, Encoding.UTF8.GetString(buffer.Written));
    }

    [Fact]
    public void FourHundredLevelsAreReadAndWritten()
    {
        string deep = new string('[', 400) + new string(']', 400);
        JsonNode? node = JsonColumn.Parse(Encoding.UTF8.GetBytes(deep)).Value;
        int levels = 0;
        for (; node is JsonArray array; node = array.Count > 0 ? array[0] : null)
            levels++;
        Assert.Equal(400, levels);
    }

    [Fact]
    public void ARepeatedNameHasItsLastValue() =>
        Assert.Equal("second", (string?)JsonColumn.Parse("""{"1": "first", "1": "second"}"""u8).Value!["1"]);

    [Theory]
    [InlineData("{")]
    [InlineData("'a'")]
    [InlineData("[1,]")]
    [InlineData("1 2")]
    [InlineData("")]
    public void TextThatIsNoJsonIsRefusedWhenAColumnIsMadeOfIt(string text) =>
        Assert.Throws<JsonException>(() => JsonColumn.Parse(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void NestingWithoutEndCostsNoStackAndEndsAtTheLimit()
    {
        byte[] deep = Encoding.UTF8.GetBytes(new string('[', 1_000_000));
        Assert.Equal(JsonCursor.DefaultMaxDepth, Assert.Throws<JsonException>(() => new JsonCursor(deep).Skip()).BytePositionInLine);
        Assert.Equal(5, Assert.Throws<JsonException>(() => new JsonCursor(deep, JsonDialect.Strict, maxDepth: 5).Skip()).BytePositionInLine);
        Assert.Equal(100_000, Assert.Throws<JsonException>(() => new JsonCursor(deep, JsonDialect.Strict, maxDepth: 100_000).Skip()).BytePositionInLine);
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"2024-05-06T07:08:09\\ud800\"")]
    [InlineData("\"2024-05-06T07:08:09Z, and more than any date and time has\"")]
    [InlineData("\"2024-05-06\\u0022\"")]
    [InlineData("\"\"")]
    public void TextThatIsNoDateIsRefusedAsJson(string text)
    {
        Assert.Throws<JsonException>(() => new JsonCursor(Encoding.UTF8.GetBytes(text), JsonDialect.Python).ReadDateTime());
        Assert.Throws<JsonException>(() => new JsonCursor(Encoding.UTF8.GetBytes(text), JsonDialect.Python).ReadDateTimeOffset());
    }
}
