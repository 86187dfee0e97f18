using System.Collections.Immutable;

namespace Agno.Storage;

/// <summary>One end of a conversion: the tables of a layout in a storage.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Tables">The tables. Those without a name have the layout's own.</param>
internal sealed record ConversionEnd(ISessionStorage Storage, ConversionTables Tables)
{
    private const string Table = "agno_sessions";

    public SessionLayout Layout => Tables.Layout;

    /// <summary>What the tables hold, mode by mode.</summary>
    public ImmutableArray<ConversionStore> Stores { get; } = Tables.Layout switch
    {
        SessionLayout.V1 => Layout1.Of(Tables),
        SessionLayout.V2 => Layout2.Of(Tables),
        _ => Layout3.Of(Tables),
    };

    /// <summary>Whether both ends are the one table of a later layout.</summary>
    public bool IsTableOf(ConversionEnd other) =>
        ReferenceEquals(Storage, other.Storage) && Layout != SessionLayout.V1 && other.Layout != SessionLayout.V1 && (Tables.Sessions ?? Table) == (other.Tables.Sessions ?? Table);

    /// <summary>Where a session goes.</summary>
    /// <param name="stores">The stores to look into.</param>
    /// <param name="mode">What kind of session it was.</param>
    /// <param name="id">The session's id.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The store, and the session of that id which is in it already.</returns>
    public async ValueTask<(ConversionStore Store, PortableSession? Existing)> FindAsync(ISessionStores stores, StorageMode mode, string id, CancellationToken cancellationToken)
    {
        ConversionStore store = StoreOf(mode);
        if (await store.ReadAsync(stores, id, [], cancellationToken).ConfigureAwait(false) is { } existing)
            return (store, existing);
        foreach (ConversionStore other in Stores)
            if (other != store && (Layout != SessionLayout.V1 || PortableSession.IsSameType(other.Mode, mode))
                && await other.ReadAsync(stores, id, [], cancellationToken).ConfigureAwait(false) is { } found)
                return (other, found);
        return (store, null);
    }

    private ConversionStore StoreOf(StorageMode mode)
    {
        // Only layout 1 tells workflows of classes from workflows of steps; those of later versions are of steps.
        if (mode is StorageMode.Workflow or StorageMode.WorkflowV2)
            mode = Layout != SessionLayout.V1 || Tables is { Workflows: not null, StepWorkflows: null } ? StorageMode.Workflow : StorageMode.WorkflowV2;
        return Stores.Single(store => store.Mode == mode);
    }

}
