using Agno.Storage.Schema;

namespace Agno.Storage.Sqlite;

// The asynchronous face: each call is its synchronous twin. Those that read look at the token first; those that write wait for the lane.
public sealed partial class SqliteSessionStore<TSession>
{
    /// <inheritdoc/>
    public ValueTask CreateAsync(CancellationToken cancellationToken = default) => PrepareAsync(create: true, _connections.Options.AutoUpgrade, deadline: null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ExistsAsync(CancellationToken cancellationToken = default) => LookAsync(Exists, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DropAsync(CancellationToken cancellationToken = default) => ExclusivelyAsync(Drop, deadline: null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SchemaDiff?> CompareSchemaAsync(CancellationToken cancellationToken = default) => LookAsync(_schema.Compare, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<UnknownColumn>> FindUnknownColumnsAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        return FindAsync();

        async ValueTask<IReadOnlyList<UnknownColumn>> FindAsync() =>
            await ReadTableAsync(sessionId, static (store, connection, _, id) => store.FindUnknownColumns(connection, id), cancellationToken).ConfigureAwait(false) ?? [];
    }

    /// <inheritdoc/>
    public ValueTask<int?> GetSchemaVersionAsync(CancellationToken cancellationToken = default) => LookAsync(GetSchemaVersion, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SchemaUpgrade> PlanUpgradeAsync(CancellationToken cancellationToken = default) => LookAsync(_schema.Plan, cancellationToken);

    /// <inheritdoc/>
    public ValueTask UpgradeSchemaAsync(CancellationToken cancellationToken = default) => ExclusivelyAsync(Upgrade, deadline: null, cancellationToken);
}
