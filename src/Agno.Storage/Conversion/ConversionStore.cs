using Agno.Storage.Records;
using Agno.Storage.Schema;

namespace Agno.Storage;

/// <summary>The sessions of one mode in one table, at either end of a conversion.</summary>
internal abstract class ConversionStore
{
    /// <summary>The kind of sessions.</summary>
    public required StorageMode Mode { get; init; }

    /// <summary>Makes a table of an earlier layout one of this layout, whose sessions are converted where they are.</summary>
    public virtual ValueTask UpgradeAsync(ISessionStores stores, CancellationToken cancellationToken) => default;

    /// <summary>The ids of the sessions, newest first; those that are not text are reported.</summary>
    public abstract IAsyncEnumerable<string> ListIdsAsync(ISessionStores stores, Action<StorageException> onUnreadable, CancellationToken cancellationToken);

    /// <summary>Reads a session; null where there is none. What other layouts have no place for is added to the losses.</summary>
    public abstract ValueTask<PortableSession?> ReadAsync(ISessionStores stores, string id, List<string> losses, CancellationToken cancellationToken);

    /// <summary>Names the columns of a session, and of its runs, that hold a value and that somebody added to the tables: no layout has a place for them.</summary>
    public abstract ValueTask LoseUnknownColumnsAsync(ISessionStores stores, string id, List<string> losses, CancellationToken cancellationToken);

    /// <summary>Stores a session, new or in the place of the one with its id. What this layout has no place for is added to the losses.</summary>
    public abstract ValueTask WriteAsync(ISessionStores stores, PortableSession session, List<string> losses, CancellationToken cancellationToken);

    /// <inheritdoc cref="LoseUnknownColumnsAsync(ISessionStores, string, List{string}, CancellationToken)"/>
    protected static async ValueTask LoseUnknownColumnsAsync<TSession>(ISessionStore<TSession> store, string id, List<string> losses, CancellationToken cancellationToken)
        where TSession : class, ISessionRecord<TSession>
    {
        foreach (UnknownColumn column in await store.FindUnknownColumnsAsync(id, cancellationToken).ConfigureAwait(false))
            losses.Add($"Column '{column.Name}' of table '{column.Table}' is not one of Agno's: what it holds is left behind.");
    }
}

/// <inheritdoc/>
/// <param name="table">The table; null for the record's own.</param>
/// <param name="read">Makes a session free of the layout.</param>
/// <param name="write">Makes the layout's session.</param>
internal sealed class ConversionStore<TSession>(string? table, Func<TSession, List<string>, PortableSession> read, Func<PortableSession, List<string>, TSession> write) : ConversionStore
    where TSession : class, ISessionRecord<TSession>
{
    public override IAsyncEnumerable<string> ListIdsAsync(ISessionStores stores, Action<StorageException> onUnreadable, CancellationToken cancellationToken) =>
        stores.Sessions<TSession>(table).ListIdsAsync(new() { OnUnreadable = onUnreadable }, cancellationToken);

    public override async ValueTask<PortableSession?> ReadAsync(ISessionStores stores, string id, List<string> losses, CancellationToken cancellationToken) =>
        await stores.Sessions<TSession>(table).ReadAsync(id, cancellationToken: cancellationToken).ConfigureAwait(false) is { } session ? read(session, losses) : null;

    public override ValueTask LoseUnknownColumnsAsync(ISessionStores stores, string id, List<string> losses, CancellationToken cancellationToken) =>
        LoseUnknownColumnsAsync(stores.Sessions<TSession>(table), id, losses, cancellationToken);

    public override ValueTask WriteAsync(ISessionStores stores, PortableSession session, List<string> losses, CancellationToken cancellationToken) =>
        stores.Sessions<TSession>(table).ImportAsync(write(session, losses), cancellationToken);
}
