using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Agno.Storage.Json;

/// <summary>Serves System.Text.Json with the generated code of a type, for the resolver that every record has.</summary>
/// <typeparam name="T">The type.</typeparam>
/// <param name="codec">The type's generated code.</param>
public sealed class GeneratedJsonConverter<T>(JsonCodec<T> codec) : JsonConverter<T>
{
    /// <inheritdoc/>
    public override bool HandleNull => default(T) is null;

    /// <inheritdoc/>
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonReaderOptions accepted = reader.CurrentState.Options;
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        // Comments and trailing commas, where the options allow them, are not in a text written anew.
        bool isStrict = accepted is { CommentHandling: JsonCommentHandling.Disallow, AllowTrailingCommas: false };
        var json = new JsonCursor(isStrict ? JsonMarshal.GetRawUtf8Value(document.RootElement) : WriteAnew(document.RootElement));
        try
        {
            return codec.Read(ref json);
        }
        finally
        {
            json.Dispose();
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        Utf8Buffer buffer = Utf8Buffer.Rent();
        var json = new JsonEmitter(buffer);
        codec.Write(ref json, value);
        json.Flush();
        if (writer.Options is { Indented: false } accepted && accepted.Encoder == JavaScriptEncoder.UnsafeRelaxedJsonEscaping)
            writer.WriteRawValue(buffer.Written, skipInputValidation: true);
        else
            Rewrite(writer, buffer.Written);
        buffer.Return();
    }

    // As the writer encodes and indents.
    private static void Rewrite(Utf8JsonWriter writer, ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonCursor.DefaultMaxDepth });
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        document.RootElement.WriteTo(writer);
    }

    private static ReadOnlySpan<byte> WriteAnew(JsonElement element)
    {
        var text = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(text);
        element.WriteTo(writer);
        writer.Flush();
        return text.WrittenSpan;
    }
}
