using Agno.Storage.Schema;

namespace Agno.Storage.Records;

/// <summary>
/// One row of an engine, as generated code reads it. Spans are valid until the next call for the same column or the row's end.
/// Implemented by a struct of each engine, so that every call is direct.
/// </summary>
public interface IRowReader
{
    /// <summary>The name of the table that the row came from.</summary>
    string TableName { get; }

    /// <summary>How the value at <paramref name="ordinal"/> is stored in this row; a column's declared type does not bind it.</summary>
    ValueKind GetKind(int ordinal);

    /// <summary>Whether the value is NULL.</summary>
    bool IsNull(int ordinal);

    /// <summary>The value as an integer.</summary>
    /// <exception cref="FormatException">The value is not an integer.</exception>
    long GetInt64(int ordinal);

    /// <summary>The value as a number; integers are widened.</summary>
    /// <exception cref="FormatException">The value is not a number.</exception>
    double GetDouble(int ordinal);

    /// <summary>The value's UTF-8 text; of a number, its shortest text that reads back as the same number. NULL gives an empty span.</summary>
    /// <exception cref="FormatException">The value is a blob.</exception>
    ReadOnlySpan<byte> GetUtf8(int ordinal);

    /// <summary>The value's text.</summary>
    /// <exception cref="FormatException">The value is NULL, a blob, or no valid UTF-8.</exception>
    string GetString(int ordinal);

    /// <summary>The value's bytes: of a blob as stored, of text its UTF-8.</summary>
    /// <exception cref="FormatException">The value is a number.</exception>
    ReadOnlySpan<byte> GetBytes(int ordinal);
}
