using Agno.Storage.Schema;

namespace Agno.Storage;

/// <summary>A stored table does not fit the record, and was left as it is.</summary>
public sealed class SchemaException : StorageException
{
    /// <summary>Creates an exception with a message and the differences that were found, if a comparison was made.</summary>
    public SchemaException(string message, SchemaDiff? diff = null)
        : base(message) => Diff = diff;

    /// <summary>How the stored table differs from the record; null where it was not compared, as with a table of a newer version.</summary>
    public SchemaDiff? Diff { get; }
}
