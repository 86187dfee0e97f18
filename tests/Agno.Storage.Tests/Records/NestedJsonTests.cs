using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agno.Storage.Json;
using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Tests.Json;

namespace Agno.Storage.Tests.Records;

/// <summary>JSON inside JSON strings, as Agno 2 stores it: written twice, read however often it is encoded.</summary>
public sealed class NestedJsonTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":"\\\"\u0001é日\uD83D\uDE00","b":[1,null,true,1.50]}""")]
    [InlineData("[\"\\\"\",\"\\\\\"]")]
    [InlineData("12")]
    [InlineData("true")]
    public void AValueIsEncodedTwice(string json)
    {
        string stored = Written(JsonNode.Parse(json)!);
        string inner = JsonDocument.Parse(stored).RootElement.GetString()!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(inner)), inner);
    }

    [Fact]
    public void RandomTextSurvivesEveryNumberOfEncodings() => RandomSeed.Run(seed =>
    {
        var random = new Random(seed);
        for (int i = 0; i < 500; i++)
        {
            var value = new JsonObject { ["text"] = RandomText(random), [RandomText(random)] = new JsonArray(RandomText(random), random.Next()) };
            string text = value.ToJsonString();
            string stored = Written(value);
            Assert.Equal(text, JsonNode.Parse(JsonDocument.Parse(stored).RootElement.GetString()!)!.ToJsonString());
            string ascii = JsonSerializer.Serialize(text);
            foreach (string encoded in (string[])[text, stored, ascii, JsonSerializer.Serialize(ascii), JsonSerializer.Serialize(stored)])
                Assert.True(JsonNode.DeepEquals(value, Read(encoded)), encoded);
        }
    });

    [Theory]
    [InlineData("null")]
    [InlineData(" null ")]
    [InlineData("\"null\"")]
    [InlineData("\"\\\"null\\\"\"")]
    public void NullIsNullHoweverOftenItIsEncoded(string stored)
    {
        JsonColumn<JsonNode> column = Column(stored);
        Assert.True(column.IsNull);
        Assert.Null(column.Value);
        Assert.True(column.IsNull);
    }

    [Theory]
    [InlineData("\"plain words\"", "\"plain words\"")]
    [InlineData("\"\\\"words\\\"\"", "\"words\"")]
    [InlineData("\"\\\"12\\\"\"", "\"12\"")]
    [InlineData("\"\\\"{name} says\\\"\"", "\"{name} says\"")]
    [InlineData("\"\\\"[sic]\\\"\"", "\"[sic]\"")]
    [InlineData("\"[1\"", "\"[1\"")]
    [InlineData("\"12\"", "12")]
    [InlineData("12", "12")]
    public void AStringThatHoldsNoObjectStaysAString(string stored, string value) => Assert.Equal(value, Read(stored)!.ToJsonString());

    [Fact]
    public void PythonsOwnValuesSurvive()
    {
        // A lone surrogate as Python escapes it, and one level out; NaN; more digits than a double has.
        Assert.Equal("a\ud800b", (string?)Read("\"[\\\"a\\\\ud800b\\\"]\"")![0]);
        Assert.Equal("a\ud800b", (string?)Read("\"[\\\"a\\ud800b\\\"]\"")![0]);
        Assert.Equal("😀", (string?)Read("\"[\\\"\\ud83d\\ude00\\\"]\"")![0]);
        Assert.True(double.IsNaN((double)Read("\"[NaN]\"")![0]!));
        Assert.Equal("123456789012345678901234567890", Read("\"[123456789012345678901234567890]\"")![0]!.ToJsonString());
    }

    [Theory]
    [InlineData("\"{\\\"a\\\": 1, }\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"unterminated")]
    [InlineData("{\"a\": ")]
    [InlineData("")]
    public void WhatCantBeReadIsKept(string stored)
    {
        JsonColumn<JsonNode> column = Column(stored);
        Assert.Throws<StorageException>(() => column.Value);
        Assert.Equal(stored, Written(column));
    }

    [Fact]
    public void UntouchedAndReadColumnsGoBackAsTheyWere()
    {
        foreach (string stored in (string[])["{ \"a\": 1 }", " \"{ \\\"a\\\": 1 }\" ", "\"\\\"{}\\\"\"", "null", "\"null\"", "7"])
        {
            JsonColumn<JsonNode> column = Column(stored);
            Assert.Equal(stored, Written(column));
            _ = column.Value;
            Assert.Equal(stored, Written(column));
        }
    }

    private static string RandomText(Random random)
    {
        string[] parts = ["\"", "\\", "\n", "\u0001", "a", "é", "日", "😀", "{", "}", "[", "null", "\\u0041", " "];
        return string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => parts[random.Next(parts.Length)])) + random.Next();
    }

    private static JsonNode? Read(string stored) => Column(stored).Value;

    private static JsonColumn<JsonNode> Column(string stored)
    {
        var row = new StoredCell(ValueKind.Text, Encoding.UTF8.GetBytes(stored));
        return RowReaderExtensions.ReadNestedJsonColumn(ref row, 0, "s", "c", JsonCodecs.Node);
    }

    private static string Written(JsonColumn<JsonNode> column)
    {
        using RowBuffer row = RowBuffer.Rent(2);
        // Something before it, which must not be touched.
        row.WriteString(0, "\"before\\");
        row.WriteNestedJsonColumn(1, column, JsonCodecs.Node, isOwn: true);
        Assert.Equal("\"before\\", Encoding.UTF8.GetString(row.GetBytes(0)));
        return Encoding.UTF8.GetString(row.GetBytes(1));
    }
}
