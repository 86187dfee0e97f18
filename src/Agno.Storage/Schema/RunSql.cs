using System.Collections.Immutable;

namespace Agno.Storage.Schema;

/// <summary>
/// The SQL of a record's runs in one dialect, for one table. Where a statement takes a whole row, ?1 is ordinal 0 of <see cref="RunTable.Columns"/>, and so on; rows that are
/// read have those columns in that order.
/// </summary>
public sealed class RunSql
{
    /// <summary>Creates the table; no error where it exists.</summary>
    public required string CreateTable { get; init; }

    /// <summary>Create the indexes; no error where they exist.</summary>
    public required ImmutableArray<string> CreateIndexes { get; init; }

    /// <summary>Drops the table.</summary>
    public required string DropTable { get; init; }

    /// <summary>Gives a row where there is a session ?1 of the record's type.</summary>
    public required string SessionExists { get; init; }

    /// <summary>As <see cref="SessionExists"/>, if it is user ?2's.</summary>
    public required string SessionExistsOfUser { get; init; }

    /// <summary>As <see cref="SessionExists"/>, if it is a user's other than ?2.</summary>
    public required string SessionExistsOfAnother { get; init; }

    /// <summary>Counts a change of a run as a change of its session ?1: sets updated_at to ?2 and counts the version up where the record has one.</summary>
    public required string Touch { get; init; }

    /// <summary>Reads the runs of session ?1.</summary>
    public required string ReadAll { get; init; }

    /// <summary>Reads at most ?4 runs of session ?1: of those without an index the ones behind created_at ?2 and run ?3, then those with one.</summary>
    public required string ReadFirst { get; init; }

    /// <summary>Reads at most ?5 runs of session ?1 behind the place of index ?2, created_at ?3 and run ?4.</summary>
    public required string ReadAfter { get; init; }

    /// <summary>Reads the last ?2 runs of session ?1 that a window counts, last first.</summary>
    public required string ReadLast { get; init; }

    /// <summary>Reads run ?2 of session ?1.</summary>
    public required string ReadOne { get; init; }

    /// <summary>Reads the index and created_at of run ?2 of session ?1.</summary>
    public required string ReadPlace { get; init; }

    /// <summary>Reads the highest index below ?2 that a run of session ?1 has; NULL where none has.</summary>
    public required string ReadIndexBefore { get; init; }

    /// <summary>Gives run ?2 of session ?1 the index ?3.</summary>
    public required string Move { get; init; }

    /// <summary>Inserts the row behind the session's other runs, or at its own index where it has one. Returns the index; nothing where there is a run with its id.</summary>
    public required string Insert { get; init; }

    /// <summary>Updates what a run's end changes in the run of the row's id and session: status, data, user, parent, updated_at. Returns its index; nothing where there is none.</summary>
    public required string Update { get; init; }

    /// <summary>As <see cref="Update"/>, unless the same data is stored.</summary>
    public required string UpdateChanged { get; init; }

    /// <summary>Inserts the row or updates the whole of it. Returns its id; nothing where the run is another session's.</summary>
    public required string Import { get; init; }

    /// <summary>Deletes run ?2 of session ?1.</summary>
    public required string Delete { get; init; }

    /// <summary>Deletes the runs of session ?1.</summary>
    public required string DeleteAll { get; init; }

    /// <summary>The column of the session's own row that may hold runs from before they were rows; null where the layout never had them there.</summary>
    public string? LegacyColumn { get; init; }

    /// <summary>Reads <see cref="LegacyColumn"/> of session ?1; null where there is none.</summary>
    public string? ReadLegacy { get; init; }
}
