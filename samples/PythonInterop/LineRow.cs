using System.Text;
using Agno.Storage.Records;
using Agno.Storage.Schema;

namespace PythonInterop;

/// <summary>A line's values by column ordinal, for a record to read itself from as it does from an engine's row.</summary>
internal readonly struct LineRow(string table, int length) : IRowReader
{
    private readonly (ValueKind Kind, long Integer, byte[] Text)[] _values = new (ValueKind, long, byte[])[length];

    public string TableName => table;

    public void SetNull(int ordinal) => _values[ordinal] = default;

    public void SetInt64(int ordinal, long value) => _values[ordinal] = (ValueKind.Integer, value, []);

    public void SetUtf8(int ordinal, byte[] value) => _values[ordinal] = (ValueKind.Text, 0, value);

    public ValueKind GetKind(int ordinal) => _values[ordinal].Kind;

    public bool IsNull(int ordinal) => GetKind(ordinal) == ValueKind.Null;

    public long GetInt64(int ordinal) => _values[ordinal].Integer;

    public double GetDouble(int ordinal) => GetInt64(ordinal);

    public ReadOnlySpan<byte> GetUtf8(int ordinal) => _values[ordinal].Text;

    public string GetString(int ordinal) => Encoding.UTF8.GetString(GetUtf8(ordinal));

    public ReadOnlySpan<byte> GetBytes(int ordinal) => GetUtf8(ordinal);
}
