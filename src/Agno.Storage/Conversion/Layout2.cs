using System.Collections.Immutable;
using Agno.Storage.Records;

namespace Agno.Storage;

/// <summary>Sessions of Agno 2: one table for all types, its rows are sessions that any layout can take.</summary>
internal static class Layout2
{
    public static ImmutableArray<ConversionStore> Of(ConversionTables tables) =>
    [
        Store<AgentRow2>(StorageMode.Agent, tables),
        Store<TeamRow2>(StorageMode.Team, tables),
        Store<WorkflowRow2>(StorageMode.Workflow, tables),
    ];

    private static ConversionStore<TRow> Store<TRow>(StorageMode mode, ConversionTables tables)
        where TRow : PortableSession, ISessionRecord<TRow>, new() =>
        new(tables.Sessions, static (row, _) => row, (session, losses) => Write<TRow>(session, mode, losses)) { Mode = mode };

    private static TRow Write<TRow>(PortableSession session, StorageMode mode, List<string> losses)
        where TRow : PortableSession, new()
    {
        RunRows.KeepTypes(session, mode);
        RunRows.LoseColumns(session, mode, losses);
        return session.To<TRow>();
    }
}
