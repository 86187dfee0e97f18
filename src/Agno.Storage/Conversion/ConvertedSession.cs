using System.Collections.Immutable;

namespace Agno.Storage;

/// <summary>What a conversion did with one session.</summary>
public enum ConversionOutcome
{
    /// <summary>It was stored in the new layout.</summary>
    Converted,

    /// <summary>It was there already, damaged by one of Agno's own conversions, and was repaired.</summary>
    Mended,

    /// <summary>It was there already, and was left as it is: converted earlier, and perhaps used since.</summary>
    Unchanged,

    /// <summary>It was not stored: <see cref="ConvertedSession.Losses"/> says why.</summary>
    Skipped,
}

/// <summary>A step of a conversion: one session, what became of it, and how far the conversion is.</summary>
public sealed record ConvertedSession
{
    /// <summary>The session's id.</summary>
    public required string SessionId { get; init; }

    /// <summary>The kind of session it was.</summary>
    public required StorageMode Mode { get; init; }

    /// <summary>What was done.</summary>
    public required ConversionOutcome Outcome { get; init; }

    /// <summary>What the session holds that the new layout has no place for, or why it was skipped; one sentence each. Empty where nothing was lost.</summary>
    public required ImmutableArray<string> Losses { get; init; }

    /// <summary>How many sessions are done, this one included.</summary>
    public required int Done { get; init; }

    /// <summary>How many sessions there are to convert.</summary>
    public required int Total { get; init; }
}
