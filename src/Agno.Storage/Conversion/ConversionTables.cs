namespace Agno.Storage;

/// <summary>The tables that a conversion reads or writes: those of a layout, in the storage that converts unless another is named.</summary>
/// <param name="Layout">The layout. It stands for its tables by their own names.</param>
public sealed record ConversionTables(SessionLayout Layout)
{
    /// <summary>Where the tables are; null for the storage that converts.</summary>
    public ISessionStorage? Storage { get; init; }

    /// <summary>The table of the agents' sessions; null for the layout's own name.</summary>
    public string? Agents { get; init; }

    /// <summary>The table of the teams' sessions; null for the layout's own name.</summary>
    public string? Teams { get; init; }

    /// <summary>The table of the workflows' sessions, in layout 1 of class-based ones; null for the layout's own name.</summary>
    public string? Workflows { get; init; }

    /// <summary>The table of the step-based workflows' sessions, which only layout 1 has apart; null for the layout's own name.</summary>
    public string? StepWorkflows { get; init; }

    /// <summary>The tables of a layout by their own names.</summary>
    public static implicit operator ConversionTables(SessionLayout layout) => new(layout);
}
