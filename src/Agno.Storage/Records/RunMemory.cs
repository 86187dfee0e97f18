using System.ComponentModel;

namespace Agno.Storage.Records;

/// <summary>
/// What a session knows of its stored runs, so that storing it touches only those that changed. A field of generated code; copies of a session share it, and it never tells
/// sessions apart.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct RunMemory : IEquatable<RunMemory>
{
    // By the table, then by the run's id: a session that is stored in a second table is still known in the first.
    private Dictionary<object, Dictionary<string, StoredRun>>? _tables;

    internal void Add(StoredRun run)
    {
        Dictionary<object, Dictionary<string, StoredRun>> tables = LazyInitializer.EnsureInitialized(ref _tables)!;
        lock (tables)
        {
            if (!tables.TryGetValue(run.Origin.Table, out Dictionary<string, StoredRun>? runs))
                tables.Add(run.Origin.Table, runs = []);
            runs[run.RunId] = run;
        }
    }

    /// <summary>What is known of a run in a table; what is known of it in another where nothing is; null where it was in none.</summary>
    internal readonly StoredRun? Find(object table, string sessionId, string runId)
    {
        if (_tables is not { } tables)
            return null;
        StoredRun? found = null;
        lock (tables)
        {
            foreach ((object known, Dictionary<string, StoredRun> runs) in tables)
                if ((found is null || known == table) && runs.TryGetValue(runId, out StoredRun? run) && run.SessionId == sessionId)
                    found = run;
        }
        return found;
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
