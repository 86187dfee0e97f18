using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Agno.Storage.Json;

/// <summary>Converts a <see cref="JsonColumn{T}"/> as its value, for the resolver that every record has.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="converter">Converts the value; null for what the options say.</param>
public sealed class JsonColumnConverter<T>(JsonConverter<T>? converter = null) : JsonConverter<JsonColumn<T>>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override JsonColumn<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? default : new(JsonSerializer.Deserialize(ref reader, TypeInfo(options)));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, JsonColumn<T> value, JsonSerializerOptions options)
    {
        if (value.IsNull)
            writer.WriteNullValue();
        else
            JsonSerializer.Serialize(writer, value.Value!, TypeInfo(options));
    }

    private JsonTypeInfo<T> TypeInfo(JsonSerializerOptions options) =>
        converter is null ? (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)) : JsonMetadataServices.CreateValueInfo<T>(options, converter);
}
