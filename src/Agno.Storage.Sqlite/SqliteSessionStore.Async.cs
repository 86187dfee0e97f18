using Agno.Storage.Schema;

namespace Agno.Storage.Sqlite;

// The asynchronous face: each call is its synchronous twin, after a look at the token.
public sealed partial class SqliteSessionStore<TSession>
{
    /// <inheritdoc/>
    public ValueTask CreateAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Create();
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<bool> ExistsAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Exists());
    }

    /// <inheritdoc/>
    public ValueTask DropAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Drop();
        return default;
    }

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
    public ValueTask UpgradeSchemaAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        UpgradeSchema();
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<TSession?> ReadAsync(string sessionId, string? userId = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(sessionId, userId));
    }
}
