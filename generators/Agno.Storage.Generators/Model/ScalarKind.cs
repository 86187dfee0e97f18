namespace Agno.Storage.Generators.Model;

/// <summary>How a member's value becomes a column's: the <c>Scalar</c> method pair that generated code calls.</summary>
internal enum ScalarKind
{
    /// <summary>The column is JSON.</summary>
    None,
    String,
    Char,
    Boolean,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Single,
    Double,
    Decimal,
    Guid,
    DateTime,
    DateTimeOffset,
    DateOnly,
    TimeOnly,
    TimeSpan,
    Bytes,
    Uri,

    /// <summary>An enum by its number.</summary>
    EnumNumber,

    /// <summary>An enum by the names that its string converter gives.</summary>
    EnumName,

    /// <summary>A DateTimeOffset as Unix seconds: created_at and updated_at.</summary>
    UnixSeconds,
}
