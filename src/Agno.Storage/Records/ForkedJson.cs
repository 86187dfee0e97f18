using Agno.Storage.Json;

namespace Agno.Storage.Records;

/// <summary>The JSON of a session that begins with another's runs: what names the session and its runs is new, everything else is as it was, byte for byte.</summary>
public static class ForkedJson
{
    private const string Origin = "forked_from_session_id";

    /// <summary>A session's <c>session_data</c> with the session that it was forked from.</summary>
    /// <param name="stored">The column's text, perhaps inside a JSON string.</param>
    /// <param name="parentId">The session that it was forked from.</param>
    /// <returns>The new text inside a JSON string; what was stored where that is neither an object nor null.</returns>
    public static byte[] OfSession(ReadOnlySpan<byte> stored, string parentId)
    {
        byte[] inner = stored.IsEmpty || NestedJson.IsNull(stored) ? "{}"u8.ToArray() : NestedJson.Unwrap(stored);
        if (Rewrite(inner, (name, _) => name == Origin ? parentId : null, [(Origin, parentId)]) is not { } forked)
            return stored.ToArray();
        var buffer = new Utf8Buffer();
        forked.CopyTo(buffer.GetSpan(forked.Length));
        buffer.Advance(forked.Length);
        NestedJson.Wrap(buffer, 0);
        return buffer.Written.ToArray();
    }

    /// <summary>A run's JSON with its new id, session and parent. In Agno's own tables it also says the session that it first was in.</summary>
    /// <param name="data">The run's JSON.</param>
    /// <param name="sessionId">The new session.</param>
    /// <param name="parentId">The session that it was forked from.</param>
    /// <param name="runIds">The new id of each run of the fork, by its old one.</param>
    /// <param name="isAgnos">Whether the table is Agno's.</param>
    /// <exception cref="ArgumentException">The JSON is no object.</exception>
    public static byte[] OfRun(ReadOnlySpan<byte> data, string sessionId, string parentId, IReadOnlyDictionary<string, string> runIds, bool isAgnos)
    {
        ArgumentNullException.ThrowIfNull(runIds);
        return Rewrite(
            NestedJson.Unwrap(data),
            (name, value) => name switch
            {
                "run_id" or "parent_run_id" when value is not null && runIds.TryGetValue(value, out string? id) => id,
                "session_id" when value is not null => sessionId,
                _ => null,
            },
            isAgnos ? [(Origin, parentId)] : [])
            ?? throw new ArgumentException("A run is a JSON object; this one is another kind of value.");
    }

    // Replaces texts of an object and adds members that it lacks; null where the JSON is no object.
    private static byte[]? Rewrite(byte[] text, Func<string, string?, string?> replace, IReadOnlyList<(string Name, string Value)> added)
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
                if (replace(name, TextOf(value)) is not { } replacement)
                    continue;
                Append(output, text.AsSpan(copied..(end - value.Length)));
                AppendString(output, replacement);
                copied = end;
            }
            json.ReadEnd();
            Append(output, text.AsSpan(copied..end));
            foreach ((string name, string value) in added.Where(member => !names.Contains(member.Name)))
            {
                Append(output, names.Count == 0 ? "" : ", ");
                AppendString(output, name);
                Append(output, ": ");
                AppendString(output, value);
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

    private static void Append(Utf8Buffer output, string text) => Append(output, System.Text.Encoding.UTF8.GetBytes(text));

    private static void AppendString(Utf8Buffer output, string text)
    {
        var json = new JsonEmitter(output, JsonDialect.Python);
        json.WriteString(text);
        json.Flush();
    }
}
