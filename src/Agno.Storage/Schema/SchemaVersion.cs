using System.Collections.Immutable;

namespace Agno.Storage.Schema;

/// <summary>A version that a record's table had or has.</summary>
/// <param name="Number">The version, 1 or more.</param>
/// <param name="Columns">The columns that a table of this version has, in no particular order.</param>
/// <param name="Steps">What makes this version out of the one before, in order; empty for the first.</param>
public sealed record SchemaVersion(int Number, ImmutableArray<TableColumn> Columns, ImmutableArray<SchemaStep> Steps)
{
    /// <summary>Whether a program of the version before can go on reading and writing a table of this one.</summary>
    public bool IsAdditive => Steps.All(step => step.IsAdditive);
}
