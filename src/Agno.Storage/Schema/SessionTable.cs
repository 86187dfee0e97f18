using System.Collections.Immutable;

namespace Agno.Storage.Schema;

/// <summary>The shape of a session record's table. Generated once for each record; the same for every engine.</summary>
public sealed class SessionTable
{
    /// <summary>The table's name unless a store is opened with another one.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of session.</summary>
    public required StorageMode Mode { get; init; }

    /// <summary>The version of Agno that the table is shared with.</summary>
    public SessionLayout Layout { get; init; }

    /// <summary>What <c>session_type</c> says of the record's sessions, as in <c>agent</c>; null where the table holds no others, in <see cref="SessionLayout.V1"/>.</summary>
    public string? SessionType { get; init; }

    /// <summary>The version of the record's schema, 1 or more.</summary>
    public required int Version { get; init; }

    /// <summary>
    /// The columns, <c>session_id</c> first. The first <see cref="RowLength"/> are the record's own, at the ordinals that
    /// reading and writing use; the rest are columns of the mode that the record does not declare: they are created, so that
    /// Python can read the table, and never touched, except that inserting fills the one of role <see cref="ColumnRole.SessionType"/>.
    /// </summary>
    public required ImmutableArray<TableColumn> Columns { get; init; }

    /// <summary>How many columns a row has when it is written or read: the record's own.</summary>
    public required int RowLength { get; init; }

    /// <summary>The indexes.</summary>
    public required ImmutableArray<TableIndex> Indexes { get; init; }

    /// <summary>
    /// Columns that are not the record's, and in which an earlier program may have stored the sessions' runs as a JSON list: those named as the member with
    /// <see cref="SessionRunsAttribute"/>. Empty where the record has no such member.
    /// </summary>
    public ImmutableArray<string> ListColumns { get; init; } = [];

    /// <summary>
    /// The versions of the record's snapshot file, oldest first, each with the steps that lead to it; the last is <see cref="Version"/>. Empty where
    /// the record has no such file: then missing columns are added, and nothing else is changed.
    /// </summary>
    public ImmutableArray<SchemaVersion> History { get; init; } = [];

    /// <summary>The oldest version whose programs can go on reading and writing a table of this one; <see cref="Version"/> where none can.</summary>
    public int OldestCompatibleVersion
    {
        get
        {
            int oldest = Version;
            for (int i = History.Length - 1; i > 0 && History[i].IsAdditive; i--)
                oldest = History[i - 1].Number;
            return oldest;
        }
    }

    /// <summary>The ordinal of the column with the given role; -1 where the record has none.</summary>
    public int OrdinalOf(ColumnRole role)
    {
        for (int i = 0; i < RowLength; i++)
            if (Columns[i].Role == role)
                return i;
        return -1;
    }
}
