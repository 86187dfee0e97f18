using System.ComponentModel;

namespace Agno.Storage.Records;

/// <summary>
/// What a session knows of its stored runs, so that storing it touches only those that changed. A field of generated code; copies of a session share it, and it never tells
/// sessions apart.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct RunMemory : IEquatable<RunMemory>
{
    private Dictionary<string, StoredRun>? _runs;

    internal void Add(StoredRun run)
    {
        Dictionary<string, StoredRun> runs = LazyInitializer.EnsureInitialized(ref _runs)!;
        lock (runs)
            runs[run.RunId] = run;
    }

    internal readonly StoredRun? Find(string sessionId, string runId)
    {
        if (_runs is not { } runs)
            return null;
        lock (runs)
            return runs.TryGetValue(runId, out StoredRun? run) && run.SessionId == sessionId ? run : null;
    }

    /// <summary>True: what a session remembers is no part of its value.</summary>
    public readonly bool Equals(RunMemory other) => true;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is RunMemory;

    /// <inheritdoc/>
    public override readonly int GetHashCode() => 0;

    /// <summary>True.</summary>
    public static bool operator ==(RunMemory left, RunMemory right) => left.Equals(right);

    /// <summary>False.</summary>
    public static bool operator !=(RunMemory left, RunMemory right) => !left.Equals(right);
}

/// <summary>Gives the field of a session that remembers its runs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate ref RunMemory RunMemoryOf<TSession>(TSession session);
