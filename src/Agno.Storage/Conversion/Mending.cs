using System.Text.Json.Nodes;
using Agno.Storage.Json;
using Agno.Storage.Schema;

namespace Agno.Storage;

/// <summary>Undoes what Agno's own conversion from 1 to 2 does to a SQLite file: columns encoded three times, and runs that are gone.</summary>
internal static class Mending
{
    /// <summary>Mends a row in place.</summary>
    /// <param name="row">The row as it is stored.</param>
    /// <param name="source">The same session as converted from the first layout, to take lost runs from; null where there is none.</param>
    /// <returns>Whether there was anything to mend.</returns>
    public static bool Mend(ISharedRow row, ISharedRow? source)
    {
        bool isMended = false;
        // Two sessions of one id became one row, where the later one's data took the place of the first one's.
        bool isMerged = IsStored(row.Foreign.First) || IsStored(row.Foreign.Second);
        row.SessionData = Unwrap(row.SessionData, ref isMended);
        row.AgentData = Unwrap(row.AgentData, ref isMended);
        row.TeamData = Unwrap(row.TeamData, ref isMended);
        row.WorkflowData = Unwrap(row.WorkflowData, ref isMended);
        row.Metadata = Unwrap(row.Metadata, ref isMended);
        row.Runs = Unwrap(row.Runs, ref isMended);
        row.Summary = Unwrap(row.Summary, ref isMended);
        if (source is null)
            return isMended;
        if (isMended && isMerged)
            (row.SessionData, row.Metadata, row.Foreign) = (source.SessionData, source.Metadata, default);
        // Whoever cleared them would have left an empty array: they were lost.
        if (row.Runs.IsNull && !source.Runs.IsNull)
        {
            row.Runs = source.Runs;
            isMended = true;
        }
        if (isMended && row.Summary.IsNull)
            row.Summary = source.Summary;
        return isMended;
    }

    private static bool IsStored(JsonColumn<JsonNode> column) => column.Cell is { Kind: not ValueKind.Null };

    private static JsonColumn<JsonNode> Unwrap(JsonColumn<JsonNode> column, ref bool isMended)
    {
        if (column.Cell is not { IsNested: true } cell || !NestedJson.IsNestedTwice(cell.StoredJson))
            return column;
        isMended = true;
        return column.IsNull ? default : JsonColumn.Parse(NestedJson.Unwrap(cell.StoredJson));
    }
}
