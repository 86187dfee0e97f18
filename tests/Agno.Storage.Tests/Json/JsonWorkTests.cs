using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agno.Storage.Json;

namespace Agno.Storage.Tests.Json;

/// <summary>
/// Texts of many megabytes made to cost much. Nothing is timed: work that grew with the square of the length would not end within a test run, and memory is counted.
/// </summary>
[Collection(typeof(AloneCollection))]
public sealed class JsonWorkTests
{
    private const int Length = 8 << 20;

    public static TheoryData<string, string, string> Texts => new()
    {
        { "\"", "\\n", "\"" },
        { "\"", "a\\u00e9", "\"" },
        { "\"", "\\ud83d", "\"" },
        { "\"", "é", "\"" },
        { "\"", "0123456789abcde\\n", "\"" },
        { "", "1", "" },
        { "0.", "0", "1" },
        { "1e", "9", "" },
        { "[1", ",1", "]" },
        { "[", "          \n", "]" },
        { "[\"a\"", ",\"\"", "]" },
        { "{\"a\":1", ",\"a\":1", "}" },
        { "[{}", ",{  }", "]" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void LongTextsAreReadAndSkippedInOneGo(string start, string repeated, string end)
    {
        byte[] text = Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat(repeated, Length / repeated.Length)) + end);

        // Skipping keeps nothing.
        long before = GC.GetAllocatedBytesForCurrentThread();
        var skipped = new JsonCursor(text, JsonDialect.Python);
        skipped.Skip();
        skipped.ReadEnd();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024);

        // Scratch memory doubles, and the characters are two bytes each: at most 2 + 4 + 2 + 4 bytes for one of the text.
        before = GC.GetAllocatedBytesForCurrentThread();
        var json = new JsonCursor(text, JsonDialect.Python);
        long values = ReadAll(ref json);
        json.ReadEnd();
        json.Dispose();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (12L * text.Length) + (40 * values) + (1 << 20));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("\"\\")]
    [InlineData("{\"")]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("-")]
    [InlineData(" ")]
    public void LongTextsWithoutEndAreRefusedInOneGo(string repeated)
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, Length / repeated.Length)));
        Assert.Throws<JsonException>(() =>
        {
            var json = new JsonCursor(text);
            json.Skip();
            json.ReadEnd();
        });
        Assert.Throws<JsonException>(() =>
        {
            var json = new JsonCursor(text);
            try
            {
                JsonCodecs.Node.Read(ref json);
                json.ReadEnd();
            }
            finally
            {
                json.Dispose();
            }
        });
    }

    [Fact]
    public void TheDeepestNodesAreReadAndWritten()
    {
        string deep = string.Concat(Enumerable.Repeat("[{\"a\":", 256)) + "1" + string.Concat(Enumerable.Repeat("}]", 256));
        JsonNode node = StoredCell.Read(deep, JsonCodecs.Node).Value!;
        var buffer = new Utf8Buffer();
        var json = new JsonEmitter(buffer, JsonDialect.Python);
        JsonCodecs.Node.Write(ref json, node);
        json.Flush();
        Assert.Equal(deep, Encoding.UTF8.GetString(buffer.Written));
        Assert.Equal(512, Assert.Throws<StorageException>(() => StoredCell.Read(new string('[', 513) + new string(']', 513), JsonCodecs.Node).Value).ByteOffset);
    }

    [Fact]
    public void AnUnlimitedDepthIsALimitToo()
    {
        byte[] deep = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("[{\"a\":", 100_000)) + "1" + string.Concat(Enumerable.Repeat("}]", 100_000)));
        var json = new JsonCursor(deep, JsonDialect.Strict, int.MaxValue);
        json.Skip();
        json.ReadEnd();
    }

    // How many values there are, each read in the way that keeps most.
    private static long ReadAll(ref JsonCursor json)
    {
        long values = 1;
        switch (json.PeekKind())
        {
            case JsonValueKind.Object:
                json.ReadStartObject();
                while (json.ReadMember(out string _))
                    values += 1 + ReadAll(ref json);
                break;
            case JsonValueKind.Array:
                json.ReadStartArray();
                while (json.ReadElement())
                    values += ReadAll(ref json);
                break;
            case JsonValueKind.String:
                json.ReadString();
                break;
            default:
                json.ReadDouble();
                break;
        }
        return values;
    }
}
