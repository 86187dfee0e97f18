using System.Text.Json;
using Agno.Storage.Json;

namespace Agno.Storage;

/// <summary>Runs of Agno 1 as Agno 2 reads them. Nothing is left out: metrics get their new names, and an agent's or team's run says whose it is.</summary>
internal static class RunText
{
    private static readonly Dictionary<string, string> MetricNames = new(StringComparer.Ordinal)
    {
        ["time"] = "duration",
        ["audio_tokens"] = "audio_total_tokens",
        ["input_audio_tokens"] = "audio_input_tokens",
        ["output_audio_tokens"] = "audio_output_tokens",
        ["cached_tokens"] = "cache_read_tokens",
    };

    /// <summary>Converts the text of the runs.</summary>
    /// <param name="runs">An array; of an object, as Go writes it, its values are the runs.</param>
    /// <param name="owner">The member that a run without an agent's or team's id gets, since Agno 2 passes over runs without either; null for workflows.</param>
    /// <param name="ownerId">The member's value, or null.</param>
    /// <exception cref="JsonException">The text is no JSON, or nests too deep.</exception>
    public static byte[] Convert(ReadOnlySpan<byte> runs, string? owner, string? ownerId)
    {
        var buffer = new Utf8Buffer();
        var to = new JsonEmitter(buffer, JsonDialect.Python);
        var json = new JsonCursor(runs, JsonDialect.Python);
        try
        {
            to.WriteStartArray();
            if (json.PeekKind() == JsonValueKind.Object)
            {
                json.ReadStartObject();
                while (json.ReadMember(out string _))
                {
                    to.WriteElement();
                    CopyRun(json.ReadRawValue(), ref to, owner, ownerId);
                }
            }
            else
            {
                json.ReadStartArray();
                while (json.ReadElement())
                {
                    to.WriteElement();
                    CopyRun(json.ReadRawValue(), ref to, owner, ownerId);
                }
            }
            json.ReadEnd();
            to.WriteEndArray();
            to.Flush();
            return buffer.Written.ToArray();
        }
        finally
        {
            json.Dispose();
        }
    }

    private static void CopyRun(ReadOnlySpan<byte> run, ref JsonEmitter to, string? owner, string? ownerId)
    {
        var json = new JsonCursor(run, JsonDialect.Python);
        try
        {
            if (json.PeekKind() != JsonValueKind.Object || owner is null || NamesOf(run).Overlaps(["agent_id", "team_id"]))
            {
                Copy(ref json, ref to);
                return;
            }
            to.WriteStartObject();
            to.WriteName(owner);
            to.WriteString(ownerId);
            json.ReadStartObject();
            CopyMembers(ref json, ref to, isMetrics: false, taken: []);
        }
        finally
        {
            json.Dispose();
        }
    }

    private static void Copy(ref JsonCursor json, ref JsonEmitter to)
    {
        switch (json.PeekKind())
        {
            case JsonValueKind.Object:
                json.ReadStartObject();
                to.WriteStartObject();
                CopyMembers(ref json, ref to, isMetrics: false, taken: []);
                break;
            case JsonValueKind.Array:
                json.ReadStartArray();
                to.WriteStartArray();
                while (json.ReadElement())
                {
                    to.WriteElement();
                    Copy(ref json, ref to);
                }
                to.WriteEndArray();
                break;
            default:
                to.WriteRawValue(json.ReadRawValue());
                break;
        }
    }

    private static void CopyMembers(ref JsonCursor json, ref JsonEmitter to, bool isMetrics, HashSet<string> taken)
    {
        while (json.ReadMember(out string name))
        {
            // A metric that already stands under its new name keeps it.
            to.WriteName(isMetrics && MetricNames.TryGetValue(name, out string? renamed) && !taken.Contains(renamed) ? renamed : name);
            if (name == "metrics" && json.PeekKind() == JsonValueKind.Object)
                CopyMetrics(json.ReadRawValue(), ref to);
            else
                Copy(ref json, ref to);
        }
        to.WriteEndObject();
    }

    private static void CopyMetrics(ReadOnlySpan<byte> metrics, ref JsonEmitter to)
    {
        var json = new JsonCursor(metrics, JsonDialect.Python);
        try
        {
            json.ReadStartObject();
            to.WriteStartObject();
            CopyMembers(ref json, ref to, isMetrics: true, NamesOf(metrics));
        }
        finally
        {
            json.Dispose();
        }
    }

    private static HashSet<string> NamesOf(ReadOnlySpan<byte> text)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var json = new JsonCursor(text, JsonDialect.Python);
        try
        {
            json.ReadStartObject();
            while (json.ReadMember(out string name))
            {
                names.Add(name);
                json.Skip();
            }
            return names;
        }
        finally
        {
            json.Dispose();
        }
    }
}
