namespace Agno.Storage.Json;

/// <summary>Reads and writes the JSON of one type. Generated for the types of JSON columns.</summary>
/// <typeparam name="T">The type.</typeparam>
public abstract class JsonCodec<T>
{
    /// <summary>Reads one value at the cursor.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text is malformed or does not fit the type.</exception>
    public abstract T? Read(ref JsonCursor json);

    /// <summary>Writes one value.</summary>
    public abstract void Write(ref JsonEmitter json, T? value);
}
