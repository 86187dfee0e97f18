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
}
