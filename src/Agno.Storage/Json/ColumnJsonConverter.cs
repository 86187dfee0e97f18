using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Agno.Storage.Json;

/// <summary>Converts a member as its column converter stores it, for the resolver that every record has.</summary>
/// <typeparam name="TConverter">The column converter.</typeparam>
/// <typeparam name="TMember">The type of the member.</typeparam>
/// <typeparam name="TStored">The type that is stored.</typeparam>
public sealed class ColumnJsonConverter<TConverter, TMember, TStored> : JsonConverter<TMember>
    where TConverter : IColumnConverter<TMember, TStored>
{
    /// <inheritdoc/>
    public override TMember Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TConverter.FromStored(JsonSerializer.Deserialize(ref reader, TypeInfo(options)) ?? throw new JsonException($"null is not a valid {typeof(TStored)}."));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TMember value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, TConverter.ToStored(value), TypeInfo(options));

    private static JsonTypeInfo<TStored> TypeInfo(JsonSerializerOptions options) => (JsonTypeInfo<TStored>)options.GetTypeInfo(typeof(TStored));
}
