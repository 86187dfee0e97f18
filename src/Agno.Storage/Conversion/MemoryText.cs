using System.Text.Json;
using System.Text.Json.Nodes;
using Agno.Storage.Json;

namespace Agno.Storage;

/// <summary>What Agno 1 keeps in <c>memory</c>, taken apart: the runs and the session's summary have columns of their own in Agno 2, the rest has no place.</summary>
internal sealed class MemoryText
{
    private MemoryText()
    {
    }

    /// <summary>The text of the runs; null where there are none.</summary>
    public byte[]? Runs { get; private set; }

    /// <summary>The session's summary.</summary>
    public JsonColumn<JsonNode> Summary { get; private set; }

    /// <summary>What is left, by name.</summary>
    public List<string> Rest { get; } = [];

    /// <summary>Takes a column apart.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static MemoryText Of(JsonColumn<JsonNode> memory, string sessionId)
    {
        var parts = new MemoryText();
        if (memory.IsNull)
            return parts;
        var json = new JsonCursor(memory.StoredJson, JsonDialect.Python);
        try
        {
            if (json.PeekKind() != JsonValueKind.Object)
            {
                json.Skip();
                json.ReadEnd();
                parts.Rest.Add("memory");
                return parts;
            }
            json.ReadStartObject();
            while (json.ReadMember(out string name))
                parts.Take(name, json.ReadRawValue(), sessionId);
            json.ReadEnd();
            return parts;
        }
        finally
        {
            json.Dispose();
        }
    }

    private void Take(string name, ReadOnlySpan<byte> value, string sessionId)
    {
        bool isEmpty = value.SequenceEqual("null"u8) || IsEmptyContainer(value);
        if (name == "runs" && value[0] is (byte)'[' or (byte)'{')
            Runs = value.ToArray();
        else if (name == "summaries" && !isEmpty && SummaryOf(value, sessionId) is { } summary)
            Summary = summary;
        else if (!isEmpty)
            Rest.Add($"memory.{name}");
    }

    private static bool IsEmptyContainer(ReadOnlySpan<byte> value) => value.Length >= 2 && value[0] is (byte)'[' or (byte)'{' && value[1..^1].Trim(" \t\r\n"u8).IsEmpty;

    // {user: {session: {"summary", "topics", "last_updated"}}}: taken where it is just this session's.
    private static JsonNode? SummaryOf(ReadOnlySpan<byte> summaries, string sessionId)
    {
        if (JsonColumn.Parse(summaries).Value is not JsonObject { Count: 1 } users
            || users.First().Value is not JsonObject { Count: 1 } sessions
            || sessions[sessionId] is not JsonObject found)
            return null;
        var summary = new JsonObject();
        foreach ((string name, JsonNode? value) in found)
        {
            if (name is not ("summary" or "topics" or "last_updated" or "updated_at"))
                return null;
            summary[name == "last_updated" ? "updated_at" : name] = value?.DeepClone();
        }
        return summary;
    }
}
