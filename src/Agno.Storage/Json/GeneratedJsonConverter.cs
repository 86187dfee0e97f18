using System.Runtime.InteropServices;
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
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        var json = new JsonCursor(JsonMarshal.GetRawUtf8Value(document.RootElement));
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
        var buffer = new Utf8Buffer();
        var json = new JsonEmitter(buffer);
        codec.Write(ref json, value);
        json.Flush();
        writer.WriteRawValue(buffer.Written, skipInputValidation: true);
    }
}
