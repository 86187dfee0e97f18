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
        SkipToValue(ref json);
        int start = json.Offset;
        try
        {
            return JsonSerializer.Deserialize(json.ReadRawValue(), typeInfo);
        }
        catch (JsonException exception)
        {
            long offset = exception.LineNumber is null or 0 ? start + (exception.BytePositionInLine ?? 0) : start;
            throw new JsonException(exception.Message, exception.Path, 0, offset, exception);
        }
    }

    /// <inheritdoc/>
    public override void Write(ref JsonEmitter json, T? value) => json.WriteRawValue(JsonSerializer.SerializeToUtf8Bytes(value!, typeInfo));

    private static void SkipToValue(ref JsonCursor json) => json.PeekKind();
}
