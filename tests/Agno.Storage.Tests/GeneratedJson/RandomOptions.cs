using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Agno.Storage.Tests.GeneratedJson;

/// <summary>Options as callers of the resolver have them, by reflection.</summary>
internal static class RandomOptions
{
    public static JsonSerializerOptions Of(Random random) => new(random.Next(3) == 0 ? JsonSerializerDefaults.Web : JsonSerializerDefaults.General)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        PropertyNamingPolicy = Pick(random, null, JsonNamingPolicy.CamelCase, JsonNamingPolicy.SnakeCaseLower, JsonNamingPolicy.KebabCaseUpper),
        DictionaryKeyPolicy = Pick(random, null, JsonNamingPolicy.CamelCase),
        PropertyNameCaseInsensitive = random.Next(2) == 0,
        DefaultIgnoreCondition = Pick(random, JsonIgnoreCondition.Never, JsonIgnoreCondition.WhenWritingNull, JsonIgnoreCondition.WhenWritingDefault),
        NumberHandling = Pick(random, JsonNumberHandling.Strict, JsonNumberHandling.AllowReadingFromString, JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString),
        UnmappedMemberHandling = random.Next(4) == 0 ? JsonUnmappedMemberHandling.Disallow : JsonUnmappedMemberHandling.Skip,
        PreferredObjectCreationHandling = random.Next(4) == 0 ? JsonObjectCreationHandling.Populate : JsonObjectCreationHandling.Replace,
        IgnoreReadOnlyProperties = random.Next(3) == 0,
        RespectRequiredConstructorParameters = random.Next(3) == 0,
        AllowOutOfOrderMetadataProperties = random.Next(3) == 0,
        AllowDuplicateProperties = random.Next(3) != 0,
        WriteIndented = random.Next(3) == 0,
        Encoder = Pick(random, null, JavaScriptEncoder.UnsafeRelaxedJsonEscaping),
        Converters = { random.Next(2) == 0 ? new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) : new PrefixConverter() },
    };

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];

    // Of a type that a caller converts in a way of its own.
    private sealed class PrefixConverter : JsonConverter<Version>
    {
        public override Version? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Version.Parse(reader.GetString()![1..]);

        public override void Write(Utf8JsonWriter writer, Version value, JsonSerializerOptions options) => writer.WriteStringValue("v" + value);
    }
}
