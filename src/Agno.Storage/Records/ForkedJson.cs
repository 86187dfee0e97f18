using Agno.Storage.Json;

namespace Agno.Storage.Records;

/// <summary>The JSON of a session that begins with another's runs: what names the session and its runs is new, everything else is as it was, byte for byte.</summary>
public static class ForkedJson
{
    private const string Origin = "forked_from_session_id";

    // Where a run of Agno has others inside it.
    private static readonly string[] NestedRuns = ["member_responses", "step_executor_runs"];

    /// <summary>A session's <c>session_data</c> with the session that it was forked from.</summary>
    /// <param name="stored">The column's text, perhaps inside a JSON string.</param>
    /// <param name="parentId">The session that it was forked from.</param>
    /// <returns>The new text inside a JSON string; what was stored where that is neither an object nor null.</returns>
    public static byte[] OfSession(ReadOnlySpan<byte> stored, string parentId)
    {
        byte[] inner = stored.IsEmpty || NestedJson.IsNull(stored) ? "{}"u8.ToArray() : NestedJson.Unwrap(stored);
        if (Rewrite(inner, (name, _) => name == Origin ? Quote(parentId) : null, [(Origin, parentId)]) is not { } forked)
            return stored.ToArray();
        var buffer = new Utf8Buffer();
        forked.CopyTo(buffer.GetSpan(forked.Length));
        buffer.Advance(forked.Length);
        NestedJson.Wrap(buffer, 0);
        return buffer.Written.ToArray();
    }

    /// <summary>A run's JSON with its new id, session and parent, and so are the runs inside it, those of a team's members for instance. In Agno's own tables it also says the session that it first was in.</summary>
    /// <param name="data">The run's JSON.</param>
    /// <param name="sessionId">The new session.</param>
    /// <param name="parentId">The session that it was forked from.</param>
    /// <param name="runIds">The new ids of the fork's runs.</param>
    /// <param name="isAgnos">Whether the table is Agno's.</param>
    /// <exception cref="ArgumentException">The JSON is not an object.</exception>
    public static byte[] OfRun(ReadOnlySpan<byte> data, string sessionId, string parentId, ForkedIds runIds, bool isAgnos)
    {
        ArgumentNullException.ThrowIfNull(runIds);
        return OfRun(NestedJson.Unwrap(data), sessionId, runIds, isAgnos ? [(Origin, parentId)] : [])
            ?? throw new ArgumentException("A run is a JSON object; this one is another kind of value.");
    }

    private static byte[]? OfRun(byte[] run, string sessionId, ForkedIds runIds, IReadOnlyList<(string Name, string Value)> added) => Rewrite(
        run,
        (name, value) => name switch
        {
            "run_id" when TextOf(value) is { } id => Quote(runIds[id]),
            "parent_run_id" when TextOf(value) is { } id && runIds.Find(id) is { } parent => Quote(parent),
            "session_id" when TextOf(value) is not null => Quote(sessionId),
            _ when NestedRuns.Contains(name) => OfRuns(value.ToArray(), sessionId, runIds),
            _ => null,
        },
        added);

    private static byte[]? OfRuns(byte[] runs, string sessionId, ForkedIds runIds)
    {
        var json = new JsonCursor(runs, JsonDialect.Python);
        try
        {
            if (json.PeekKind() != System.Text.Json.JsonValueKind.Array)
                return null;
            var output = new Utf8Buffer();
            json.ReadStartArray();
            int copied = 0;
            while (json.ReadElement())
            {
                ReadOnlySpan<byte> run = json.ReadRawValue();
                if (OfRun(run.ToArray(), sessionId, runIds, []) is not { } forked)
                    continue;
                Append(output, runs.AsSpan(copied..(json.Offset - run.Length)));
                Append(output, forked);
                copied = json.Offset;
            }
            Append(output, runs.AsSpan(copied));
            return output.Written.ToArray();
        }
        finally
        {
            json.Dispose();
        }
    }

    // Gives members of an object other values and adds those that it lacks; null where the JSON is not an object.
    private static byte[]? Rewrite(byte[] text, Replacement replace, IReadOnlyList<(string Name, string Value)> added)
    {
        var json = new JsonCursor(text, JsonDialect.Python);
        try
        {
            if (json.PeekKind() != System.Text.Json.JsonValueKind.Object)
                return null;
            var output = new Utf8Buffer();
            var names = new HashSet<string>();
            json.ReadStartObject();
            int copied = 0;
            int end = json.Offset;
            while (json.ReadMember(out string name))
            {
                names.Add(name);
                ReadOnlySpan<byte> value = json.ReadRawValue();
                end = json.Offset;
                if (replace(name, value) is not { } replacement)
                    continue;
                Append(output, text.AsSpan(copied..(end - value.Length)));
                Append(output, replacement);
                copied = end;
            }
            json.ReadEnd();
            Append(output, text.AsSpan(copied..end));
            foreach ((string name, string value) in added.Where(member => !names.Contains(member.Name)))
            {
                Append(output, names.Count == 0 ? ""u8 : ", "u8);
                Append(output, Quote(name));
                Append(output, ": "u8);
                Append(output, Quote(value));
                names.Add(name);
            }
            Append(output, text.AsSpan(end));
            return output.Written.ToArray();
        }
        finally
        {
            json.Dispose();
        }
    }

    private static string? TextOf(ReadOnlySpan<byte> value)
    {
        if (value is not [(byte)'"', ..])
            return null;
        var json = new JsonCursor(value, JsonDialect.Python);
        try
        {
            return json.ReadString();
        }
        finally
        {
            json.Dispose();
        }
    }

    private static void Append(Utf8Buffer output, ReadOnlySpan<byte> text)
    {
        text.CopyTo(output.GetSpan(text.Length));
        output.Advance(text.Length);
    }

    private static byte[] Quote(string text)
    {
        var output = new Utf8Buffer();
        var json = new JsonEmitter(output, JsonDialect.Python);
        json.WriteString(text);
        json.Flush();
        return output.Written.ToArray();
    }

    // The new value of a member; null to leave it as it is.
    private delegate byte[]? Replacement(string name, ReadOnlySpan<byte> value);
}
