using Agno.Storage.Schema;

namespace Agno.Storage;

/// <summary>A stored table does not fit the record. It was not changed.</summary>
public sealed class SchemaException : StorageException
{
    /// <summary>Creates an exception with a message and the differences that were found, if a comparison was made.</summary>
    public SchemaException(string message, SchemaDiff? diff = null)
        : base(message) => Diff = diff;

    /// <summary>How the stored table differs from the record. Null if it was not compared, for example because the table has a newer version.</summary>
    public SchemaDiff? Diff { get; }
}
