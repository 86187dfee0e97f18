using System.Collections.Immutable;
using Agno.Storage.Json;
using Agno.Storage.Records;

namespace Agno.Storage;

/// <summary>Sessions of Agno 3: one table for all types, and one row for each run.</summary>
internal static class Layout3
{
    public static ImmutableArray<ConversionStore> Of(ConversionTables tables) =>
    [
        new Layout3Store<AgentRow3, LegacyAgentRow>(tables.Sessions) { Mode = StorageMode.Agent },
        new Layout3Store<TeamRow3, LegacyTeamRow>(tables.Sessions) { Mode = StorageMode.Team },
        new Layout3Store<WorkflowRow3, LegacyWorkflowRow>(tables.Sessions) { Mode = StorageMode.Workflow },
    ];
}

/// <inheritdoc/>
/// <param name="table">The table; null for the record's own.</param>
internal sealed class Layout3Store<TRow, TLegacy>(string? table) : ConversionStore
    where TRow : Layout3Row, ISessionRecord<TRow>, new()
    where TLegacy : LegacyRow, ISessionRecord<TLegacy>
{
    /// <inheritdoc/>
    public override async ValueTask UpgradeAsync(ISessionStores stores, CancellationToken cancellationToken)
    {
        ISessionStore<TRow> store = stores.Sessions<TRow>(table);
        if (await store.ExistsAsync(cancellationToken).ConfigureAwait(false))
            await store.UpgradeSchemaAsync(cancellationToken).ConfigureAwait(false);
    }

    public override IAsyncEnumerable<string> ListIdsAsync(ISessionStores stores, Action<StorageException> onUnreadable, CancellationToken cancellationToken) =>
        stores.Sessions<TRow>(table).ListIdsAsync(new() { OnUnreadable = onUnreadable }, cancellationToken);

    public override async ValueTask<PortableSession?> ReadAsync(ISessionStores stores, string id, List<string> losses, CancellationToken cancellationToken)
    {
        if (await stores.Sessions<TLegacy>(table).ReadAsync(id, cancellationToken: cancellationToken).ConfigureAwait(false) is not { } session)
            return null;
        var runs = new List<PortableRun>();
        await foreach (RunRow row in stores.Sessions<TRow>(table).ReadRunsAsync<RunRow>(id, cancellationToken: cancellationToken).ConfigureAwait(false))
            runs.Add(new(row, IsStored: true));
        session.RunRows = session.HasOldRuns ? RunRows.Merge(session, NestedJson.Unwrap(session.OldRuns.StoredJson), runs, Mode, losses) : runs;
        session.Runs = RunRows.Join(session.RunRows);
        return session;
    }

    public override ValueTask LoseUnknownColumnsAsync(ISessionStores stores, string id, List<string> losses, CancellationToken cancellationToken) =>
        LoseUnknownColumnsAsync(stores.Sessions<TRow>(table), id, losses, cancellationToken);

    public override async ValueTask WriteAsync(ISessionStores stores, PortableSession session, List<string> losses, CancellationToken cancellationToken)
    {
        ISessionStore<TRow> store = stores.Sessions<TRow>(table);
        IReadOnlyList<PortableRun> runs = session.RunRows ?? RunRows.Of(session, Mode, losses);
        if (session is TLegacy { HasOldRuns: true } legacy && await store.ReadAsync(session.SessionId, RunWindow.None, cancellationToken: cancellationToken).ConfigureAwait(false) is not null)
        {
            // The session is in its place: its runs move from its row to rows of their own.
            legacy.OldRuns = default;
            await stores.Sessions<TLegacy>(table).ImportAsync(legacy, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await store.ImportAsync(session.To<TRow>(), cancellationToken).ConfigureAwait(false);
        }
        await ImportAsync(store, session.SessionId, runs, losses, cancellationToken).ConfigureAwait(false);
    }

    // Agno 3 has every run id once. A run of a session that holds another session's run, as Agno 2 allows it, gets an id of its own.
    private static async ValueTask ImportAsync(ISessionStore<TRow> store, string sessionId, IReadOnlyList<PortableRun> runs, List<string> losses, CancellationToken cancellationToken)
    {
        var renamed = new Dictionary<string, string>();
        for (int i = 0; i < runs.Count; i++)
        {
            string id = runs[i].Row.RunId;
            try
            {
                await store.ImportRunAsync(sessionId, RunRows.ToStore(runs[i], renamed, losses), cancellationToken).ConfigureAwait(false);
            }
            catch (SessionOwnershipException) when (renamed.TryAdd(id, $"{id}:{sessionId}"))
            {
                losses.Add($"Run '{id}' is another session's too, and has the id '{renamed[id]}' now.");
                i--;
            }
        }
        // A part may come before the run that it is a part of.
        foreach (PortableRun run in runs)
            if (run.Row.ParentRunId is { } parent && renamed.ContainsKey(parent))
                await store.ImportRunAsync(sessionId, RunRows.ToStore(run, renamed, losses), cancellationToken).ConfigureAwait(false);
    }
}
