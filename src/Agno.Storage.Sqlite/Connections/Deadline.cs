namespace Agno.Storage.Sqlite.Connections;

/// <summary>Until when a call waits for others: for a place, for the lane and for SQLite's lock together, counted from the call's start.</summary>
internal readonly struct Deadline
{
    // Milliseconds of a clock that costs next to nothing to read.
    private readonly long _end;

    private Deadline(long end) => _end = end;

    /// <summary>How many milliseconds are left; 0 where the time is over.</summary>
    public int Left => LeftUntil(_end);

    /// <summary>Counts from now.</summary>
    /// <param name="milliseconds">How long the call waits.</param>
    public static Deadline In(int milliseconds) => new(Environment.TickCount64 + milliseconds);

    /// <summary>How many milliseconds would be left if it were so much later.</summary>
    public int LeftAfter(int milliseconds) => LeftUntil(_end + milliseconds);

    /// <summary>How many milliseconds are left until a time of <see cref="Environment.TickCount64"/>.</summary>
    public static int LeftUntil(long end) => (int)Math.Clamp(end - Environment.TickCount64, 0, int.MaxValue);

    /// <summary>The one of the two that ends first.</summary>
    public static Deadline First(Deadline one, Deadline other) => one._end <= other._end ? one : other;

    /// <summary>Whether this one ends no later than another.</summary>
    public bool IsWithin(Deadline other) => _end <= other._end;
}
