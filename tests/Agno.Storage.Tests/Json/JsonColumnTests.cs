using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agno.Storage.Json;
using Agno.Storage.Records;
using Agno.Storage.Schema;

namespace Agno.Storage.Tests.Json;

/// <summary>What is read goes back as it was unless its value was changed, and nothing that is stored fails before it is asked for.</summary>
public sealed class JsonColumnTests
{
    public static TheoryData<string> Texts =>
    [
        """{"a": 1.0, "b": 1e-07, "c": [NaN, -Infinity], "d": "\ud800", "e": 18446744073709551617, "f": 1e999}""",
        """{"name": "first", "name": "second", "sla\/sh": "\u00e9\u0041"}""",
        "  [ 1 ,\n 2 ]\t",
        "null",
        " null ",
        "\"text\"",
        "-0.0",
        "{}",
        new string('[', 512) + new string(']', 512),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void AnUntouchedColumnGoesBackAsItWas(string text) => AssertStored(text, Write(StoredCell.Read(text, JsonCodecs.Node)));

    [Theory]
    [MemberData(nameof(Texts))]
    public void AskingForTheValueChangesNothing(string text)
    {
        JsonColumn<JsonNode> column = StoredCell.Read(text, JsonCodecs.Node);
        _ = column.Value;
        AssertStored(text, Write(column));
    }

    [Fact]
    public void AChangeInsideTheValueIsStoredAndTheRestKeepsItsNumbers()
    {
        JsonColumn<JsonObject> column = StoredCell.Read("""{"a": 1.0, "b": [1e-07, NaN], "c": "x"}""", JsonCodecs.Object);
        column.Value!["c"] = "y";
        AssertStored("""{"a":1.0,"b":[1e-07,NaN],"c":"y"}""", Write(column, JsonCodecs.Object));
        column.Value!["c"] = "x";
        AssertStored("""{"a": 1.0, "b": [1e-07, NaN], "c": "x"}""", Write(column, JsonCodecs.Object));
    }

    [Fact]
    public void AChangeOfANumbersTextIsAChange()
    {
        JsonColumn<JsonObject> column = StoredCell.Read("""{"a": 1.0}""", JsonCodecs.Object);
        column.Value!["a"] = 1;
        AssertStored("""{"a":1}""", Write(column, JsonCodecs.Object));
    }

    [Theory]
    [InlineData("7", ValueKind.Integer)]
    [InlineData("-9223372036854775808", ValueKind.Integer)]
    [InlineData("0.1", ValueKind.Real)]
    [InlineData("1.2345678901234567E+20", ValueKind.Real)]
    [InlineData("Infinity", ValueKind.Real)]
    public void ANumberOfNumericAffinityGoesBackAsANumber(string text, ValueKind kind)
    {
        foreach (bool isAsked in (bool[])[false, true])
        {
            JsonColumn<JsonNode> column = StoredCell.Read(text, JsonCodecs.Node, kind);
            if (isAsked)
                _ = column.Value;
            using RowBuffer row = Write(column);
            Assert.Equal(kind, row.GetKind(0));
            if (kind == ValueKind.Integer)
                Assert.Equal(long.Parse(text, System.Globalization.CultureInfo.InvariantCulture), row.GetInt64(0));
            else
                Assert.Equal(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture), row.GetDouble(0));
        }
    }

    [Theory]
    [InlineData("{\"a\": tru}", 6)]
    [InlineData("{'a': 1}", 1)]
    [InlineData("", 0)]
    [InlineData("[1] x", 4)]
    [InlineData("\"a\u0001\"", 2)]
    public void MalformedTextFailsOnlyWhenTheValueIsAskedFor(string text, int offset)
    {
        JsonColumn<JsonNode> column = StoredCell.Read(text, JsonCodecs.Node);
        Assert.False(column.IsNull);
        for (int time = 0; time < 2; time++)
        {
            StorageException exception = Assert.Throws<StorageException>(() => column.Value);
            Assert.Equal(("sessions", "session-1", "memory", (long?)offset), (exception.Table, exception.SessionId, exception.Column, exception.ByteOffset));
            Assert.All((string[])["sessions", "session-1", "memory", $"byte {offset}"], part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
        }
        AssertStored(text, Write(column));
    }

    [Fact]
    public void BytesThatAreNoTextGoBackAsTheyWere()
    {
        byte[] stored = [(byte)'"', 0xFF, (byte)'"'];
        JsonColumn<JsonNode> column = StoredCell.Read(stored, JsonCodecs.Node, ValueKind.Blob);
        Assert.Equal(1, Assert.Throws<StorageException>(() => column.Value).ByteOffset);
        using RowBuffer row = Write(column);
        Assert.Equal(ValueKind.Blob, row.GetKind(0));
        Assert.Equal(stored, row.GetBytes(0).ToArray());
    }

    [Fact]
    public void AnotherKindOfValueNamesItsPlace() =>
        Assert.Equal(0, Assert.Throws<StorageException>(() => StoredCell.Read("[]", JsonCodecs.Object).Value).ByteOffset);

    [Fact]
    public void AnElementTakesNoNaNAndSaysWhereItIs() =>
        Assert.Equal(9, Assert.Throws<StorageException>(() => StoredCell.Read("[1,\n\n [2,NaN]]", JsonCodecs.Element).Value).ByteOffset);

    [Theory]
    [InlineData("null", true)]
    [InlineData(" null\n", true)]
    [InlineData("\"null\"", false)]
    [InlineData("nul", false)]
    public void TheTextNullIsNullWhateverTheWhiteSpace(string text, bool expected)
    {
        JsonColumn<JsonNode> column = StoredCell.Read(text, JsonCodecs.Node);
        Assert.Equal(expected, column.IsNull);
        if (expected)
        {
            Assert.Equal(default, column);
            Assert.Null(column.Value);
            Assert.Equal(default, column);
        }
    }

    [Fact]
    public void TheDefaultIsSqlNull()
    {
        using RowBuffer row = Write(default);
        Assert.Equal(ValueKind.Null, row.GetKind(0));
        Assert.True(new JsonColumn<JsonNode>(null).IsNull);
        Assert.True(StoredCell.Read("", JsonCodecs.Node, ValueKind.Null).IsNull);
    }

    [Fact]
    public void AWrittenColumnLeavesNothingOfItsEncodingInTheRow()
    {
        JsonColumn<JsonNode> column = StoredCell.Read("[ 1 ]", JsonCodecs.Node);
        _ = column.Value;
        using RowBuffer row = RowBuffer.Rent(2);
        row.WriteJsonColumn(0, column, JsonCodecs.Node);
        row.WriteString(1, "next");
        Assert.Equal("[ 1 ]", Encoding.UTF8.GetString(row.GetBytes(0)));
        Assert.Equal("next", Encoding.UTF8.GetString(row.GetBytes(1)));
    }

    [Fact]
    public void NodesOfTheProgramAreWrittenWhateverTheyHold()
    {
        JsonColumn<JsonNode> column = new JsonArray(double.NaN, float.NegativeInfinity, 0.1f, 1, 2.50m, "\ud800", true, null, 'c', ulong.MaxValue);
        AssertStored("""[NaN,-Infinity,0.1,1,2.50,"\uD800",true,null,"c",18446744073709551615]""", Write(column));
    }

    private static RowBuffer Write(JsonColumn<JsonNode> column) => Write(column, JsonCodecs.Node);

    private static RowBuffer Write<T>(JsonColumn<T> column, JsonCodec<T> codec)
    {
        RowBuffer row = RowBuffer.Rent(1);
        row.WriteJsonColumn(0, column, codec);
        return row;
    }

    private static void AssertStored(string expected, RowBuffer row)
    {
        using (row)
        {
            Assert.Equal(ValueKind.Text, row.GetKind(0));
            Assert.Equal(expected, Encoding.UTF8.GetString(row.GetBytes(0)));
        }
    }
}
