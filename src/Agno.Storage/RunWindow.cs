namespace Agno.Storage;

/// <summary>Which of a session's runs are read with it.</summary>
public readonly record struct RunWindow
{
    private const int Nothing = -1;

    // The default reads all.
    private readonly int _count;

    private RunWindow(int count) => _count = count;

    /// <summary>Every run.</summary>
    public static RunWindow All => default;

    /// <summary>No run: only the session.</summary>
    public static RunWindow None => new(Nothing);

    /// <summary>The maximum number of runs. Null for all.</summary>
    public int? Count => _count == 0 ? null : _count == Nothing ? 0 : _count;

    /// <summary>
    /// Callback for each run that can't be read; the session is then read without it: <c>RunWindow.All with { OnUnreadable = report }</c>. Storing the session does not change such a
    /// run. When null, reading the session throws. The exception names the run.
    /// </summary>
    public Action<StorageException>? OnUnreadable { get; init; }

    /// <summary>
    /// The last runs that count, as Agno counts: runs that are not part of another run, and whose status is not PAUSED, CANCELLED, ERROR or REGENERATED. They keep their order, the
    /// newest last.
    /// </summary>
    /// <param name="count">How many; 0 for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static RunWindow Last(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new(count == 0 ? Nothing : count);
    }

    /// <inheritdoc/>
    public override string ToString() => Count switch { null => "all", 0 => "none", var count => $"last {count}" };
}
