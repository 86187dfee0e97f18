using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Agno.Storage.Json;

namespace Agno.Storage.Tests.Json;

/// <summary>The emitter's text is that of System.Text.Json with its relaxed encoder, byte for byte.</summary>
public sealed class JsonEmitterTests
{
    private delegate void Write(ref JsonEmitter json);

    [Fact]
    public void EveryCharacterIsWrittenAsSystemTextJsonWritesIt()
    {
        for (int unit = 0; unit < 0x10000; unit++)
            if (!char.IsSurrogate((char)unit))
                AssertString(((char)unit).ToString());
    }

    [Fact]
    public void EveryCharacterIsTheSameAmongEastAsianText()
    {
        for (int unit = 0x80; unit < 0x10000; unit++)
            if (!char.IsSurrogate((char)unit))
                AssertString($"漢字かな{(char)unit}漢字かな漢字");
    }

    [Fact]
    public void StringsOfAnyLengthAndMixAreTheSame() => RandomSeed.Run(seed =>
    {
        var random = new Random(seed);
        string[] pieces = ["a", "plain text", "\"", "\\", "\n", "é", "日本語", "漢字とかなが続く、長い文章です。", "한국어 문장", "\u3040\u3097\u3000", "\U0001F600", "\u2028", "\0", new string('x', 15), new string('y', 16), new string('z', 5000)];
        for (int i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder();
            for (int count = random.Next(12); count > 0; count--)
                text.Append(pieces[random.Next(random.Next(100) == 0 ? pieces.Length : pieces.Length - 1)]);
            AssertString(text.ToString());
        }
    });

    [Fact]
    public void DoublesAreTheSame() => RandomSeed.Run(seed =>
    {
        var random = new Random(seed);
        foreach (double value in (double[])[0, -0.0, 1, -1, 0.1, 1e22, 1e-7, 1e15, 1e16, 123456.7891, 0.30000000000000004, double.MaxValue, double.Epsilon, 99999999.9999, 1e11 / 10_000])
            AssertNumber(value);
        for (int i = 0; i < 200_000; i++)
        {
            AssertNumber(BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)));
            AssertNumber(random.Next(-1_000_000, 1_000_000) / Math.Pow(10, random.Next(8)));
        }
    });

    [Fact]
    public void IntegersAreTheSame()
    {
        foreach (long value in (long[])[0, -1, long.MinValue, long.MaxValue, 10, 1_700_000_000])
            Assert.Equal(value.ToString(System.Globalization.CultureInfo.InvariantCulture), Emit((ref json) => json.WriteNumber(value)));
    }

    [Fact]
    public void ALoneSurrogateIsReplacedOrInPythonsDialectKept()
    {
        Assert.Equal("\"a\\uFFFDb\"", Emit((ref json) => json.WriteString("a\ud800b")));
        Assert.Equal("\"a\\uD800b\"", Emit((ref json) => json.WriteString("a\ud800b"), JsonDialect.Python));
        Assert.Equal("\"\\uDC00\\uD800\"", Emit((ref json) => json.WriteString("\udc00\ud800"), JsonDialect.Python));
    }

    [Fact]
    public void NaNIsAnErrorOutsidePythonsDialect()
    {
        foreach (double value in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            Assert.Throws<JsonException>(() => Emit((ref json) => json.WriteNumber(value)));
            Assert.Throws<JsonException>(() => Emit((ref json) => json.WriteNumber((float)value)));
        }
        Assert.Equal("NaN", Emit((ref json) => json.WriteNumber(double.NaN), JsonDialect.Python));
        Assert.Equal("-Infinity", Emit((ref json) => json.WriteNumber(double.NegativeInfinity), JsonDialect.Python));
    }

    [Fact]
    public void CommasStandBetweenItemsOnly() => Assert.Equal(
        """{"a":[1,[],{}],"b":null,"c":{"d":true}}""",
        Emit((ref json) =>
        {
            json.WriteStartObject();
            json.WriteMember("\"a\":"u8);
            json.WriteStartArray();
            json.WriteElement();
            json.WriteNumber(1);
            json.WriteElement();
            json.WriteStartArray();
            json.WriteEndArray();
            json.WriteElement();
            json.WriteStartObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteName("b");
            json.WriteNull();
            json.WriteMember("\"c\":"u8);
            json.WriteStartObject();
            json.WriteName("d");
            json.WriteBoolean(true);
            json.WriteEndObject();
            json.WriteEndObject();
        }));

    [Fact]
    public void NestingEndsAtTheLimit() => Assert.Throws<JsonException>(() => Emit((ref json) =>
    {
        for (int i = 0; i <= JsonCursor.DefaultMaxDepth; i++)
            json.WriteStartArray();
    }));

    private static void AssertString(string value)
    {
        string expected = $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)}\"";
        string actual = Emit((ref json) => json.WriteString(value));
        Assert.True(expected == actual, $"Expected {expected}, got {actual}");
    }

    private static void AssertNumber(double value)
    {
        if (!double.IsFinite(value))
            return;
        string expected = JsonSerializer.Serialize(value, NumberContext.Default.Double);
        string actual = Emit((ref json) => json.WriteNumber(value));
        Assert.True(expected == actual, $"Expected {expected}, got {actual}");
    }

    private static string Emit(Write write, JsonDialect dialect = JsonDialect.Strict)
    {
        var buffer = new Utf8Buffer();
        var json = new JsonEmitter(buffer, dialect);
        write(ref json);
        json.Flush();
        return Encoding.UTF8.GetString(buffer.Written);
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(double))]
internal sealed partial class NumberContext : System.Text.Json.Serialization.JsonSerializerContext;
