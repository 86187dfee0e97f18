using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Agno.Storage.Json;

/// <summary>Hands the JSON of a type to System.Text.Json, by the metadata of a context that the user named.</summary>
/// <typeparam name="T">The type.</typeparam>
/// <param name="typeInfo">The type's metadata.</param>
public sealed class DelegatedJsonCodec<T>(JsonTypeInfo<T> typeInfo) : JsonCodec<T>
{
    /// <inheritdoc/>
    public override T? Read(ref JsonCursor json)
    {
        ReadOnlySpan<byte> text = json.ReadRawValue();
        try
        {
            return JsonSerializer.Deserialize(text, typeInfo);
        }
        catch (JsonException exception)
        {
            throw JsonErrors.InWhole(exception, text, json.Offset - text.Length);
        }
    }

    /// <inheritdoc/>
    public override void Write(ref JsonEmitter json, T? value) => json.WriteRawValue(JsonSerializer.SerializeToUtf8Bytes(value!, typeInfo));
}
