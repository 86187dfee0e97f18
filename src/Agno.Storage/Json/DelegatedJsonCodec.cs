using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Agno.Storage.Json;

/// <summary>Hands the JSON of a type to System.Text.Json: to a converter, a context or options that the user named.</summary>
/// <typeparam name="T">The type.</typeparam>
public sealed class DelegatedJsonCodec<T> : JsonCodec<T>
{
    private readonly Func<JsonSerializerOptions>? _options;
    private readonly string _name = "";
    private readonly Type[] _alike = [];
    private JsonTypeInfo? _typeInfo;

    /// <summary>Does what the type's metadata says.</summary>
    /// <param name="typeInfo">The metadata.</param>
    public DelegatedJsonCodec(JsonTypeInfo<T> typeInfo) => _typeInfo = typeInfo;

    /// <summary>Does what options say.</summary>
    /// <param name="options">The options. They are asked for the type when the codec is first used.</param>
    public DelegatedJsonCodec(JsonSerializerOptions options)
        : this(() => options, "the record's JsonContext")
    {
    }

    /// <summary>Does what ready-made options say.</summary>
    /// <param name="options">Gives the options. They are asked for when the codec is first used, and made read-only.</param>
    /// <param name="name">What the user calls them, for errors.</param>
    /// <param name="alike">
    /// Types with the same JSON, whose values can be <typeparamref name="T"/>: under NativeAOT, options know only what they list, which of a list is often its interface.
    /// </param>
    public DelegatedJsonCodec(Func<JsonSerializerOptions> options, string name, params Type[] alike)
    {
        _options = options;
        _name = name;
        _alike = alike;
    }

    private JsonTypeInfo TypeInfo => _typeInfo ?? Find();

    /// <inheritdoc/>
    public override T? Read(ref JsonCursor json)
    {
        ReadOnlySpan<byte> text = json.ReadRawValue();
        try
        {
            return TypeInfo is JsonTypeInfo<T> own ? JsonSerializer.Deserialize(text, own) : (T?)JsonSerializer.Deserialize(text, TypeInfo);
        }
        catch (JsonException exception)
        {
            throw JsonErrors.InWhole(exception, text, json.Offset - text.Length);
        }
        catch (Exception exception) when (IsUnfit(exception))
        {
            int start = json.Offset - text.Length;
            throw new JsonException(exception.Message, null, 0, start, exception);
        }
    }

    /// <inheritdoc/>
    public override void Write(ref JsonEmitter json, T? value)
    {
        try
        {
            json.WriteRawValue(TypeInfo is JsonTypeInfo<T> own ? JsonSerializer.SerializeToUtf8Bytes(value!, own) : JsonSerializer.SerializeToUtf8Bytes(value, TypeInfo));
        }
        catch (Exception exception) when (IsUnfit(exception))
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    // What System.Text.Json throws where options or a context lack a type.
    private static bool IsUnfit(Exception exception) => exception is NotSupportedException or (InvalidOperationException and not ObjectDisposedException);

    [MemberNotNull(nameof(_typeInfo))]
    private JsonTypeInfo Find()
    {
        JsonSerializerOptions options = _options!() ?? throw new JsonException($"'{_name}' is null: give it JsonSerializerOptions.");
        if (options.TypeInfoResolver is null)
            throw new JsonException($"'{_name}' has no TypeInfoResolver: give it one that has the type '{typeof(T)}'.");
        options.MakeReadOnly();
        foreach (Type type in (ReadOnlySpan<Type>)[typeof(T), .. _alike])
            if (options.TryGetTypeInfo(type, out JsonTypeInfo? typeInfo))
                return _typeInfo = typeInfo;
        throw new JsonException($"'{_name}' lacks the type '{typeof(T)}': add it to its TypeInfoResolver.");
    }
}
