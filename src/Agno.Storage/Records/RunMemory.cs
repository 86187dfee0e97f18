using System.ComponentModel;
using Agno.Storage.Json;

namespace Agno.Storage.Records;

/// <summary>
/// What a session knows of its stored runs, so that storing it touches only those that changed. A field of generated code; copies of a session share it, and it never tells
/// sessions apart.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct RunMemory : IEquatable<RunMemory>
{
    // The table that the session was first seen in; the others follow it. A session that is stored in a second table is still known in the first.
    private StoredRuns? _first;

    internal void Add(StoredRun run)
    {
        StoredRuns first = _first ?? Interlocked.CompareExchange(ref _first, new(run.Origin.Table), null) ?? _first;
        lock (first)
        {
            StoredRuns runs = first;
            while (runs.Table != run.Origin.Table)
                runs = runs.Next ??= new(run.Origin.Table);
            runs.Add(run);
        }
    }

    /// <summary>What is known of a run in a table; what is known of it in another where nothing is; null where it was in none.</summary>
    internal readonly StoredRun? Find(object table, string sessionId, string runId)
    {
        if (_first is not { } first)
            return null;
        StoredRun? found = null;
        lock (first)
        {
            for (StoredRuns? runs = first; runs is not null; runs = runs.Next)
                if ((found is null || runs.Table == table) && runs.Find(runId) is { } run && run.SessionId == sessionId)
                    found = run;
        }
        return found;
    }

    /// <summary>True: what a session remembers is not part of its value.</summary>
    public readonly bool Equals(RunMemory other) => true;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is RunMemory;

    /// <inheritdoc/>
    public override readonly int GetHashCode() => 0;

    /// <summary>True.</summary>
    public static bool operator ==(RunMemory left, RunMemory right) => left.Equals(right);

    /// <summary>False.</summary>
    public static bool operator !=(RunMemory left, RunMemory right) => !left.Equals(right);

    // What is known of one table.
    private sealed class StoredRuns(object table)
    {
        public object Table => table;

        public StoredRuns? Next { get; set; }

        private readonly Dictionary<string, StoredRun> _byId = [];

        // Those whose stored id is not text.
        private List<StoredRun>? _nameless;

        // Those whose JSON says another id than their row does, by the former. Made when a run is not found, which others' rows alone need.
        private Dictionary<string, StoredRun>? _byJson;

        public void Add(StoredRun run)
        {
            if (run.Key is null)
                _byId[run.RunId] = run;
            else
                (_nameless ??= []).Add(run);
            if (_byJson is not null)
                AddByJson(_byJson, run);
        }

        public StoredRun? Find(string runId)
        {
            if (_byId.TryGetValue(runId, out StoredRun? run))
                return run;
            if (_byJson is null)
            {
                _byJson = [];
                foreach (StoredRun known in _byId.Values.Concat(_nameless ?? []))
                    AddByJson(_byJson, known);
            }
            return _byJson.GetValueOrDefault(runId);
        }

        private static void AddByJson(Dictionary<string, StoredRun> byJson, StoredRun run)
        {
            ReadOnlySpan<byte> data = run.Data;
            if (RunColumns.FindId(data is [(byte)'"', ..] ? NestedJson.Unwrap(data) : data) is { } id && (run.Key is not null || id != run.RunId))
                byJson[id] = run;
        }
    }
}

/// <summary>Gives the field of a session that remembers its runs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate ref RunMemory RunMemoryOf<TSession>(TSession session);
