namespace Agno.Storage.Benchmarks.Workload;

/// <summary>What a message's text is made of.</summary>
public enum ContentStyle
{
    /// <summary>English prose with a line break or a quoted word now and then.</summary>
    Prose,

    /// <summary>Source code: every few characters need an escape.</summary>
    Code,

    /// <summary>Chinese and Japanese, three bytes a character.</summary>
    EastAsian,
}

/// <summary>How large a session's memory is, and what it is made of.</summary>
/// <param name="Name">As reports name it.</param>
/// <param name="Runs">How many runs the memory holds.</param>
/// <param name="Messages">How many messages each run holds.</param>
/// <param name="ContentLength">How many characters each message has.</param>
/// <param name="Rows">How many sessions a database of this size holds.</param>
/// <param name="Style">What each message's text is made of.</param>
/// <param name="IsSpaced">Whether the text is as Python writes it: spaces after commas and colons, escapes beyond ASCII.</param>
public sealed record PayloadSize(string Name, int Runs, int Messages, int ContentLength, int Rows, ContentStyle Style = ContentStyle.Prose, bool IsSpaced = false)
{
    public static PayloadSize Small { get; } = new("1KB", 1, 4, 138, 2000);

    public static PayloadSize Typical { get; } = new("17KB", 10, 4, 310, 1000);

    public static PayloadSize Large { get; } = new("200KB", 120, 4, 310, 200);

    /// <summary>The typical one in Chinese and Japanese, three bytes a character.</summary>
    public static PayloadSize NonAscii { get; } = new("nonascii", 10, 4, 310, 400, ContentStyle.EastAsian);

    /// <summary>The sizes that every operation is measured with.</summary>
    public static IReadOnlyList<PayloadSize> All { get; } = [Small, Typical, Large, NonAscii];

    /// <summary>What only JSON reading and writing is measured with.</summary>
    public static IReadOnlyList<PayloadSize> JsonOnly { get; } =
    [
        new("spaced", 10, 4, 310, 64, IsSpaced: true),
        new("escapes", 10, 4, 310, 64, ContentStyle.Code),
        new("cjk-py", 10, 4, 310, 64, ContentStyle.EastAsian, IsSpaced: true),
        new("string", 1, 1, 200_000, 16),
    ];

    /// <summary>About how many characters a memory has.</summary>
    public int Characters => Runs * Messages * (ContentLength + 100);

    public override string ToString() => Name;
}
