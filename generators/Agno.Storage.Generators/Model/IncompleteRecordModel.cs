namespace Agno.Storage.Generators.Model;

/// <summary>A record with an error, as far as code can stand in for what is generated without it: so that nothing else in the project breaks.</summary>
internal sealed record IncompleteRecordModel
{
    /// <summary>The record's name as a file's.</summary>
    public required string HintName { get; init; }

    /// <summary>The namespace, or null for the global one.</summary>
    public required string? Namespace { get; init; }

    /// <summary>How each containing type is opened, outermost first.</summary>
    public required EquatableArray<string> ContainingTypes { get; init; }

    /// <summary>How the record itself is opened.</summary>
    public required string Declaration { get; init; }

    /// <summary>The record's name.</summary>
    public required string Name { get; init; }

    /// <summary>The record's type as generated code names it.</summary>
    public required string Type { get; init; }

    /// <summary>The members that its mode needs and that it does not declare.</summary>
    public required EquatableArray<ColumnModel> Members { get; init; }

    /// <summary>Whether it has no member of the resolver's name.</summary>
    public required bool HasResolver { get; init; }
}
