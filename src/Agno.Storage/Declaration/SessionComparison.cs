namespace Agno.Storage;

/// <summary>
/// How a member is compared with a query's parameter. Text is compared by its UTF-8 bytes; decimals, DateTimes and Uris are equal if C# says so, however they are spelled. Null is
/// equal to null, and can't be ordered.
/// </summary>
public enum SessionComparison
{
    /// <summary>The member is the parameter.</summary>
    Equal,

    /// <summary>The member is something else than the parameter.</summary>
    NotEqual,

    /// <summary>The member is less than the parameter.</summary>
    Below,

    /// <summary>The member is the parameter or less.</summary>
    AtMost,

    /// <summary>The member is more than the parameter.</summary>
    Above,

    /// <summary>The member is the parameter or more.</summary>
    AtLeast,

    /// <summary>The member is text that starts with the parameter.</summary>
    StartsWith,
}
