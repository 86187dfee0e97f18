using System.ComponentModel;
using Agno.Storage.Json;
using Agno.Storage.Schema;

namespace Agno.Storage.Records;

/// <summary>How generated code reads JSON columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowReaderExtensions
{
    /// <summary>Keeps the column's stored form, to be parsed when it is asked for. Whatever is stored can be kept.</summary>
    public static JsonColumn<T> ReadJsonColumn<TRow, T>(scoped ref TRow row, int ordinal, string sessionId, string column, JsonCodec<T> codec)
        where TRow : struct, IRowReader, allows ref struct
    {
        ValueKind kind = row.GetKind(ordinal);
        if (kind == ValueKind.Null)
            return default;
        byte[] stored = (kind == ValueKind.Blob ? row.GetBytes(ordinal) : row.GetUtf8(ordinal)).ToArray();
        return new(new JsonCell<T>(stored, kind, new(row.TableName, sessionId, column), codec));
    }

    /// <summary>Parses the column. NULL and the text <c>null</c> give null, of a value type that has none its default.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text is not valid JSON, or does not fit the type.</exception>
    public static T? ReadJson<TRow, T>(scoped ref TRow row, int ordinal, JsonCodec<T> codec)
        where TRow : struct, IRowReader, allows ref struct
    {
        ValueKind kind = row.GetKind(ordinal);
        if (kind == ValueKind.Null)
            return default;
        var json = new JsonCursor(kind == ValueKind.Blob ? row.GetBytes(ordinal) : row.GetUtf8(ordinal), JsonDialect.Python);
        try
        {
            T? value = codec.Read(ref json);
            json.ReadEnd();
            return value;
        }
        finally
        {
            json.Dispose();
        }
    }

    /// <summary>Parses the column of a member that can't be null.</summary>
    /// <exception cref="FormatException">The value is NULL or the text <c>null</c>.</exception>
    /// <exception cref="System.Text.Json.JsonException">The text is not valid JSON, or does not fit the type.</exception>
    public static T ReadRequiredJson<TRow, T>(scoped ref TRow row, int ordinal, JsonCodec<T> codec)
        where TRow : struct, IRowReader, allows ref struct
    {
        T? value = row.IsNull(ordinal) ? throw new FormatException(NullIsStored) : ReadJson(ref row, ordinal, codec);
        return value is null ? throw new FormatException(NullIsStored) : value;
    }

    /// <summary>As <see cref="ReadJsonColumn"/>, of a column that may hold JSON inside JSON strings.</summary>
    public static JsonColumn<T> ReadNestedJsonColumn<TRow, T>(scoped ref TRow row, int ordinal, string sessionId, string column, JsonCodec<T> codec)
        where TRow : struct, IRowReader, allows ref struct
    {
        ValueKind kind = row.GetKind(ordinal);
        if (kind == ValueKind.Null)
            return new(JsonCell<T>.StoredNull);
        byte[] stored = (kind == ValueKind.Blob ? row.GetBytes(ordinal) : row.GetUtf8(ordinal)).ToArray();
        return new(new JsonCell<T>(stored, kind, new(row.TableName, sessionId, column), codec) { IsNested = true });
    }

    /// <summary>As <see cref="ReadJson"/>, of a column that may hold JSON inside JSON strings.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text is not valid JSON, or does not fit the type.</exception>
    public static T? ReadNestedJson<TRow, T>(scoped ref TRow row, int ordinal, JsonCodec<T> codec)
        where TRow : struct, IRowReader, allows ref struct
    {
        ValueKind kind = row.GetKind(ordinal);
        if (kind == ValueKind.Null)
            return default;
        Utf8Buffer scratch = Utf8Buffer.Rent();
        var json = new JsonCursor(NestedJson.Unwrap(kind == ValueKind.Blob ? row.GetBytes(ordinal) : row.GetUtf8(ordinal), scratch), JsonDialect.Python);
        try
        {
            T? value = codec.Read(ref json);
            json.ReadEnd();
            return value;
        }
        finally
        {
            json.Dispose();
            scratch.Return();
        }
    }

    /// <summary>As <see cref="ReadRequiredJson"/>, of a column that may hold JSON inside JSON strings.</summary>
    /// <exception cref="FormatException">The value is NULL or the text <c>null</c>.</exception>
    /// <exception cref="System.Text.Json.JsonException">The text is not valid JSON, or does not fit the type.</exception>
    public static T ReadRequiredNestedJson<TRow, T>(scoped ref TRow row, int ordinal, JsonCodec<T> codec)
        where TRow : struct, IRowReader, allows ref struct
    {
        T? value = row.IsNull(ordinal) ? throw new FormatException(NullIsStored) : ReadNestedJson(ref row, ordinal, codec);
        return value is null ? throw new FormatException(NullIsStored) : value;
    }

    private const string NullIsStored = "null is stored, and the member can't be null: declare it nullable.";
}
