using System.Text.Json;
using Agno.Storage.Json;
using Agno.Storage.Schema;

namespace Agno.Storage.Records;

/// <summary>A run with what decides whether a window counts it.</summary>
/// <param name="Run">The run.</param>
/// <param name="ParentRunId">The run that it is a part of, or null.</param>
/// <param name="Status">Its status, or null.</param>
public readonly record struct CountedRun(StoredRun Run, string? ParentRunId, string? Status)
{
    /// <summary>Whether a window counts the run.</summary>
    public bool Counts => ParentRunId is null && (Status is null || !RunTable.UncountedStatuses.Contains(Status));
}

/// <summary>Runs that a session keeps in its own row since Agno 2 stored it, beside the table that has them now.</summary>
public static class LegacyRuns
{
    /// <summary>
    /// Merges both as Agno 3 does: the runs of the row in their order, of those that the table has too the table's copy, then the table's others. A run of the row without an id
    /// is left out, and so is what is no array of objects.
    /// </summary>
    /// <param name="column">What the session's row holds: a JSON array, perhaps inside a JSON string.</param>
    /// <param name="rows">The session's runs in the table, in their order.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="origin">What the engine knows the database by.</param>
    public static IReadOnlyList<CountedRun> Merge(ReadOnlySpan<byte> column, IReadOnlyList<CountedRun> rows, string sessionId, object origin)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var merged = new List<CountedRun>();
        Dictionary<string, CountedRun> table = rows.ToDictionary(row => row.Run.RunId);
        foreach (byte[] data in Elements(column))
        {
            RunColumns.Members run = RunColumns.Read(data);
            if (run.RunId is { } id)
                merged.Add(table.Remove(id, out CountedRun row) ? row : new(new(sessionId, id, data, origin), run.ParentRunId, run.Status));
        }
        merged.AddRange(rows.Where(row => table.ContainsKey(row.Run.RunId)));
        return merged;
    }

    // No content makes a session unreadable: what is malformed ends the list.
    private static List<byte[]> Elements(ReadOnlySpan<byte> column)
    {
        var elements = new List<byte[]>();
        var json = new JsonCursor(NestedJson.Unwrap(column), JsonDialect.Python);
        try
        {
            if (json.PeekKind() != JsonValueKind.Array)
                return elements;
            json.ReadStartArray();
            while (json.ReadElement())
            {
                bool isObject = json.PeekKind() == JsonValueKind.Object;
                ReadOnlySpan<byte> data = json.ReadRawValue();
                if (isObject)
                    elements.Add(data.ToArray());
            }
        }
        catch (JsonException)
        {
            // The runs before the fault stand.
        }
        finally
        {
            json.Dispose();
        }
        return elements;
    }
}
