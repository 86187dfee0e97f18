using System.Text.Json;
using System.Text.Json.Nodes;
using Agno.Storage.Json;
using Agno.Storage.Records;

namespace Agno.Storage;

/// <summary>A run as a row of Agno 3.</summary>
/// <param name="Row">The row.</param>
/// <param name="IsStored">Whether it is stored so; otherwise it is made of what the run's JSON says.</param>
internal readonly record struct PortableRun(RunRow Row, bool IsStored);

/// <summary>Runs of Agno 2, an array, as rows of Agno 3, and back.</summary>
internal static class RunRows
{
    /// <summary>Makes a row of each run of a session. An element that is not an object has no place and is added to the losses; a run without an id of its own gets one.</summary>
    /// <exception cref="JsonException">The runs are not an array.</exception>
    public static List<PortableRun> Of(PortableSession session, StorageMode mode, List<string> losses) =>
        session.Runs.IsNull ? [] : Of(session, session.Runs.InnerJson(), mode, losses);

    /// <summary>
    /// Merges the runs that Agno's own conversion left in the session's row with those that have rows: the first in their order, those that have a row with what stands there, then
    /// the others. Runs that Agno 3 passes over, because they have no id or their id is another session's, are here too.
    /// </summary>
    public static List<PortableRun> Merge(PortableSession session, ReadOnlySpan<byte> old, IReadOnlyList<PortableRun> stored, StorageMode mode, List<string> losses)
    {
        Dictionary<string, PortableRun> byId = stored.ToDictionary(run => run.Row.RunId);
        var merged = new List<PortableRun>();
        foreach (PortableRun run in Of(session, old, mode, losses))
            merged.Add(byId.Remove(run.Row.RunId, out PortableRun found) ? found : run);
        merged.AddRange(stored.Where(run => byId.ContainsKey(run.Row.RunId)));
        return merged;
    }

    /// <summary>Whether a session has a run that a row is made of.</summary>
    public static bool HasAny(PortableSession session, StorageMode mode) => session.RunRows is { } rows ? rows.Count > 0 : Of(session, mode, []).Count > 0;

    /// <summary>The rows' runs as an array; null where there are none.</summary>
    /// <exception cref="JsonException">A run's data is not valid JSON.</exception>
    public static JsonColumn<JsonNode> Join(IReadOnlyList<PortableRun> runs)
    {
        if (runs.Count == 0)
            return default;
        var buffer = new Utf8Buffer();
        var to = new JsonEmitter(buffer, JsonDialect.Python);
        to.WriteStartArray();
        foreach (PortableRun run in runs)
        {
            to.WriteElement();
            to.WriteRawValue(run.Row.Data.InnerJson());
        }
        to.WriteEndArray();
        to.Flush();
        return JsonColumn.Parse(buffer.Written);
    }

    /// <summary>
    /// Puts the type of a run that stands in its column alone into its JSON, where that does not say whose run it is: Agno 2 passes over such runs of agents and teams, so that a member more does not
    /// disturb it.
    /// </summary>
    public static void KeepTypes(PortableSession session, StorageMode mode)
    {
        if (session.RunRows is not { } rows || mode is not (StorageMode.Agent or StorageMode.Team))
            return;
        PortableRun[] kept = [.. rows.Select(run => run.IsStored && IsUntold(RunColumns.Read(run.Row.Data.InnerJson()), run.Row.RunType, mode) ? run with { Row = WithType(run.Row) } : run)];
        if (!kept.SequenceEqual(rows))
            (session.RunRows, session.Runs) = (kept, Join(kept));
    }

    /// <summary>Names what stands in the columns of a session's run rows alone, which layouts without such rows have no place for. Positions and times are not counted: the order is kept.</summary>
    public static void LoseColumns(PortableSession session, StorageMode mode, List<string> losses)
    {
        foreach ((RunRow row, bool isStored) in session.RunRows ?? [])
        {
            if (!isStored)
                continue;
            RunColumns.Members said = RunColumns.Read(row.Data.InnerJson());
            foreach ((string name, string? stored, string? inJson) in ((string, string?, string?)[])
                [
                    ("run_id", row.RunId, said.RunId), ("run_type", row.RunType, said.RunType ?? RunColumns.TypeOf(said, mode)), ("agent_id", row.AgentId, said.AgentId), ("team_id", row.TeamId, said.TeamId), ("workflow_id", row.WorkflowId, said.WorkflowId),
                    ("user_id", row.UserId, said.UserId ?? session.UserId), ("parent_run_id", row.ParentRunId, said.ParentRunId), ("status", row.Status, said.Status),
                ])
            {
                if (stored != inJson)
                    losses.Add($"{name} of run '{row.RunId}' is {(stored is null ? "NULL" : $"'{stored}'")} in its column alone.");
            }
        }
    }

    /// <summary>The row to store: a run that was in no row says in its JSON too which id it has there. That it has another one is added to the losses.</summary>
    /// <param name="run">The run.</param>
    /// <param name="renamed">New ids of runs of the session.</param>
    /// <param name="losses">Gets what changed.</param>
    public static RunRow ToStore(PortableRun run, IReadOnlyDictionary<string, string> renamed, List<string> losses)
    {
        RunRow row = run.Row;
        string? parentId = row.ParentRunId is { } parent ? renamed.GetValueOrDefault(parent, parent) : null;
        if (renamed.TryGetValue(row.RunId, out string? runId) || parentId != row.ParentRunId)
            return row with { RunId = runId ?? row.RunId, ParentRunId = parentId, Data = WithIds(row.Data.InnerJson(), runId ?? row.RunId, parentId) };
        if (run.IsStored || RunColumns.Read(row.Data.InnerJson()).RunId is var said && said == row.RunId)
            return row;
        losses.Add($"runs[{row.RunIndex}] had {(string.IsNullOrEmpty(said) ? "no id" : $"the id '{said}' of another run")}, and has the id '{row.RunId}' now.");
        return row with { Data = WithIds(row.Data.InnerJson(), row.RunId, parentId) };
    }

    private static List<PortableRun> Of(PortableSession session, ReadOnlySpan<byte> runs, StorageMode mode, List<string> losses)
    {
        var rows = new List<PortableRun>();
        var ids = new HashSet<string>();
        var json = new JsonCursor(runs, JsonDialect.Python);
        try
        {
            json.ReadStartArray();
            for (int index = 0; json.ReadElement(); index++)
            {
                bool isObject = json.PeekKind() == JsonValueKind.Object;
                ReadOnlySpan<byte> data = json.ReadRawValue();
                if (isObject)
                    rows.Add(new(Of(session, data, index, mode, ids), IsStored: false));
                else
                    losses.Add($"runs[{index}] is not an object, and has no place among the rows.");
            }
            json.ReadEnd();
            return rows;
        }
        finally
        {
            json.Dispose();
        }
    }

    private static RunRow Of(PortableSession session, ReadOnlySpan<byte> data, int index, StorageMode mode, HashSet<string> ids)
    {
        RunColumns.Members said = RunColumns.Read(data);
        string id = said.RunId is { Length: > 0 } given && ids.Add(given) ? given : $"{(string.IsNullOrEmpty(said.RunId) ? "run" : said.RunId)}:{session.SessionId}:{index}";
        long createdAt = said.CreatedAt ?? session.CreatedAt ?? session.StoredAt;
        return new(id, JsonColumn.Parse(data))
        {
            RunType = said.RunType ?? RunColumns.TypeOf(said, mode),
            AgentId = said.AgentId,
            TeamId = said.TeamId,
            WorkflowId = said.WorkflowId,
            UserId = said.UserId ?? session.UserId,
            ParentRunId = said.ParentRunId,
            Status = said.Status,
            RunIndex = index,
            CreatedAt = createdAt,
            UpdatedAt = createdAt,
        };
    }

    private static bool IsUntold(in RunColumns.Members said, string type, StorageMode mode) =>
        said is { RunType: null, AgentId: null, TeamId: null, WorkflowId: null } && type != RunColumns.TypeOf(said, mode);

    private static RunRow WithType(RunRow row)
    {
        var buffer = new Utf8Buffer();
        var to = new JsonEmitter(buffer, JsonDialect.Python);
        var json = new JsonCursor(row.Data.InnerJson(), JsonDialect.Python);
        try
        {
            to.WriteStartObject();
            json.ReadStartObject();
            while (json.ReadMember(out string name))
            {
                to.WriteName(name);
                to.WriteRawValue(json.ReadRawValue());
            }
            to.WriteName("run_type");
            to.WriteString(row.RunType);
            to.WriteEndObject();
            to.Flush();
            return row with { Data = JsonColumn.Parse(buffer.Written) };
        }
        finally
        {
            json.Dispose();
        }
    }

    private static JsonColumn<JsonNode> WithIds(ReadOnlySpan<byte> data, string runId, string? parentId)
    {
        var buffer = new Utf8Buffer();
        var to = new JsonEmitter(buffer, JsonDialect.Python);
        var json = new JsonCursor(data, JsonDialect.Python);
        try
        {
            to.WriteStartObject();
            to.WriteName("run_id");
            to.WriteString(runId);
            json.ReadStartObject();
            while (json.ReadMember(out string name))
            {
                ReadOnlySpan<byte> value = json.ReadRawValue();
                if (name == "run_id")
                    continue;
                to.WriteName(name);
                if (name == "parent_run_id" && parentId is not null)
                    to.WriteString(parentId);
                else
                    to.WriteRawValue(value);
            }
            to.WriteEndObject();
            to.Flush();
            return JsonColumn.Parse(buffer.Written);
        }
        finally
        {
            json.Dispose();
        }
    }
}
