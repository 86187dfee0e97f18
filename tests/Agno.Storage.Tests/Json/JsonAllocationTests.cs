using System.Text;
using System.Text.Json.Nodes;
using Agno.Storage.Json;
using Agno.Storage.Records;

namespace Agno.Storage.Tests.Json;

/// <summary>Writing allocates nothing once the buffers have grown; reading only what it returns.</summary>
[Collection(typeof(AloneCollection))]
public sealed class JsonAllocationTests
{
    private delegate void Step(ref JsonCursor json);

    [Fact]
    public void TheEmitterAllocatesNothing()
    {
        var buffer = new Utf8Buffer();
        var uri = new Uri("https://example.org/path");
        var version = new Version(1, 2, 3);
        string prose = string.Concat(Enumerable.Repeat("plain \"quoted\" \n 日本 \U0001F600 \ud800 ", 50));
        AssertAllocates(0, () =>
        {
            buffer.Clear();
            var json = new JsonEmitter(buffer, JsonDialect.Python);
            json.WriteStartObject();
            json.WriteMember("\"a\":"u8);
            json.WriteString(prose);
            json.WriteName("b");
            json.WriteStartArray();
            Write(ref json, uri, version);
            json.WriteEndArray();
            json.WriteEndObject();
            json.Flush();
        });
    }

    [Theory]
    [InlineData("-12")]
    [InlineData("0.25")]
    [InlineData("1.2345678901234567e-7")]
    [InlineData("123456789012345678901234567890")]
    public void NumbersAllocateNothing(string text)
    {
        AssertAllocates(0, text, static (ref json) => json.ReadDouble());
        AssertAllocates(0, text, static (ref json) => json.ReadSingle());
        AssertAllocates(0, text, static (ref json) => json.Skip());
    }

    [Fact]
    public void ValuesInStringsAllocateNothing()
    {
        AssertAllocates(0, "\"2024-05-06T07:08:09.123+02:00\"", static (ref json) => json.ReadDateTimeOffset());
        AssertAllocates(0, "\"2024-05-06T07:08:09\\u005A\"", static (ref json) => json.ReadDateTime());
        AssertAllocates(0, "\"2024-05-06\"", static (ref json) => json.ReadDateOnly());
        AssertAllocates(0, "\"07:08:09.5\"", static (ref json) => json.ReadTimeOnly());
        AssertAllocates(0, "\"1.07:08:09\"", static (ref json) => json.ReadTimeSpan());
        AssertAllocates(0, "\"0f8fad5b-d9cb-469f-a165-70867728950e\"", static (ref json) => json.ReadGuid());
        AssertAllocates(0, "\"escaped \\n name\"", static (ref json) => json.ReadUtf8String());
        AssertAllocates(0, "\"x\"", static (ref json) => json.ReadChar());
    }

    [Fact]
    public void SkippingAllocatesNothing() => AssertAllocates(
        0,
        """{"a": [1, 2.5, {"b": "x\u00e9\n"}], "c": """ + new string('[', 400) + new string(']', 400) + "}",
        static (ref json) => json.Skip());

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(5_000)]
    public void AStringAllocatesItself(int length)
    {
        string value = new('x', length);
        AssertAllocates(SizeOf(value), $"\"{value}\"", static (ref json) => json.ReadString());
        string escaped = "\n" + value;
        AssertAllocates(SizeOf(escaped), $"\"\\n{value}\"", static (ref json) => json.ReadString());
    }

    [Fact]
    public void AnUnchangedColumnAllocatesNothingWhenItIsWritten()
    {
        const string Text = """{"a":[1,2,"x"]}""";
        JsonColumn<JsonNode> untouched = StoredCell.Read(Text, JsonCodecs.Node);
        JsonColumn<string> asked = StoredCell.Read("\"text as the emitter writes it\"", new StringCodec());
        _ = asked.Value;
        AssertAllocates(0, () =>
        {
            using RowBuffer row = RowBuffer.Rent(2);
            row.WriteJsonColumn(0, untouched, JsonCodecs.Node);
            row.WriteJsonColumn(1, asked, StringCodec.Instance);
        });
    }

    private static void Write(ref JsonEmitter json, Uri uri, Version version)
    {
        json.WriteElement();
        json.WriteNumber(0.1234);
        json.WriteElement();
        json.WriteNumber(1.2345678901234567e-7);
        json.WriteElement();
        json.WriteNumber(long.MinValue);
        json.WriteElement();
        json.WriteNumber(12.50m);
        json.WriteElement();
        json.WriteNumber(0.1f);
        json.WriteElement();
        json.WriteNumberAsString(Int128.MinValue);
        json.WriteElement();
        json.WriteNumber(double.NaN);
        json.WriteElement();
        json.WriteGuid(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        json.WriteElement();
        json.WriteDateTime(DateTime.UnixEpoch);
        json.WriteElement();
        json.WriteDateTimeOffset(DateTimeOffset.UnixEpoch);
        json.WriteElement();
        json.WriteDateOnly(new DateOnly(2024, 5, 6));
        json.WriteElement();
        json.WriteTimeOnly(new TimeOnly(7, 8, 9));
        json.WriteElement();
        json.WriteTimeSpan(TimeSpan.FromDays(1.5));
        json.WriteElement();
        json.WriteVersion(version);
        json.WriteElement();
        json.WriteUri(uri);
        json.WriteElement();
        json.WriteBase64([1, 2, 3]);
        json.WriteElement();
        json.WriteBoolean(true);
    }

    // An object's header, its length, the characters and a final NUL, in words.
    private static long SizeOf(string value) => (22 + (2L * value.Length) + 7) / 8 * 8;

    private static void AssertAllocates(long expected, string text, Step read)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        AssertAllocates(expected, () =>
        {
            var json = new JsonCursor(utf8, JsonDialect.Python);
            read(ref json);
            json.ReadEnd();
            json.Dispose();
        });
    }

    private static void AssertAllocates(long expected, Action step)
    {
        // Once the code is compiled and the pools are filled, every call is like the last: the least of a few leaves out what others do on this thread.
        long least = long.MaxValue;
        for (int i = 0; i < 100; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            step();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(expected, least);
    }

    private sealed class StringCodec : JsonCodec<string>
    {
        public static StringCodec Instance { get; } = new();

        public override string? Read(ref JsonCursor json) => json.ReadStringOrNull();

        public override void Write(ref JsonEmitter json, string? value) => json.WriteString(value);
    }
}
