namespace Agno.Storage.Sqlite.Connections;

/// <summary>
/// The caller's own code, run in the middle of a write. What it writes to the same database would wait for a write that waits for it, also on another thread: it is refused
/// instead.
/// </summary>
internal readonly struct Callback : IDisposable
{
    private static readonly AsyncLocal<Frame?> s_current = new();

    private readonly Frame? _outer;

    private Callback(Frame? outer) => _outer = outer;

    /// <summary>Begins to run it; it ends when the scope is disposed of.</summary>
    /// <param name="writer">The connection of the write.</param>
    /// <param name="name">What it is, for errors.</param>
    public static Callback Begin(Connection writer, string name)
    {
        Frame? outer = s_current.Value;
        s_current.Value = new(writer, name, outer);
        return new(outer);
    }

    /// <summary>Fails where this is called within one of the writer's writes.</summary>
    /// <exception cref="InvalidOperationException">It is.</exception>
    public static void ThrowIfWithin(Connection writer)
    {
        for (Frame? frame = s_current.Value; frame is not null; frame = frame.Outer)
            if (frame.Writer == writer)
                throw new InvalidOperationException($"{frame.Name} can't write to the same database, begin a transaction there or close it, because that would wait for its own end: do that once it has returned.");
    }

    public void Dispose() => s_current.Value = _outer;

    private sealed record Frame(Connection Writer, string Name, Frame? Outer);
}
