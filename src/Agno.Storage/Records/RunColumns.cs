using System.Text.Json;
using Agno.Storage.Json;
using Agno.Storage.Schema;

namespace Agno.Storage.Records;

/// <summary>The columns beside a run's JSON, which say what the JSON says.</summary>
internal static class RunColumns
{
    /// <summary>Fills the row of a run beside its JSON. The index stays NULL.</summary>
    /// <param name="row">The row.</param>
    /// <param name="run">What the JSON says.</param>
    /// <param name="sessionId">The run's session.</param>
    /// <param name="defaults">What the JSON does not say.</param>
    /// <param name="stored">The run as it was stored before, which keeps its times; null for a new one.</param>
    /// <exception cref="ArgumentException">The JSON has no run id.</exception>
    public static void Fill(RowBuffer row, in Members run, string sessionId, in RunDefaults defaults, StoredRun? stored)
    {
        if (string.IsNullOrEmpty(run.RunId))
            throw new ArgumentException("A run has no id: give its JSON a member 'run_id' that is a string, not empty.");
        row.WriteString(RunTable.RunId, run.RunId);
        row.WriteString(RunTable.SessionId, sessionId);
        row.WriteString(RunTable.RunType, run.RunType ?? TypeOf(run, defaults.Mode));
        row.WriteString(RunTable.AgentId, run.AgentId);
        row.WriteString(RunTable.TeamId, run.TeamId);
        row.WriteString(RunTable.WorkflowId, run.WorkflowId);
        row.WriteString(RunTable.UserId, run.UserId ?? defaults.UserId);
        row.WriteString(RunTable.ParentRunId, run.ParentRunId);
        row.WriteString(RunTable.Status, run.Status);
        long createdAt = stored?.CreatedAt ?? run.CreatedAt ?? defaults.CreatedAt;
        row.WriteInt64(RunTable.CreatedAt, createdAt);
        if ((defaults.UpdatedAt ?? (stored is null ? createdAt : stored.UpdatedAt)) is { } updatedAt)
            row.WriteInt64(RunTable.UpdatedAt, updatedAt);
        else
            row.WriteNull(RunTable.UpdatedAt);
    }

    /// <summary>Reads what a run's JSON says. Of a repeated member the last counts, as in Python; one of another type says nothing.</summary>
    /// <exception cref="ArgumentException">The JSON is not an object.</exception>
    public static Members Read(ReadOnlySpan<byte> data)
    {
        var run = new Members();
        var json = new JsonCursor(data, JsonDialect.Python);
        try
        {
            if (json.PeekKind() != JsonValueKind.Object)
                throw new ArgumentException("A run is a JSON object; this one is another kind of value.");
            json.ReadStartObject();
            while (json.ReadMember(out ReadOnlySpan<byte> name))
            {
                switch (name)
                {
                    case var _ when name.SequenceEqual("run_id"u8):
                        run.RunId = ReadText(ref json);
                        break;
                    case var _ when name.SequenceEqual("parent_run_id"u8):
                        run.ParentRunId = ReadText(ref json);
                        break;
                    case var _ when name.SequenceEqual("run_type"u8):
                        run.RunType = ReadText(ref json);
                        break;
                    case var _ when name.SequenceEqual("agent_id"u8):
                        run.AgentId = ReadText(ref json);
                        break;
                    case var _ when name.SequenceEqual("team_id"u8):
                        run.TeamId = ReadText(ref json);
                        break;
                    case var _ when name.SequenceEqual("workflow_id"u8):
                        run.WorkflowId = ReadText(ref json);
                        break;
                    case var _ when name.SequenceEqual("user_id"u8):
                        run.UserId = ReadText(ref json);
                        break;
                    case var _ when name.SequenceEqual("status"u8):
                        run.Status = ReadText(ref json);
                        break;
                    case var _ when name.SequenceEqual("created_at"u8):
                        run.CreatedAt = ReadSeconds(ref json);
                        break;
                    default:
                        json.Skip();
                        break;
                }
            }
            json.ReadEnd();
            return run;
        }
        finally
        {
            json.Dispose();
        }
    }

    /// <summary>The id of a run whose JSON may end early; null where it did not come so far.</summary>
    public static string? FindId(ReadOnlySpan<byte> data)
    {
        var json = new JsonCursor(data, JsonDialect.Python);
        try
        {
            json.ReadStartObject();
            while (json.ReadMember(out ReadOnlySpan<byte> name))
            {
                if (name.SequenceEqual("run_id"u8))
                    return ReadText(ref json) is { Length: > 0 } id ? id : null;
                json.Skip();
            }
        }
        catch (JsonException)
        {
            // The rest is missing.
        }
        finally
        {
            json.Dispose();
        }
        return null;
    }

    private static string? ReadText(ref JsonCursor json)
    {
        if (json.PeekKind() == JsonValueKind.String)
            return json.ReadString();
        json.Skip();
        return null;
    }

    private static long? ReadSeconds(ref JsonCursor json) =>
        double.TryParse(json.ReadRawValue(), System.Globalization.CultureInfo.InvariantCulture, out double seconds) && Math.Abs(seconds) < long.MaxValue ? (long)seconds : null;

    // As Agno tells runs apart.
    public static string TypeOf(in Members run, StorageMode mode) =>
        run.AgentId is not null ? "agent"
        : run.TeamId is not null ? "team"
        : run.WorkflowId is not null ? "workflow"
        : mode switch { StorageMode.Agent => "agent", StorageMode.Team => "team", _ => "workflow" };

    /// <summary>What a run's JSON says of itself; null where it does not.</summary>
    public record struct Members(string? RunId, string? ParentRunId, string? RunType, string? AgentId, string? TeamId, string? WorkflowId, string? UserId, string? Status, long? CreatedAt);
}
