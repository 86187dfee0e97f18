using System.Text.Json;
using System.Text.Json.Nodes;
using Agno.Storage.Json;
using Agno.Storage.Schema;

namespace Agno.Storage;

/// <summary>
/// A JSON column that is parsed when it is asked for. It keeps the stored text, and that very text is written back unless the value was changed. The default is NULL.
/// </summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly struct JsonColumn<T> : IEquatable<JsonColumn<T>>
{
    private readonly JsonCell<T>? _cell;

    /// <summary>Holds a value; null is stored as NULL.</summary>
    public JsonColumn(T? value) => _cell = value is null ? null : new JsonCell<T>(value);

    internal JsonColumn(JsonCell<T>? cell) => _cell = cell;

    /// <summary>Whether there is no value: NULL in the database, or the JSON text <c>null</c>.</summary>
    public bool IsNull => _cell is null || _cell.IsNull;

    /// <summary>The value, parsed when it is first asked for; null where there is none. What you change inside it is stored with the session.</summary>
    /// <exception cref="StorageException">The stored text is not valid JSON, or does not fit the type. Names table, session, column and byte offset.</exception>
    public T? Value => _cell is null ? default : _cell.Value;

    /// <summary>The stored text in UTF-8, as it was read; empty where there is none, or the value was set by the program.</summary>
    public ReadOnlySpan<byte> StoredJson => _cell is null ? default : _cell.StoredJson;

    internal JsonCell<T>? Cell => _cell;

    /// <summary>Holds a value.</summary>
    public static implicit operator JsonColumn<T>(T? value) => new(value);

    /// <summary>Whether both are the same column value: one read or set once, and its copies.</summary>
    public bool Equals(JsonColumn<T> other) => ReferenceEquals(_cell, other._cell) || (IsNull && other.IsNull);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is JsonColumn<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => IsNull ? 0 : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_cell);

    /// <summary>Compares as <see cref="Equals(JsonColumn{T})"/>.</summary>
    public static bool operator ==(JsonColumn<T> left, JsonColumn<T> right) => left.Equals(right);

    /// <summary>Compares as <see cref="Equals(JsonColumn{T})"/>.</summary>
    public static bool operator !=(JsonColumn<T> left, JsonColumn<T> right) => !left.Equals(right);

    /// <summary>The stored text, or <c>null</c>.</summary>
    public override string ToString() => IsNull ? "null" : StoredJson.IsEmpty ? Value?.ToString() ?? "null" : System.Text.Encoding.UTF8.GetString(StoredJson);
}

/// <summary>Makes JSON columns of text.</summary>
public static class JsonColumn
{
    /// <summary>Holds JSON text, which is stored as it is. What Python writes is accepted too: NaN, infinities, lone surrogates.</summary>
    /// <param name="utf8Json">The text.</param>
    /// <exception cref="JsonException">The text is not valid JSON.</exception>
    public static JsonColumn<JsonNode> Parse(ReadOnlySpan<byte> utf8Json)
    {
        var json = new JsonCursor(utf8Json, JsonDialect.Python);
        json.Skip();
        json.ReadEnd();
        return new(new JsonCell<JsonNode>(utf8Json.ToArray(), ValueKind.Text, new("", "", ""), JsonCodecs.Node));
    }
}
