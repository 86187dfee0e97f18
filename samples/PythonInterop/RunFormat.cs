using System.Buffers;
using System.Text;
using System.Text.Json;
using Agno.Storage;
using Agno.Storage.Json;
using Agno.Storage.Schema;

namespace PythonInterop;

/// <summary>The rows of a session's runs as an array in its line: the columns as keys, <c>run_data</c> decoded.</summary>
internal static class RunFormat
{
    /// <summary>The key of the array.</summary>
    public const string Key = "runs";

    /// <summary>Writes one row.</summary>
    public static void Write(RunRow run, string sessionId, ArrayBufferWriter<byte> line)
    {
        string separator = "{";
        for (int ordinal = 0; ordinal < RunTable.Columns.Length; ordinal++)
        {
            Encoding.UTF8.GetBytes($"{separator}\"{RunTable.Columns[ordinal].Name}\": ", line);
            separator = ", ";
            if (ordinal == RunTable.RunData)
                line.WriteJson(NestedText.Unwrap(run.Data.StoredJson));
            else
                Encoding.UTF8.GetBytes(Text(run, sessionId, ordinal), line);
        }
        line.Write("}"u8);
    }

    /// <summary>Reads the array.</summary>
    /// <exception cref="JsonException">It is not an array of rows.</exception>
    /// <exception cref="TransferException">A row has a key that is not a column, or lacks one that must not be null.</exception>
    public static List<RunRow> Read(ref JsonCursor json)
    {
        var runs = new List<RunRow>();
        json.ReadStartArray();
        while (json.ReadElement())
            runs.Add(ReadRow(ref json));
        return runs;
    }

    private static string Text(RunRow run, string sessionId, int ordinal) => ordinal switch
    {
        RunTable.RunId => Text(run.RunId),
        RunTable.SessionId => Text(sessionId),
        RunTable.RunType => Text(run.RunType),
        RunTable.AgentId => Text(run.AgentId),
        RunTable.TeamId => Text(run.TeamId),
        RunTable.WorkflowId => Text(run.WorkflowId),
        RunTable.UserId => Text(run.UserId),
        RunTable.ParentRunId => Text(run.ParentRunId),
        RunTable.Status => Text(run.Status),
        RunTable.RunIndex => Text(run.RunIndex),
        RunTable.CreatedAt => Text(run.CreatedAt),
        _ => Text(run.UpdatedAt),
    };

    private static string Text(string? value) => value is null ? "null" : PythonText.OfString(value);

    private static string Text(long? value) => value is { } number ? $"{number}" : "null";

    private static RunRow ReadRow(ref JsonCursor json)
    {
        string? id = null;
        byte[]? data = null;
        bool hasCreatedAt = false;
        var row = new RunRow("", default);
        json.ReadStartObject();
        while (json.ReadMember(out string name))
        {
            switch (name)
            {
                case "run_id":
                    id = json.ReadString();
                    break;
                case "session_id":
                    // That of the line.
                    json.Skip();
                    break;
                case "run_data":
                    data = json.ReadRawValue().ToArray();
                    break;
                case "created_at":
                    row = row with { CreatedAt = json.ReadInt64() };
                    hasCreatedAt = true;
                    break;
                default:
                    row = With(row, name, ref json);
                    break;
            }
        }
        if (id is null || data is null || !hasCreatedAt)
            throw new TransferException($"A run has no {(id is null ? "run_id" : data is null ? "run_data" : "created_at")}.");
        return row with { RunId = id, Data = JsonColumn.Parse(data) };
    }

    private static RunRow With(RunRow row, string name, ref JsonCursor json) => name switch
    {
        "run_type" => row with { RunType = json.ReadString() },
        "agent_id" => row with { AgentId = json.ReadStringOrNull() },
        "team_id" => row with { TeamId = json.ReadStringOrNull() },
        "workflow_id" => row with { WorkflowId = json.ReadStringOrNull() },
        "user_id" => row with { UserId = json.ReadStringOrNull() },
        "parent_run_id" => row with { ParentRunId = json.ReadStringOrNull() },
        "status" => row with { Status = json.ReadStringOrNull() },
        "run_index" => row with { RunIndex = json.TryReadNull() ? null : json.ReadInt64() },
        "updated_at" => row with { UpdatedAt = json.TryReadNull() ? null : json.ReadInt64() },
        _ => throw new TransferException($"'{name}' is not a key of a run. Keys: {string.Join(", ", RunTable.Columns.Select(column => column.Name))}."),
    };
}
