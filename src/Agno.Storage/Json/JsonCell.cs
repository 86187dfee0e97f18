using System.Text.Json;
using Agno.Storage.Schema;

namespace Agno.Storage.Json;

/// <summary>Where a column's value was read, for errors that come when it is parsed.</summary>
internal readonly record struct JsonOrigin(string Table, string SessionId, string Column)
{
    /// <summary>The run whose column it is; null for one of the session's own row.</summary>
    public string? RunId { get; init; }

    public override string ToString() => $"Column '{Column}' of {(RunId is null ? "" : $"run '{RunId}' of ")}session '{SessionId}' in table '{Table}'";
}

/// <summary>What stands behind a <see cref="JsonColumn{T}"/>: the stored bytes, and the value once it was asked for.</summary>
internal sealed class JsonCell<T>
{
    /// <summary>A NULL that goes back as NULL where the column's null is otherwise a text.</summary>
    public static readonly JsonCell<T> StoredNull = new([], ValueKind.Null, default, null!) { IsNested = true };

    private readonly byte[]? _stored;
    private readonly ValueKind _kind;
    private readonly JsonOrigin _origin;
    private readonly JsonCodec<T>? _codec;
    private T? _value;
    private volatile bool _hasValue;

    public JsonCell(T value)
    {
        _value = value;
        _hasValue = true;
    }

    public JsonCell(byte[] stored, ValueKind kind, JsonOrigin origin, JsonCodec<T> codec)
    {
        _stored = stored;
        _kind = kind;
        _origin = origin;
        _codec = codec;
    }

    /// <summary>How the bytes are stored: a bare number may be INTEGER or REAL in tables of other writers.</summary>
    public ValueKind Kind => _kind;

    public ReadOnlySpan<byte> StoredJson => _stored;

    /// <summary>What the text was read as: the stored run, of which it is the whole; null for a column.</summary>
    public object? Source { get; init; }

    /// <summary>Whether the stored text may be inside JSON strings.</summary>
    public bool IsNested { get; init; }

    public bool IsNull => _hasValue ? _value is null
        : IsNested ? Kind == ValueKind.Null || NestedJson.IsNull(_stored)
        : _stored.AsSpan().Trim(" \t\r\n"u8).SequenceEqual("null"u8);

    /// <summary>Whether the value may differ from the stored text.</summary>
    public bool HasValue => _hasValue;

    public T? Value
    {
        get
        {
            if (!_hasValue && Kind != ValueKind.Null)
            {
                // Two threads may both parse: the later value takes the place of an equal one.
                _value = Parse();
                _hasValue = true;
            }
            return _value;
        }
    }

    /// <summary>Whether the stored text's value is the one that <paramref name="encoded"/> says.</summary>
    public bool StoresSame(ReadOnlySpan<byte> encoded, JsonCodec<T> codec)
    {
        if (_stored is null)
            return false;
        if (!IsNested && encoded.SequenceEqual(_stored))
            return true;
        // The same value may be written in many ways: the stored one is written anew to compare.
        Utf8Buffer buffer = Utf8Buffer.Rent();
        var json = new JsonEmitter(buffer, JsonDialect.Python);
        codec.Write(ref json, Parse());
        json.Flush();
        bool isSame = encoded.SequenceEqual(buffer.Written);
        buffer.Return();
        return isSame;
    }

    private T? Parse()
    {
        var json = new JsonCursor(IsNested ? NestedJson.Unwrap(_stored) : _stored, JsonDialect.Python);
        try
        {
            T? value = _codec!.Read(ref json);
            json.ReadEnd();
            return value;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or OverflowException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            long? offset = (exception as JsonException)?.BytePositionInLine;
            throw new StorageException(
                $"{_origin} can't be read{(offset is null ? "" : $" at byte {offset}")}: {exception.Message}", exception)
            {
                Table = _origin.Table,
                SessionId = _origin.SessionId,
                RunId = _origin.RunId,
                Column = _origin.Column,
                ByteOffset = offset,
            };
        }
        finally
        {
            json.Dispose();
        }
    }
}
