using System.Text.Json;
using System.Text.Json.Nodes;
using Agno.Storage.Json;

namespace Agno.Storage;

/// <summary>What Agno 1 keeps in <c>memory</c>: the runs and the session's summary, which have columns of their own in Agno 2, and what has no place there.</summary>
internal sealed class MemoryText
{
    // The user whose memory it is where the session has none.
    private const string NoUser = "default";

    private MemoryText()
    {
    }

    /// <summary>The text of the runs; null where there are none.</summary>
    public byte[]? Runs { get; private set; }

    /// <summary>The session's summary.</summary>
    public JsonColumn<JsonNode> Summary { get; private set; }

    /// <summary>What has no place, one sentence each.</summary>
    public List<string> Losses { get; } = [];

    /// <summary>Takes a column apart.</summary>
    /// <exception cref="JsonException">It is not valid JSON.</exception>
    public static MemoryText Split(JsonColumn<JsonNode> memory, PortableSession session)
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
                parts.Lose("memory");
                return parts;
            }
            json.ReadStartObject();
            while (json.ReadMember(out string name))
                parts.Take(name, json.ReadRawValue(), session);
            json.ReadEnd();
            return parts;
        }
        finally
        {
            json.Dispose();
        }
    }

    /// <summary>Puts a column together.</summary>
    /// <param name="session">The session, with its summary.</param>
    /// <param name="runs">The text of its runs, where they belong there.</param>
    /// <param name="losses">Gets what has no place.</param>
    public static JsonColumn<JsonNode> Join(PortableSession session, byte[]? runs, List<string> losses)
    {
        ReadOnlySpan<byte> summary = session.Summary.IsNull ? default : session.Summary.InnerJson();
        if (runs is null && summary.IsEmpty)
            return default;
        var buffer = new Utf8Buffer();
        var to = new JsonEmitter(buffer, JsonDialect.Python);
        to.WriteStartObject();
        if (!summary.IsEmpty)
        {
            to.WriteName("summaries");
            to.WriteStartObject();
            to.WriteName(session.UserId ?? NoUser);
            to.WriteStartObject();
            to.WriteName(session.SessionId);
            if (!TryCopySummary(summary, ref to))
                losses.Add("summary is not an object: the memory has no place for it.");
            to.WriteEndObject();
            to.WriteEndObject();
        }
        if (runs is not null)
        {
            to.WriteName("runs");
            to.WriteRawValue(runs);
        }
        to.WriteEndObject();
        to.Flush();
        return JsonColumn.Parse(buffer.Written);
    }

    private void Take(string name, ReadOnlySpan<byte> value, PortableSession session)
    {
        bool isEmpty = value.SequenceEqual("null"u8) || IsEmptyContainer(value);
        if (name == "runs" && value[0] is (byte)'[' or (byte)'{')
            Runs = value.ToArray();
        else if (name == "summaries" && !isEmpty && TryTakeSummary(value, session))
            return;
        else if (!isEmpty)
            Lose($"memory.{name}");
    }

    private void Lose(string name) => Losses.Add($"{name} has no column.");

    private static bool IsEmptyContainer(ReadOnlySpan<byte> value) => value.Length >= 2 && value[0] is (byte)'[' or (byte)'{' && value[1..^1].Trim(" \t\r\n"u8).IsEmpty;

    // {user: {session: {"summary", "topics", "last_updated"}}}: taken where it is just this session's.
    private bool TryTakeSummary(ReadOnlySpan<byte> summaries, PortableSession session)
    {
        if (JsonColumn.Parse(summaries).Value is not JsonObject { Count: 1 } users
            || users.First() is not (var user, JsonObject { Count: 1 } sessions)
            || sessions[session.SessionId] is not JsonObject found)
            return false;
        var summary = new JsonObject();
        foreach ((string name, JsonNode? value) in found)
        {
            if (name is not ("summary" or "topics" or "last_updated" or "updated_at"))
                return false;
            summary[name == "last_updated" ? "updated_at" : name] = value?.DeepClone();
        }
        Summary = summary;
        if (user != (session.UserId ?? NoUser))
            Losses.Add($"The summary is kept, that it was for user '{user}' is not: the session's user stands for it.");
        return true;
    }

    private static bool TryCopySummary(ReadOnlySpan<byte> summary, ref JsonEmitter to)
    {
        var json = new JsonCursor(summary, JsonDialect.Python);
        try
        {
            if (json.PeekKind() != JsonValueKind.Object)
            {
                to.WriteNull();
                return false;
            }
            json.ReadStartObject();
            to.WriteStartObject();
            while (json.ReadMember(out string name))
            {
                to.WriteName(name == "updated_at" ? "last_updated" : name);
                to.WriteRawValue(json.ReadRawValue());
            }
            to.WriteEndObject();
            return true;
        }
        finally
        {
            json.Dispose();
        }
    }
}
