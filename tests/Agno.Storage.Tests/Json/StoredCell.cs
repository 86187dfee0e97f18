using System.Text;
using Agno.Storage.Json;
using Agno.Storage.Records;
using Agno.Storage.Schema;

namespace Agno.Storage.Tests.Json;

/// <summary>A row of one column, as an engine gives it.</summary>
internal readonly struct StoredCell(ValueKind kind, byte[] bytes) : IRowReader
{
    public string TableName => "sessions";

    public ValueKind GetKind(int ordinal) => kind;

    public bool IsNull(int ordinal) => kind == ValueKind.Null;

    public long GetInt64(int ordinal) => throw new NotSupportedException();

    public double GetDouble(int ordinal) => throw new NotSupportedException();

    public ReadOnlySpan<byte> GetUtf8(int ordinal) => bytes;

    public string GetString(int ordinal) => throw new NotSupportedException();

    public ReadOnlySpan<byte> GetBytes(int ordinal) => bytes;

    public static JsonColumn<T> Read<T>(string text, JsonCodec<T> codec, ValueKind kind = ValueKind.Text) => Read(Encoding.UTF8.GetBytes(text), codec, kind);

    public static JsonColumn<T> Read<T>(byte[] text, JsonCodec<T> codec, ValueKind kind = ValueKind.Text)
    {
        var row = new StoredCell(kind, text);
        return RowReaderExtensions.ReadJsonColumn(ref row, 0, "session-1", "memory", codec);
    }
}
