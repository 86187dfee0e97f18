namespace Agno.Storage.Generators.Model;

/// <summary>A session record as the emitters need it: plain data, equal when the generated code would be.</summary>
internal sealed record SessionRecordModel
{
    /// <summary>The record's name as a file's: namespace, containing types and name.</summary>
    public required string HintName { get; init; }

    /// <summary>The record's name as metadata has it, by which its symbol is found.</summary>
    public required string MetadataName { get; init; }

    /// <summary>The namespace, or null for the global one.</summary>
    public required string? Namespace { get; init; }

    /// <summary>How each containing type is opened, outermost first: <c>partial class Outer</c>.</summary>
    public required EquatableArray<string> ContainingTypes { get; init; }

    /// <summary>How the record itself is opened: <c>partial record SupportSession</c>.</summary>
    public required string Declaration { get; init; }

    /// <summary>The record's name, escaped where it is a keyword.</summary>
    public required string Name { get; init; }

    /// <summary>The record's type as generated code names it.</summary>
    public required string Type { get; init; }

    /// <summary>What the names begin with that generated code declares among the record's members.</summary>
    public required string Prefix { get; init; }

    /// <summary>The name of the <c>StorageMode</c> member.</summary>
    public required string Mode { get; init; }

    /// <summary>The name of the <c>SessionLayout</c> member.</summary>
    public required string Layout { get; init; }

    /// <summary>What the session_type column says; null where the layout has no such column.</summary>
    public required string? SessionType { get; init; }

    public required string Table { get; init; }

    public required int Version { get; init; }

    /// <summary>The record's own columns, at their ordinals.</summary>
    public required EquatableArray<ColumnModel> Columns { get; init; }

    /// <summary>The member that holds the runs; null where none does.</summary>
    public required RunsModel? Runs { get; init; }

    /// <summary>Columns of the mode that the record does not declare.</summary>
    public required EquatableArray<UndeclaredColumnModel> UndeclaredColumns { get; init; }

    /// <summary>The columns of each index.</summary>
    public required EquatableArray<IndexModel> Indexes { get; init; }

    /// <summary>The names that <c>[SessionDropped]</c> gives.</summary>
    public EquatableArray<string> Dropped { get; init; }

    /// <summary>The methods that carry <c>[SessionBackfill]</c>.</summary>
    public EquatableArray<BackfillModel> Backfills { get; init; }

    /// <summary>The versions of the snapshot file; none where the record has no such file.</summary>
    public EquatableArray<HistoryVersionModel> History { get; init; }

    /// <summary>For each parameter of the constructor that reading calls, the ordinal of the column that it takes.</summary>
    public required EquatableArray<int> ConstructorOrdinals { get; init; }

    /// <summary>The types of the record's JSON.</summary>
    public required EquatableArray<JsonTypeModel> JsonTypes { get; init; }

    /// <summary>The user's <c>JsonSerializerContext</c>, or null.</summary>
    public required string? JsonContext { get; init; }

    /// <summary>Whether the context has options that change what JSON looks like, so that System.Text.Json does all of the record's.</summary>
    public required bool HasJsonOptions { get; init; }

    /// <summary>Whether the times are stamped by a <c>with</c> expression instead of in place.</summary>
    public required bool StampsCopies { get; init; }
}

/// <summary>A column that the table has for other programs.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Kind">The name of the <c>ColumnKind</c> member.</param>
internal sealed record UndeclaredColumnModel(string Name, string Kind);

/// <summary>An index, by its columns.</summary>
internal sealed record IndexModel(EquatableArray<string> Columns);
