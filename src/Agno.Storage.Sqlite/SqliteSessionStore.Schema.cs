using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Schema;

namespace Agno.Storage.Sqlite;

// The table itself.
public sealed partial class SqliteSessionStore<TSession>
{
    /// <inheritdoc cref="ISessionStore{TSession}.CreateAsync"/>
    public void Create() => Prepare(create: true, _connections.Options.AutoUpgrade);

    /// <inheritdoc cref="ISessionStore{TSession}.UpgradeSchemaAsync"/>
    public void UpgradeSchema() => Exclusively(Upgrade);

    /// <inheritdoc cref="ISessionStore{TSession}.PlanUpgradeAsync"/>
    public SchemaUpgrade PlanUpgrade() => Look(_schema.Plan);

    /// <inheritdoc cref="ISessionStore{TSession}.ExistsAsync"/>
    public bool Exists() => Look(connection => StoredTable.Read(connection, TableName) is not null);

    /// <inheritdoc cref="ISessionStore{TSession}.CompareSchemaAsync"/>
    public SchemaDiff? CompareSchema() => Look(_schema.Compare);

    /// <inheritdoc cref="ISessionStore{TSession}.GetSchemaVersionAsync"/>
    public int? GetSchemaVersion() => Look(connection => VersionTable.Read(connection, TableSchema.VersionName(TableName, TSession.Table.SessionType)));

    /// <inheritdoc cref="ISessionStore{TSession}.DropAsync"/>
    public void Drop() => Exclusively(Drop);

    private void Prepare(bool create, bool upgrade) => Exclusively(writer => Prepare(writer, create, upgrade));

    private void Drop(Connection writer)
    {
        if (_userId is not null)
            throw new InvalidOperationException($"This store is user '{Shorten(_userId)}''s alone, and table '{TableName}' holds others' sessions too: drop it through the storage's own store.");
        _schema.Drop(writer);
        Forget();
    }

    private void Upgrade(Connection writer)
    {
        _schema.Prepare(writer, create: false, upgrade: true, takeOver: true);
        MarkPrepared();
    }

    // Before a write: creates or upgrades the table as the options allow, once.
    private void Prepare()
    {
        if (!_isPrepared)
            Prepare(_connections.Options.AutoCreate, _connections.Options.AutoUpgrade);
    }

    private ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        _isPrepared ? default : PrepareAsync(_connections.Options.AutoCreate, _connections.Options.AutoUpgrade, cancellationToken);

    private ValueTask PrepareAsync(bool create, bool upgrade, CancellationToken cancellationToken) =>
        ExclusivelyAsync(writer => Prepare(writer, create, upgrade), cancellationToken);

    private void Prepare(Connection writer, bool create, bool upgrade)
    {
        _schema.Prepare(writer, create, upgrade);
        MarkPrepared();
    }

    private void MarkPrepared()
    {
        _read = null;
        _isPrepared = true;
    }

    // The table is to be looked at again.
    private void Forget()
    {
        _read = null;
        _isPrepared = false;
    }

    private async ValueTask ExclusivelyAsync(Action<Connection> action, CancellationToken cancellationToken)
    {
        WriteLane lane = _connections.Lane;
        await lane.TakeAsync(abort: null, cancellationToken).ConfigureAwait(false);
        try
        {
            using (_connections.Writer.Enter())
                action(_connections.Writer);
        }
        finally
        {
            lane.Release();
        }
    }

    private void Exclusively(Action<Connection> action)
    {
        WriteLane lane = _connections.Lane;
        lane.Take();
        try
        {
            using (_connections.Writer.Enter())
                action(_connections.Writer);
        }
        finally
        {
            lane.Release();
        }
    }

    private T Look<T>(Func<Connection, T> look)
    {
        Connection connection = _connections.RentReader();
        try
        {
            using (connection.Enter())
                return look(connection);
        }
        finally
        {
            _connections.Return(connection);
        }
    }
}
