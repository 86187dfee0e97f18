using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Agno.Storage.Json;

namespace Agno.Storage.Tests.Json;

/// <summary>The cursor against System.Text.Json's reader, over random texts and damaged ones: the same verdict, and the same values.</summary>
public sealed class JsonCursorDifferentialTests
{
    [Fact]
    public void DamagedTextsHaveTheSameVerdictAndValues() => Fuzz.Run(text =>
    {
        string? expected = Oracle(text);
        string? actual = Cursor(text);
        Assert.True(expected == actual, $"expected {expected ?? "refused"}\nactual   {actual ?? "refused"}");
        return actual is not null;
    });

    [Fact]
    public void SkippingAcceptsWhatReadingAccepts() => Fuzz.Run(text =>
    {
        bool isRead = Cursor(text, JsonDialect.Python) is not null;
        Assert.Equal(isRead, CanSkip(text));
        return isRead;
    });

    private static bool CanSkip(byte[] text)
    {
        var json = new JsonCursor(text, JsonDialect.Python);
        try
        {
            json.Skip();
            json.ReadEnd();
            return true;
        }
        catch (JsonException exception)
        {
            Assert.InRange(exception.BytePositionInLine!.Value, 0, text.Length);
            return false;
        }
    }

    // Every token of the text, or null where it is refused.
    private static string? Oracle(byte[] text)
    {
        var found = new StringBuilder();
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonCursor.DefaultMaxDepth });
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.String or JsonTokenType.PropertyName:
                        if (!Utf8.IsValid(reader.ValueSpan))
                            return null;
                        found.Append(reader.TokenType == JsonTokenType.String ? 's' : 'n').Append(reader.GetString()).Append(';');
                        break;
                    case JsonTokenType.Number:
                        found.Append(BitConverter.DoubleToInt64Bits(reader.GetDouble()).ToString("x")).Append(';');
                        break;
                    default:
                        found.Append(reader.TokenType).Append(';');
                        break;
                }
            }
            return found.ToString();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Cursor(byte[] text, JsonDialect dialect = JsonDialect.Strict)
    {
        var found = new StringBuilder();
        var json = new JsonCursor(text, dialect);
        try
        {
            Read(ref json, found);
            json.ReadEnd();
            return found.ToString();
        }
        catch (JsonException exception)
        {
            Assert.InRange(exception.BytePositionInLine!.Value, 0, text.Length);
            return null;
        }
        finally
        {
            json.Dispose();
        }
    }

    private static void Read(ref JsonCursor json, StringBuilder found)
    {
        switch (json.PeekKind())
        {
            case JsonValueKind.Object:
                json.ReadStartObject();
                found.Append(JsonTokenType.StartObject).Append(';');
                while (json.ReadMember(out ReadOnlySpan<byte> name))
                {
                    found.Append('n').Append(Encoding.UTF8.GetString(name)).Append(';');
                    Read(ref json, found);
                }
                found.Append(JsonTokenType.EndObject).Append(';');
                break;
            case JsonValueKind.Array:
                json.ReadStartArray();
                found.Append(JsonTokenType.StartArray).Append(';');
                while (json.ReadElement())
                    Read(ref json, found);
                found.Append(JsonTokenType.EndArray).Append(';');
                break;
            case JsonValueKind.String:
                found.Append('s').Append(json.ReadString()).Append(';');
                break;
            case JsonValueKind.Number:
                found.Append(BitConverter.DoubleToInt64Bits(json.ReadDouble()).ToString("x")).Append(';');
                break;
            case JsonValueKind.Null:
                Assert.True(json.TryReadNull());
                found.Append(JsonTokenType.Null).Append(';');
                break;
            default:
                found.Append(json.ReadBoolean() ? JsonTokenType.True : JsonTokenType.False).Append(';');
                break;
        }
    }
}
