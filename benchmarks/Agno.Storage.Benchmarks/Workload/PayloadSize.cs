namespace Agno.Storage.Benchmarks.Workload;

/// <summary>How large a session's memory is.</summary>
/// <param name="Name">As reports name it.</param>
/// <param name="Runs">How many runs the memory holds.</param>
/// <param name="Messages">How many messages each run holds.</param>
/// <param name="ContentLength">How many characters each message has.</param>
/// <param name="Rows">How many sessions a database of this size holds.</param>
public sealed record PayloadSize(string Name, int Runs, int Messages, int ContentLength, int Rows)
{
    public static PayloadSize Small { get; } = new("1KB", 1, 4, 138, 2000);

    public static PayloadSize Typical { get; } = new("17KB", 10, 4, 310, 1000);

    public static IReadOnlyList<PayloadSize> All { get; } = [Small, Typical];

    public override string ToString() => Name;
}
