using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Agno.Storage.Tests.GeneratedJson;

/// <summary>What random values do not show: messages, limits, the resolver, and where System.Text.Json is not an oracle.</summary>
public sealed class SemanticsTests
{
    [Fact]
    public void MissingRequiredMemberIsNamed()
    {
        var error = Assert.Throws<JsonException>(() => Read<Required>("""{"Name":"a","Number":1}"""));
        Assert.Contains("'Marked'", error.Message);
        Assert.Contains("Required", error.Message);
    }

    [Fact]
    public void UnknownMemberOfAClosedTypeIsNamed() =>
        Assert.Contains("'Other'", Assert.Throws<JsonException>(() => Read<Closed>("""{"Other":1}""")).Message);

    [Fact]
    public void InitializersHoldForWhatIsMissing()
    {
        InitOnly read = Read<InitOnly>("""{"Number":1}""")!;
        Assert.Equal(("initial", 1, 5), (read.Text, read.Number, read.@class));
        Assert.Equal([1, 2], read.Items!);
    }

    [Fact]
    public void LastDuplicateWins() => Assert.Equal(new Point(3, 2), Read<Point>("""{"X":1,"Y":2,"X":3}"""));

    [Fact]
    public void NamesAreCaseSensitive() => Assert.Equal(new Point(0, 2), Read<Point>("""{"x":1,"Y":2}"""));

    [Fact]
    public void UnknownDerivedTypeIsRefusedOnWriting() =>
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(new Polymorphic { Part = new UnknownPart { Text = "" } }, Differential.Generated));

    [Fact]
    public void WhereTheContextLacksATypeItIsNamed()
    {
        Exception error = Assert.ThrowsAny<Exception>(() => JsonSerializer.Serialize(new Delegated { Anything = new System.Text.StringBuilder() }, Differential.Generated));
        Assert.Contains(typeof(ShapesContext).ToString(), error.Message);
        Assert.Contains(typeof(System.Text.StringBuilder).ToString(), error.Message);
        Assert.DoesNotContain("+Resolver", error.Message);
    }

    // System.Text.Json 10 writes the JsonObject of extension data as a value without a name, which is not valid JSON.
    [Theory]
    [InlineData("""{"Known":2}""")]
    [InlineData("""{"Known":2,"a":[1,null],"ü":{"x":2.50}}""")]
    public void ExtensionDataInAJsonObject(string text)
    {
        ExtensionNode read = Read<ExtensionNode>(text)!;
        var expected = (JsonObject)JsonNode.Parse(text)!;
        expected.Remove("Known");
        Assert.Equal(2, read.Known);
        Assert.Equal(expected.ToJsonString(), (read.Rest ?? []).ToJsonString());
        Assert.Equal(text, JsonSerializer.Serialize(read, Differential.Generated));
    }

    [Fact]
    public void ReadOnlySetsAreReadToo()
    {
        const string Text = """{"Numbers":[3,1,2]}""";
        ReadOnlySets read = Read<ReadOnlySets>(Text)!;
        Assert.Equal([1, 2, 3], read.Numbers!.Order());
        Assert.Equal(Text, Differential.CheckWrite(read));
    }

    [Fact]
    public void DiscriminatorIsFoundInIndentedText() =>
        Assert.IsType<ImagePart>(Read<Polymorphic>("{\n  \"Part\" : {\n    \"$type\" : \"image\"\n  }\n}")!.Part);

    [Fact]
    public void CycleIsAnErrorAndNotTheEndOfTheProcess()
    {
        var tree = new Tree();
        tree.Children = [tree];
        Exception error = Assert.ThrowsAny<Exception>(() => JsonSerializer.Serialize(tree, Differential.Generated));
        Assert.Contains("512", error.ToString());
    }

    [Fact]
    public void ResolverIsSilentAboutOtherTypes()
    {
        Assert.Null(ShapesSession.JsonTypeInfoResolver.GetTypeInfo(typeof(SemanticsTests), Differential.Generated));
        var options = new JsonSerializerOptions { TypeInfoResolver = JsonTypeInfoResolver.Combine(ShapesSession.JsonTypeInfoResolver, new DefaultJsonTypeInfoResolver()) };
        Assert.Equal("[[1,2]]", JsonSerializer.Serialize(new List<int[]> { new[] { 1, 2 } }, options));
    }

    [Fact]
    public void RecordItselfIsJson()
    {
        var session = new ShapesSession { SessionId = "s", UserId = "u", CreatedAt = 5, Point = new(1, 2), Lazy = new([new Tree { Label = "leaf" }]) };
        string text = JsonSerializer.Serialize(session, Differential.Generated);
        JsonNode node = JsonNode.Parse(text)!;
        Assert.Equal(("s", "u", 5L), ((string?)node["SessionId"], (string?)node["UserId"], (long)node["CreatedAt"]!));
        Assert.Equal("leaf", (string?)node["Lazy"]![0]!["Label"]);
        ShapesSession read = JsonSerializer.Deserialize<ShapesSession>(text, Differential.Generated)!;
        Assert.Equal(new Point(1, 2), read.Point);
        Assert.Equal("leaf", read.Lazy.Value![0].Label);
        Assert.Equal(text, JsonSerializer.Serialize(read, Differential.Generated));
    }

    [Theory]
    [InlineData("""{"New":"new"}""", "new")]
    [InlineData("""{"Old":"old"}""", "old")]
    [InlineData("""{"Old":"old","New":"new"}""", "new")]
    [InlineData("""{"New":"new","Old":"old"}""", "new")]
    [InlineData("""{"New":null,"Old":"old"}""", null)]
    [InlineData("""{"Other":1}""", "initial")]
    public void AFormerNameIsReadAndThePresentOneComesFirst(string text, string? expected)
    {
        Renamed read = Read<Renamed>(text)!;
        Assert.Equal(expected, read.New);
        Assert.DoesNotContain("Old", JsonSerializer.Serialize(read, Differential.Generated));
    }

    [Fact]
    public void ARequiredMemberMayHaveItsFormerName()
    {
        Assert.Equal(3, Read<Renamed>("""{"Children":[{"was":3}]}""")!.Children![0].Count);
        Assert.Throws<JsonException>(() => Read<Renamed>("""{"Children":[{}]}"""));
    }

    [Fact]
    public void TheCallersOptionsHoldAtEveryDepth()
    {
        var web = new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = WebSession.JsonTypeInfoResolver };
        WebSession read = JsonSerializer.Deserialize<WebSession>("""{"sessionId":"s","POINT":{"x":"1","y":2},"lazy":[{"label":"leaf"}],"tree":{"byName":{"A":{"label":"b"}}}}""", web)!;
        Assert.Equal(("s", new Point(1, 2), "leaf", "b"), (read.SessionId, read.Point, read.Lazy.Value![0].Label, read.Tree!.ByName!["A"]!.Label));
        string text = JsonSerializer.Serialize(read, web);
        Assert.Contains("\"sessionId\":\"s\"", text);
        Assert.Contains("\"lazy\":[{\"label\":\"leaf\"", text);
    }

    [Fact]
    public void TheCallersEncoderAndIndentationHold()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = ShapesSession.JsonTypeInfoResolver, WriteIndented = true };
        Assert.Equal("{\n  \"New\": \"\\u003Cb\\u003E\",\n  \"Children\": null\n}", JsonSerializer.Serialize(new Renamed { New = "<b>" }, options).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void FieldsThatNoCodeKnowsAreRefusedWhereOptionsIncludeThem()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = ShapesSession.JsonTypeInfoResolver, IncludeFields = true };
        Assert.Contains("NotIncluded", Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(new Included(), options)).Message);
    }

    private static T? Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Differential.Generated);

    private sealed class UnknownPart : TextPart
    {
        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public UnknownPart() => Text = "";
    }
}
