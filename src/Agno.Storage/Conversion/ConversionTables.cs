namespace Agno.Storage;

/// <summary>The tables that a conversion reads or writes: those of a layout, in the storage that converts unless another is named.</summary>
/// <param name="Layout">The layout. It stands for its tables by their own names.</param>
public sealed record ConversionTables(SessionLayout Layout)
{
    /// <summary>Where the tables are; null for the storage that converts.</summary>
    public ISessionStorage? Storage { get; init; }

    /// <summary>The one table of layouts 2 and 3; null for <c>agno_sessions</c>.</summary>
    public string? Sessions { get; init; }

    /// <summary>Layout 1's table of agents; null for <c>agent_sessions</c>.</summary>
    public string? Agents { get; init; }

    /// <summary>Layout 1's table of teams; null for <c>team_sessions</c>.</summary>
    public string? Teams { get; init; }

    /// <summary>
    /// Layout 1's table of class-based workflows; null for <c>workflow_sessions</c>. Later layouts do not tell the two kinds of workflows apart: they go back to the table that holds
    /// their session, else to that of step-based workflows, or to this one where only it is named.
    /// </summary>
    public string? Workflows { get; init; }

    /// <summary>Layout 1's table of step-based workflows; null for <c>workflow_v2_sessions</c>.</summary>
    public string? StepWorkflows { get; init; }

    /// <summary>The tables of a layout by their own names.</summary>
    public static implicit operator ConversionTables(SessionLayout layout) => new(layout);

    /// <exception cref="ArgumentException">A table is named that the layout does not have.</exception>
    internal void Check(string parameter)
    {
        bool isWrong = Layout == SessionLayout.V1 ? Sessions is not null : (Agents ?? Teams ?? Workflows ?? StepWorkflows) is not null;
        if (isWrong)
            throw new ArgumentException($"Layout {Layout} has {(Layout == SessionLayout.V1 ? "a table for each mode: name Agents, Teams, Workflows or StepWorkflows" : "one table: name Sessions")}.", parameter);
    }
}
