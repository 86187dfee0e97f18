namespace Agno.Storage.Generators.Model;

/// <summary>The member of a record that holds its runs.</summary>
internal sealed record RunsModel
{
    /// <summary>The member's name, escaped where it is a keyword.</summary>
    public required string Member { get; init; }

    /// <summary>The column that the member would be stored in, were its list JSON.</summary>
    public required string ListColumn { get; init; }

    /// <summary>The name that <c>[FormerName]</c> gives, or null.</summary>
    public required string? FormerName { get; init; }

    /// <summary>A column of the mode that may hold runs from before they were rows, and is read beside those; null for none.</summary>
    public required string? LegacyColumn { get; init; }

    /// <summary>The type of a run.</summary>
    public required string RunType { get; init; }

    /// <summary>The codec of a run's JSON, as generated code names it.</summary>
    public required string JsonCodec { get; init; }

    /// <summary>Whether a run is a <c>JsonColumn</c>, which is parsed when asked.</summary>
    public required bool IsLazy { get; init; }

    /// <summary>Whether the member takes a <c>List</c> as it is; otherwise its elements are copied into a collection of the member's type.</summary>
    public required bool TakesList { get; init; }

    /// <summary>Whether a session that was read gets its runs in a copy, because its member can't be set later.</summary>
    public required bool IsCopied { get; init; }

    /// <summary>Whether the table is Agno's own, with the layout's columns, keys and indexes.</summary>
    public required bool IsAgnos { get; init; }
}
