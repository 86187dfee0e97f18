using Agno.Storage.Schema;

namespace Agno.Storage.Sqlite;

// The asynchronous face: each call is its synchronous twin. Those that read look at the token first; those that write wait for the lane.
public sealed partial class SqliteSessionStore<TSession>
{
    /// <inheritdoc/>
    public ValueTask CreateAsync(CancellationToken cancellationToken = default) => PrepareAsync(create: true, _connections.Options.AutoUpgrade, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ExistsAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Exists());
    }

    /// <inheritdoc/>
    public ValueTask DropAsync(CancellationToken cancellationToken = default) => ExclusivelyAsync(Drop, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SchemaDiff?> CompareSchemaAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(CompareSchema());
    }

    /// <inheritdoc/>
    public ValueTask<int?> GetSchemaVersionAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(GetSchemaVersion());
    }

    /// <inheritdoc/>
    public ValueTask<SchemaUpgrade> PlanUpgradeAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(PlanUpgrade());
    }

    /// <inheritdoc/>
    public ValueTask UpgradeSchemaAsync(CancellationToken cancellationToken = default) => ExclusivelyAsync(Upgrade, cancellationToken);
}
