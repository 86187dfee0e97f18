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

    /// <summary>How many runs are read at most; null for all.</summary>
    public int? Count => _count == 0 ? null : _count == Nothing ? 0 : _count;

    /// <summary>
    /// Told of each run that can't be read, which the session is then read without: <c>RunWindow.All with { OnUnreadable = report }</c>. Storing the session leaves such a run as it
    /// is. Null: reading the session throws. The exception names the run.
    /// </summary>
    public Action<StorageException>? OnUnreadable { get; init; }

    /// <summary>
    /// The last runs that count, as Agno has it: those that are no part of another run, and whose status is none of PAUSED, CANCELLED, ERROR and REGENERATED. They come in their
    /// order, the last one last.
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
