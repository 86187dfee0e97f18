namespace Agno.Storage.Schema;

/// <summary>How a column's values are stored. Each engine maps a kind to a type of its own.</summary>
public enum ColumnKind
{
    /// <summary>A 64-bit integer.</summary>
    Integer,

    /// <summary>A double-precision number.</summary>
    Real,

    /// <summary>Text in UTF-8.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Blob,

    /// <summary>JSON text in UTF-8.</summary>
    Json,
}
