using System.Collections.Immutable;

namespace Agno.Storage.Schema;

/// <summary>How a stored table differs from a record's <see cref="SessionTable"/>.</summary>
public sealed record SchemaDiff
{
    /// <summary>Columns of the record that the table lacks.</summary>
    public required ImmutableArray<TableColumn> MissingColumns { get; init; }

    /// <summary>Columns of the table that the record does not know. They keep their values.</summary>
    public required ImmutableArray<string> UnknownColumns { get; init; }

    /// <summary>What keeps the record from being stored in the table at all, one sentence each: a column of a type that changes values, no unique session_id.</summary>
    public required ImmutableArray<string> Conflicts { get; init; }

    /// <summary>Whether the record can be stored in the table as it stands.</summary>
    public bool IsCompatible => MissingColumns.IsEmpty && Conflicts.IsEmpty;
}
