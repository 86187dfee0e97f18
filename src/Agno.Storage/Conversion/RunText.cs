using System.Text.Json;
using Agno.Storage.Json;

namespace Agno.Storage;

/// <summary>Whose a run is: the member that says it, and its value.</summary>
internal readonly record struct RunOwner(string Member, string? Id);

/// <summary>Runs as Agno 1 and Agno 2 write them. Nothing is left out: metrics change their names, and an agent's or team's run says whose it is in Agno 2.</summary>
internal readonly struct RunText
{
    private static readonly Dictionary<string, string> ToNew = new(StringComparer.Ordinal)
    {
        ["time"] = "duration",
        ["audio_tokens"] = "audio_total_tokens",
        ["input_audio_tokens"] = "audio_input_tokens",
        ["output_audio_tokens"] = "audio_output_tokens",
        ["cached_tokens"] = "cache_read_tokens",
    };

    private static readonly Dictionary<string, string> ToOld = ToNew.ToDictionary(name => name.Value, name => name.Key, StringComparer.Ordinal);

    private readonly Dictionary<string, string> _metricNames;
    private readonly RunOwner? _owner;

    private RunText(Dictionary<string, string> metricNames, RunOwner? owner) => (_metricNames, _owner) = (metricNames, owner);

    /// <summary>Runs of Agno 1 as Agno 2 reads them.</summary>
    /// <param name="runs">An array; of an object, as Go writes it, its values are the runs.</param>
    /// <param name="owner">What a run that says neither agent nor team gets as its first member, since Agno 2 passes over such runs; null for workflows.</param>
    /// <exception cref="JsonException">The text is not valid JSON, or nests too deep.</exception>
    public static byte[] ToLayout2(ReadOnlySpan<byte> runs, RunOwner? owner) => new RunText(ToNew, owner).Convert(runs);

    /// <summary>Runs of Agno 2 as Agno 1 reads them.</summary>
    /// <param name="runs">An array.</param>
    /// <param name="owner">What is left out again where it is the first member.</param>
    /// <exception cref="JsonException">The text is not valid JSON, or nests too deep.</exception>
    public static byte[] ToLayout1(ReadOnlySpan<byte> runs, RunOwner? owner) => new RunText(ToOld, owner).Convert(runs);

    private byte[] Convert(ReadOnlySpan<byte> runs)
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
                    CopyRun(json.ReadRawValue(), ref to);
                }
            }
            else
            {
                json.ReadStartArray();
                while (json.ReadElement())
                {
                    to.WriteElement();
                    CopyRun(json.ReadRawValue(), ref to);
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

    private void CopyRun(ReadOnlySpan<byte> run, ref JsonEmitter to)
    {
        var json = new JsonCursor(run, JsonDialect.Python);
        try
        {
            if (json.PeekKind() != JsonValueKind.Object || _owner is not { } owner)
            {
                Copy(ref json, ref to);
                return;
            }
            json.ReadStartObject();
            to.WriteStartObject();
            if (ReferenceEquals(_metricNames, ToOld))
            {
                PassOwner(ref json, run, owner);
            }
            else if (!NamesOf(run).Overlaps(["agent_id", "team_id"]))
            {
                to.WriteName(owner.Member);
                to.WriteString(owner.Id);
            }
            CopyMembers(ref json, ref to, isMetrics: false, taken: []);
        }
        finally
        {
            json.Dispose();
        }
    }

    // Moves behind the first member if that is the owner, which Agno itself never puts first.
    private static void PassOwner(ref JsonCursor json, ReadOnlySpan<byte> run, RunOwner owner)
    {
        var ahead = new JsonCursor(run, JsonDialect.Python);
        try
        {
            ahead.ReadStartObject();
            if (!ahead.ReadMember(out string name) || name != owner.Member || ahead.PeekKind() is not (JsonValueKind.String or JsonValueKind.Null) || ahead.ReadStringOrNull() != owner.Id)
                return;
        }
        finally
        {
            ahead.Dispose();
        }
        json.ReadMember(out string _);
        json.Skip();
    }

    private void Copy(ref JsonCursor json, ref JsonEmitter to)
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

    private void CopyMembers(ref JsonCursor json, ref JsonEmitter to, bool isMetrics, HashSet<string> taken)
    {
        while (json.ReadMember(out string name))
        {
            // A metric that already stands under its new name keeps it.
            to.WriteName(isMetrics && _metricNames.TryGetValue(name, out string? renamed) && !taken.Contains(renamed) ? renamed : name);
            if (name == "metrics" && json.PeekKind() == JsonValueKind.Object)
                CopyMetrics(json.ReadRawValue(), ref to);
            else
                Copy(ref json, ref to);
        }
        to.WriteEndObject();
    }

    private void CopyMetrics(ReadOnlySpan<byte> metrics, ref JsonEmitter to)
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
