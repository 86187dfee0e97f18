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

/// <summary>Runs that a session keeps in its own row from before they were rows of a table: since Agno 2 stored it, or until an upgrade moves them.</summary>
public static class LegacyRuns
{
    /// <summary>Reads a list as Agno 3 does: a run without an id is left out, and so is what is not an array of objects, and an id that comes again.</summary>
    /// <param name="column">What the session's row holds: a JSON array, perhaps inside a JSON string.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="origin">Where it is read.</param>
    public static IReadOnlyList<CountedRun> Read(ReadOnlySpan<byte> column, string sessionId, RunOrigin origin)
    {
        var runs = new List<CountedRun>();
        var ids = new HashSet<string>();
        foreach (byte[] data in Elements(column))
            if (Count(data, sessionId, origin, isInSessionRow: true) is { } run && ids.Add(run.Run.RunId))
                runs.Add(run);
        return runs;
    }

    /// <summary>Merges both as Agno 3 does: the runs of the row in their order, of those that the table has too the table's copy, then the table's others.</summary>
    /// <param name="list">The session's runs in its own row, in their order.</param>
    /// <param name="rows">The session's runs in the table, in their order.</param>
    public static IReadOnlyList<CountedRun> Merge(IEnumerable<CountedRun> list, IReadOnlyList<CountedRun> rows)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(rows);
        var merged = new List<CountedRun>();
        Dictionary<string, CountedRun> table = rows.Where(row => row.Run.Key is null).ToDictionary(row => row.Run.RunId);
        foreach (CountedRun run in list)
            merged.Add(table.Remove(run.Run.RunId, out CountedRun row) ? row : run);
        merged.AddRange(rows.Where(row => row.Run.Key is not null || table.ContainsKey(row.Run.RunId)));
        return merged;
    }

    /// <summary>Takes a run out of a list. All other elements stay as they are, byte for byte, and a list inside a JSON string stays inside one.</summary>
    /// <param name="column">What the session's row holds: a JSON array, perhaps inside a JSON string.</param>
    /// <param name="runId">The run's id.</param>
    /// <returns>What the row is to hold; null where the list has no such run.</returns>
    public static byte[]? Remove(ReadOnlySpan<byte> column, string runId)
    {
        ArgumentNullException.ThrowIfNull(runId);
        byte[] list = NestedJson.Unwrap(column);
        if (Without(list, runId) is not { } output)
            return null;
        int depth = NestedJson.IsNestedTwice(column) ? 2 : column.SequenceEqual(list) ? 0 : 1;
        for (int i = 0; i < depth; i++)
            NestedJson.Wrap(output, 0);
        return output.Written.ToArray();
    }

    /// <summary>Reads a list of which every element is to become a row.</summary>
    /// <param name="column">What the session's row holds: a JSON array, perhaps inside a JSON string, or <c>null</c>.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="origin">Where it is read.</param>
    /// <exception cref="FormatException">It is not an array, or an element is not an object with an id of its own.</exception>
    /// <exception cref="JsonException">The JSON is malformed.</exception>
    public static IReadOnlyList<CountedRun> Parse(ReadOnlySpan<byte> column, string sessionId, RunOrigin origin)
    {
        var runs = new List<CountedRun>();
        var ids = new HashSet<string>();
        var json = new JsonCursor(NestedJson.Unwrap(column), JsonDialect.Python);
        try
        {
            if (json.TryReadNull())
                return runs;
            if (json.PeekKind() != JsonValueKind.Array)
                throw new FormatException("It is not a JSON array.");
            json.ReadStartArray();
            for (int i = 0; json.ReadElement(); i++)
            {
                bool isObject = json.PeekKind() == JsonValueKind.Object;
                byte[] data = json.ReadRawValue().ToArray();
                if (!isObject || Count(data, sessionId, origin, isInSessionRow: false) is not { Run.RunId.Length: > 0 } run)
                    throw new FormatException($"Element {i} is not an object with a member 'run_id' that is a string, not empty.");
                if (!ids.Add(run.Run.RunId))
                    throw new FormatException($"Two elements have the run_id '{run.Run.RunId}'.");
                runs.Add(run);
            }
            json.ReadEnd();
            return runs;
        }
        finally
        {
            json.Dispose();
        }
    }

    private static CountedRun? Count(byte[] data, string sessionId, RunOrigin origin, bool isInSessionRow)
    {
        RunColumns.Members run = RunColumns.Read(data);
        return run.RunId is { } id ? new(new(sessionId, id, data, origin) { IsInSessionRow = isInSessionRow }, run.ParentRunId, run.Status) : null;
    }

    // Null where there is no such run. Of what is malformed the runs before the fault count, as when the list is read.
    private static Utf8Buffer? Without(byte[] list, string runId)
    {
        var output = new Utf8Buffer();
        bool isFound = false;
        int end = 0;
        var json = new JsonCursor(list, JsonDialect.Python);
        try
        {
            if (json.PeekKind() != JsonValueKind.Array)
                return null;
            json.ReadStartArray();
            int start = end = json.Offset;
            Append(output, list.AsSpan(..start));
            ReadOnlySpan<byte> indent = default;
            for (bool isFirst = true, isBehind = false; json.ReadElement(); isFirst = false, end = json.Offset)
            {
                bool isObject = json.PeekKind() == JsonValueKind.Object;
                ReadOnlySpan<byte> element = json.ReadRawValue();
                ReadOnlySpan<byte> separator = list.AsSpan(end..(json.Offset - element.Length));
                if (isFirst)
                    indent = separator;
                if (isObject && RunColumns.Read(element).RunId == runId)
                {
                    isFound = true;
                    continue;
                }
                Append(output, isBehind ? separator : indent);
                Append(output, element);
                isBehind = true;
            }
        }
        catch (JsonException)
        {
            // The rest stays as it is.
        }
        finally
        {
            json.Dispose();
        }
        if (!isFound)
            return null;
        Append(output, list.AsSpan(end));
        return output;
    }

    private static void Append(Utf8Buffer output, ReadOnlySpan<byte> text)
    {
        text.CopyTo(output.GetSpan(text.Length));
        output.Advance(text.Length);
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
