namespace Agno.Storage.Json;

/// <summary>A forward writer of JSON in UTF-8.</summary>
public ref struct JsonEmitter(Utf8Buffer buffer, JsonDialect dialect = JsonDialect.Strict)
{
    /// <summary>The dialect that is written.</summary>
    public readonly JsonDialect Dialect => dialect;

    /// <summary>Hands what was written to the buffer.</summary>
    public readonly void Flush() => buffer.Advance(0);
}
