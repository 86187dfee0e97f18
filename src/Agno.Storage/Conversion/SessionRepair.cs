using System.Text.Json.Nodes;
using Agno.Storage.Json;
using Agno.Storage.Schema;

namespace Agno.Storage;

/// <summary>Undoes what Agno's own conversions do to a SQLite file: columns encoded three times and runs that are gone after that from 1 to 2, runs in two places after that from 2 to 3.</summary>
internal static class SessionRepair
{
    /// <summary>Repairs a session of Agno 2 or 3 in place.</summary>
    /// <param name="session">The session as it is stored.</param>
    /// <param name="source">The same session as converted from Agno 1, to take lost runs from; null where there is none.</param>
    /// <param name="mode">The kind of session.</param>
    /// <returns>Whether there was anything to repair.</returns>
    public static bool Repair(PortableSession session, PortableSession? source, StorageMode mode)
    {
        bool isRepaired = session.HasOldRuns;
        // Two sessions of one id became one row, where the later one's data took the place of the first one's.
        bool isMerged = new[] { session.AgentData, session.TeamData, session.WorkflowData }.Count(IsStored) > 1;
        session.SessionData = Unwrap(session.SessionData, ref isRepaired);
        session.AgentData = Unwrap(session.AgentData, ref isRepaired);
        session.TeamData = Unwrap(session.TeamData, ref isRepaired);
        session.WorkflowData = Unwrap(session.WorkflowData, ref isRepaired);
        session.Metadata = Unwrap(session.Metadata, ref isRepaired);
        session.Runs = Unwrap(session.Runs, ref isRepaired);
        session.Summary = Unwrap(session.Summary, ref isRepaired);
        if (source is null)
            return isRepaired;
        if (isRepaired && isMerged)
        {
            (session.SessionData, session.Metadata) = (source.SessionData, source.Metadata);
            (session.AgentData, session.TeamData, session.WorkflowData) = (source.AgentData, source.TeamData, source.WorkflowData);
        }
        if (session.Runs.IsNull && RunRows.HasAny(source, mode))
        {
            (session.Runs, session.RunRows) = (source.Runs, source.RunRows);
            isRepaired = true;
        }
        if (isRepaired && session.Summary.IsNull)
            session.Summary = source.Summary;
        return isRepaired;
    }

    private static bool IsStored(JsonColumn<JsonNode> column) => column.Cell is { Kind: not ValueKind.Null };

    private static JsonColumn<JsonNode> Unwrap(JsonColumn<JsonNode> column, ref bool isRepaired)
    {
        if (column.Cell is not { IsNested: true } cell || !NestedJson.IsNestedTwice(cell.StoredJson))
            return column;
        isRepaired = true;
        return column.IsNull ? default : JsonColumn.Parse(column.InnerJson());
    }
}
