namespace Agno.Storage;

/// <summary>What a conversion does beside converting sessions that are not in the target yet.</summary>
public sealed record ConversionOptions
{
    /// <summary>
    /// Whether sessions that are in the target already are repaired where one of Agno's own conversions damaged them: columns that are encoded once too often, and runs that are missing as a whole,
    /// which come back from the source. Runs that somebody deleted look the same, and come back too. False by default: then such sessions stay exactly as they are. From a table's layout to
    /// itself, the repair is all that a conversion does, and needs no option.
    /// </summary>
    public bool RepairExisting { get; init; }
}
