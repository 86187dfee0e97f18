using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Agno.Storage.Json;

/// <summary>Makes the contracts of System.Text.Json that generated code serves options with which ask for other JSON than it writes itself.</summary>
public static class JsonContracts
{
    private static readonly Dictionary<Type, Func<JsonSerializerOptions, JsonTypeInfo>> Scalars = new()
    {
        [typeof(bool)] = static options => Of<bool>(options, JsonMetadataServices.BooleanConverter),
        [typeof(byte)] = static options => Of<byte>(options, JsonMetadataServices.ByteConverter),
        [typeof(byte[])] = static options => Of<byte[]>(options, JsonMetadataServices.ByteArrayConverter),
        [typeof(char)] = static options => Of<char>(options, JsonMetadataServices.CharConverter),
        [typeof(DateOnly)] = static options => Of<DateOnly>(options, JsonMetadataServices.DateOnlyConverter),
        [typeof(DateTime)] = static options => Of<DateTime>(options, JsonMetadataServices.DateTimeConverter),
        [typeof(DateTimeOffset)] = static options => Of<DateTimeOffset>(options, JsonMetadataServices.DateTimeOffsetConverter),
        // What extension data is held in.
        [typeof(Dictionary<string, JsonElement>)] = static options => Collection(JsonMetadataServices.CreateDictionaryInfo<Dictionary<string, JsonElement>, string, JsonElement>(options, new() { ObjectCreator = static () => [] })),
        [typeof(IDictionary<string, JsonElement>)] = static options => Collection(JsonMetadataServices.CreateIDictionaryInfo<IDictionary<string, JsonElement>, string, JsonElement>(options, new())),
        [typeof(decimal)] = static options => Of<decimal>(options, JsonMetadataServices.DecimalConverter),
        [typeof(double)] = static options => Of<double>(options, JsonMetadataServices.DoubleConverter),
        [typeof(float)] = static options => Of<float>(options, JsonMetadataServices.SingleConverter),
        [typeof(Guid)] = static options => Of<Guid>(options, JsonMetadataServices.GuidConverter),
        [typeof(Half)] = static options => Of<Half>(options, JsonMetadataServices.HalfConverter),
        [typeof(short)] = static options => Of<short>(options, JsonMetadataServices.Int16Converter),
        [typeof(int)] = static options => Of<int>(options, JsonMetadataServices.Int32Converter),
        [typeof(long)] = static options => Of<long>(options, JsonMetadataServices.Int64Converter),
        [typeof(Int128)] = static options => Of<Int128>(options, JsonMetadataServices.Int128Converter),
        [typeof(JsonArray)] = static options => Of<JsonArray>(options, JsonMetadataServices.JsonArrayConverter),
        [typeof(JsonDocument)] = static options => Of<JsonDocument>(options, JsonMetadataServices.JsonDocumentConverter),
        [typeof(JsonElement)] = static options => Of<JsonElement>(options, JsonMetadataServices.JsonElementConverter),
        [typeof(JsonNode)] = static options => Of<JsonNode>(options, JsonMetadataServices.JsonNodeConverter),
        [typeof(JsonObject)] = static options => Of<JsonObject>(options, JsonMetadataServices.JsonObjectConverter),
        [typeof(JsonValue)] = static options => Of<JsonValue>(options, JsonMetadataServices.JsonValueConverter),
        [typeof(Memory<byte>)] = static options => Of<Memory<byte>>(options, JsonMetadataServices.MemoryByteConverter),
        [typeof(ReadOnlyMemory<byte>)] = static options => Of<ReadOnlyMemory<byte>>(options, JsonMetadataServices.ReadOnlyMemoryByteConverter),
        [typeof(sbyte)] = static options => Of<sbyte>(options, JsonMetadataServices.SByteConverter),
        [typeof(string)] = static options => Of<string>(options, JsonMetadataServices.StringConverter),
        [typeof(TimeOnly)] = static options => Of<TimeOnly>(options, JsonMetadataServices.TimeOnlyConverter),
        [typeof(TimeSpan)] = static options => Of<TimeSpan>(options, JsonMetadataServices.TimeSpanConverter),
        [typeof(ushort)] = static options => Of<ushort>(options, JsonMetadataServices.UInt16Converter),
        [typeof(uint)] = static options => Of<uint>(options, JsonMetadataServices.UInt32Converter),
        [typeof(ulong)] = static options => Of<ulong>(options, JsonMetadataServices.UInt64Converter),
        [typeof(UInt128)] = static options => Of<UInt128>(options, JsonMetadataServices.UInt128Converter),
        [typeof(Uri)] = static options => Of<Uri>(options, JsonMetadataServices.UriConverter),
        [typeof(Version)] = static options => Of<Version>(options, JsonMetadataServices.VersionConverter),
    };

    /// <summary>Whether the options ask for the JSON that generated code reads and writes itself. Encoders, indentation, comments and the like make no difference.</summary>
    public static bool IsDirect(JsonSerializerOptions options) =>
        options is
        {
            PropertyNamingPolicy: null,
            DictionaryKeyPolicy: null,
            PropertyNameCaseInsensitive: false,
            DefaultIgnoreCondition: JsonIgnoreCondition.Never,
            IgnoreReadOnlyProperties: false,
            IgnoreReadOnlyFields: false,
            IncludeFields: false,
            NumberHandling: JsonNumberHandling.Strict,
            UnmappedMemberHandling: JsonUnmappedMemberHandling.Skip,
            PreferredObjectCreationHandling: JsonObjectCreationHandling.Replace,
            UnknownTypeHandling: JsonUnknownTypeHandling.JsonElement,
            ReferenceHandler: null,
            RespectNullableAnnotations: false,
            RespectRequiredConstructorParameters: false,
            AllowOutOfOrderMetadataProperties: false,
            AllowDuplicateProperties: true,
            Converters.Count: 0,
        };

    /// <summary>The contract of a type that is one string, number or literal, or any JSON; null for others.</summary>
    public static JsonTypeInfo? Scalar(Type type, JsonSerializerOptions options) => Scalars.TryGetValue(type, out Func<JsonSerializerOptions, JsonTypeInfo>? create) ? create(options) : null;

    /// <summary>The contract of a type that a converter among the caller's options converts; null for others.</summary>
    public static JsonTypeInfo? Converted<T>(JsonSerializerOptions options)
    {
        foreach (JsonConverter converter in options.Converters)
            if (converter.CanConvert(typeof(T)))
                return JsonMetadataServices.CreateValueInfo<T>(options, Expand<T>(converter, options));
        return null;
    }

    /// <summary>The contract of a type whose JSON generated code does as a whole.</summary>
    public static JsonTypeInfo Generated<T>(JsonSerializerOptions options, JsonCodec<T> codec)
    {
        JsonTypeInfo contract = JsonMetadataServices.CreateValueInfo<T>(options, new GeneratedJsonConverter<T>(codec));
        // Discriminators are part of that JSON.
        contract.PolymorphismOptions = null;
        return contract;
    }

    /// <summary>A collection whose numbers are handled as the options or the member say.</summary>
    public static JsonTypeInfo Collection(JsonTypeInfo contract)
    {
        contract.NumberHandling = null;
        return contract;
    }

    /// <summary>A member of an object.</summary>
    /// <param name="options">The caller's options.</param>
    /// <param name="values">What is known of the member.</param>
    /// <param name="order">Its place among others.</param>
    /// <param name="isRequired">Whether JSON without it is refused.</param>
    /// <param name="isNullable">Whether null is a value of it, where options ask for that.</param>
    public static JsonPropertyInfo Member<T>(JsonSerializerOptions options, JsonPropertyInfoValues<T> values, int order, bool isRequired, bool isNullable)
    {
        JsonPropertyInfo member = JsonMetadataServices.CreatePropertyInfo(options, values);
        member.Order = order;
        member.IsRequired = isRequired;
        if (!isNullable && default(T) is null)
        {
            member.IsGetNullable = false;
            member.IsSetNullable = false;
        }
        return member;
    }

    /// <summary>A member that is not part of an object's JSON.</summary>
    public static JsonPropertyInfo Ignored<T>(JsonSerializerOptions options, Type declaring, string name, string? jsonName) => JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<T>
    {
        IsProperty = true,
        IsPublic = true,
        DeclaringType = declaring,
        IgnoreCondition = JsonIgnoreCondition.Always,
        PropertyName = name,
        JsonPropertyName = jsonName,
    });

    /// <summary>The converter that a converter of the user is or makes.</summary>
    /// <exception cref="InvalidOperationException">It converts another type.</exception>
    public static JsonConverter<T> Expand<T>(JsonConverter converter, JsonSerializerOptions options) =>
        (converter is JsonConverterFactory factory ? factory.CreateConverter(typeof(T), options) : converter) as JsonConverter<T>
            ?? throw new InvalidOperationException($"A converter that is named for {typeof(T)} does not convert it.");

    /// <summary>The converter of a value or null.</summary>
    public static JsonConverter<T?> Nullable<T>(JsonSerializerOptions options, JsonConverter<T> converter)
        where T : struct => JsonMetadataServices.GetNullableConverter(JsonMetadataServices.CreateValueInfo<T>(options, converter));

    /// <summary>The converter of an enum.</summary>
    public static JsonConverter<T> Enum<T>(JsonSerializerOptions options, bool isByName)
        where T : struct, Enum => isByName
            ? (JsonConverter<T>)new JsonStringEnumConverter<T>().CreateConverter(typeof(T), options)
            : (JsonConverter<T>)new JsonNumberEnumConverter<T>().CreateConverter(typeof(T), options)!;

    /// <summary>Refuses options that include fields, where a type has a public field that generated code does not know.</summary>
    /// <exception cref="NotSupportedException">The options include fields.</exception>
    public static void RefuseFields(JsonSerializerOptions options, Type type, string field)
    {
        if (options.IncludeFields)
            throw new NotSupportedException($"The options include fields, and {type} has the field '{field}', for which no code was generated: mark it with [JsonInclude] or [JsonIgnore].");
    }

    /// <summary>Refuses a JsonObject as extension data, which System.Text.Json does not write as JSON.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static void RefuseNode(Type type, string member) =>
        throw new NotSupportedException($"System.Text.Json does not write {type} as JSON with these options, because '{member}' holds extension data in a JsonObject: use a Dictionary<string, JsonElement>.");

    private static JsonTypeInfo Of<T>(JsonSerializerOptions options, JsonConverter converter) => Converted<T>(options) ?? JsonMetadataServices.CreateValueInfo<T>(options, converter);
}
