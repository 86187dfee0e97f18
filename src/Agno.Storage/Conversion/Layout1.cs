using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agno.Storage.Json;
using Agno.Storage.Records;

namespace Agno.Storage;

/// <summary>Sessions of Agno 1: a table for each mode; all but step-based workflows keep their runs in the memory.</summary>
internal static class Layout1
{
    public static ImmutableArray<ConversionStore> Of(ConversionTables tables) =>
    [
        Store<AgentRow1>(StorageMode.Agent, tables.Agents),
        Store<TeamRow1>(StorageMode.Team, tables.Teams),
        Store<WorkflowRow1>(StorageMode.Workflow, tables.Workflows),
        Store<StepWorkflowRow1>(StorageMode.WorkflowV2, tables.StepWorkflows),
    ];

    private static ConversionStore<TRow> Store<TRow>(StorageMode mode, string? table)
        where TRow : Layout1Row, ISessionRecord<TRow>, new() =>
        new(table, (row, losses) => Read(row, mode, losses), (session, losses) => Write<TRow>(session, mode, losses)) { Mode = mode };

    private static PortableSession Read(Layout1Row from, StorageMode mode, List<string> losses)
    {
        var to = new PortableSession
        {
            SessionId = from.SessionId,
            UserId = from.UserId,
            CreatedAt = from.CreatedAt,
            UpdatedAt = from.UpdatedAt,
            SessionData = Checked(from.SessionData, "session_data"),
            Metadata = Checked(from.ExtraData, "extra_data"),
        };
        to.SetEntity(mode, from.EntityId, Checked(from.EntityData, PortableSession.EntityName(mode) + "_data"));
        MemoryText memory = MemoryText.Split(Checked(from.Memory, "memory"), to);
        to.Summary = memory.Summary;
        losses.AddRange(memory.Losses);
        if (!from.Runs.IsNull)
            to.Runs = JsonColumn.Parse(RunText.ToLayout2(Checked(from.Runs, "runs").StoredJson, owner: null));
        else if (memory.Runs is { } runs)
            to.Runs = JsonColumn.Parse(RunText.ToLayout2(runs, OwnerOf(to, mode)));
        if (!string.IsNullOrEmpty(from.TeamSessionId))
            losses.Add($"team_session_id '{from.TeamSessionId}' has no column.");
        if (from.WorkflowName is { Length: > 0 } name && NameIn(from.EntityData) != name)
            losses.Add($"workflow_name '{name}' has no column, and workflow_data does not say it.");
        return to;
    }

    private static TRow Write<TRow>(PortableSession from, StorageMode mode, List<string> losses)
        where TRow : Layout1Row, new()
    {
        RunRows.LoseColumns(from, mode, losses);
        byte[]? runs = from.Runs.IsNull ? null : RunText.ToLayout1(Checked(from.Runs, "runs").InnerJson(), OwnerOf(from, mode));
        var to = new TRow { SessionId = from.SessionId, UserId = from.UserId, CreatedAt = from.CreatedAt, UpdatedAt = from.UpdatedAt };
        (to.EntityId, to.EntityData) = from.EntityOf(mode);
        to.EntityData = Checked(to.EntityData, PortableSession.EntityName(mode) + "_data");
        to.SessionData = Checked(from.SessionData, "session_data");
        to.ExtraData = Checked(from.Metadata, "metadata");
        if (mode == StorageMode.WorkflowV2)
            (to.WorkflowName, to.Runs, runs) = (NameIn(to.EntityData), runs is null ? default : JsonColumn.Parse(runs), null);
        to.Memory = MemoryText.Join(from, runs, losses);
        foreach (StorageMode other in (ReadOnlySpan<StorageMode>)[StorageMode.Agent, StorageMode.Team, StorageMode.Workflow])
        {
            if (PortableSession.EntityName(other) is var name && name == PortableSession.EntityName(mode))
                continue;
            (string? id, JsonColumn<JsonNode> data) = from.EntityOf(other);
            if (!string.IsNullOrEmpty(id))
                losses.Add($"{name}_id '{id}' has no column in the table of this type.");
            if (!data.IsNull)
                losses.Add($"{name}_data has no column in the table of this type.");
        }
        return to;
    }

    // Agno 2 passes over runs of an agent's or team's session that do not say whose they are.
    private static RunOwner? OwnerOf(PortableSession session, StorageMode mode) =>
        mode is StorageMode.Agent or StorageMode.Team ? new(PortableSession.EntityName(mode) + "_id", session.EntityOf(mode).Id) : null;

    // One row that is not valid JSON makes Agno's lists fail as a whole: such a session is not stored.
    private static JsonColumn<JsonNode> Checked(JsonColumn<JsonNode> column, string name)
    {
        if (column.IsNull)
            return default;
        var json = new JsonCursor(column.InnerJson(), JsonDialect.Python);
        try
        {
            json.Skip();
            json.ReadEnd();
            return column;
        }
        catch (JsonException exception)
        {
            throw new StorageException($"{name} is not valid JSON at byte {exception.BytePositionInLine}: {exception.Message}", exception) { Column = name, ByteOffset = exception.BytePositionInLine };
        }
        finally
        {
            json.Dispose();
        }
    }

    private static string? NameIn(JsonColumn<JsonNode> workflowData)
    {
        try
        {
            return workflowData.Value is JsonObject data && data["name"] is JsonValue value && value.TryGetValue(out string? name) ? name : null;
        }
        catch (StorageException)
        {
            return null;
        }
    }
}
