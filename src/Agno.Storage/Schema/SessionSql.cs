using System.Collections.Immutable;

namespace Agno.Storage.Schema;

/// <summary>
/// The SQL of one record in one dialect, for one table. Generated as text at build time, so that it can be read there;
/// parameters are numbered, columns are at fixed ordinals.
/// </summary>
public sealed class SessionSql
{
    /// <summary>Creates the table; no error where it exists.</summary>
    public required string CreateTable { get; init; }

    /// <summary>Create the indexes of <see cref="SessionTable.Indexes"/>, in that order; no error where they exist.</summary>
    public required ImmutableArray<string> CreateIndexes { get; init; }

    /// <summary>
    /// Add one column each, in the order of <see cref="SessionTable.Columns"/>. Null where a column can't be added to
    /// a table that exists: the primary key, and NOT NULL columns, for which stored rows have no value.
    /// </summary>
    public required ImmutableArray<string?> AddColumns { get; init; }

    /// <summary>Drops the table.</summary>
    public required string DropTable { get; init; }

    /// <summary>Reads the row of session ?1.</summary>
    public required string Read { get; init; }

    /// <summary>Reads the row of session ?1 if it is user ?2's.</summary>
    public required string ReadOfUser { get; init; }

    /// <summary>
    /// Inserts the row (?1 is ordinal 0, and so on), or updates everything but session_id and created_at.
    /// Returns the stored created_at; also updated_at where that may be another than the row's, and the version where the record has one. Returns nothing where the stored session is of another type, another user's
    /// and the table's layout forbids to take it, or of another version than the row's.
    /// </summary>
    public required string Upsert { get; init; }

    /// <summary>
    /// As <see cref="Upsert"/>, but leaves a session whose user, or another reference of the mode, is not the row's, and returns nothing then. For engines to try first where setting an
    /// indexed column writes its index anew even if it stays the same.
    /// </summary>
    public required string UpsertInPlace { get; init; }

    /// <summary>As <see cref="Upsert"/>, but leaves a session of another user's than the row's.</summary>
    public required string UpsertOfUser { get; init; }

    /// <summary>Inserts the row. Returns what <see cref="Upsert"/> does; nothing where there is a session with its id.</summary>
    public required string Insert { get; init; }

    /// <summary>Updates everything but session_id and created_at. Returns what <see cref="Upsert"/> does; nothing where there is no such session either.</summary>
    public required string Replace { get; init; }

    /// <summary>As <see cref="Replace"/>, but leaves a session of another user's than the row's.</summary>
    public required string ReplaceOfUser { get; init; }

    /// <summary>Inserts the row, or updates everything but session_id, created_at and the version included. Returns what <see cref="Upsert"/> does.</summary>
    public required string Import { get; init; }

    /// <summary>As <see cref="Import"/>, but leaves a session of another user's than the row's, and returns nothing then.</summary>
    public required string ImportOfUser { get; init; }

    /// <summary>Deletes session ?1.</summary>
    public required string Delete { get; init; }

    /// <summary>Deletes session ?1 if it is user ?2's.</summary>
    public required string DeleteOfUser { get; init; }

    /// <summary>
    /// The head of a list of rows: SELECT with every column of the row, FROM, and WHERE with the session type where the table has one.
    /// A filter's predicates, order and limit follow.
    /// </summary>
    public required string SelectRows { get; init; }

    /// <summary>The head of a list of session ids, each with its created_at, which the list is ordered by.</summary>
    public required string SelectIds { get; init; }

    /// <summary>The SQL of the record's runs; null where they have no table of their own.</summary>
    public RunSql? Runs { get; init; }
}
