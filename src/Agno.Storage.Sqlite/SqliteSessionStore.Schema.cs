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
    public bool Exists() => Look(Exists);

    /// <inheritdoc cref="ISessionStore{TSession}.CompareSchemaAsync"/>
    public SchemaDiff? CompareSchema() => Look(_schema.Compare);

    /// <inheritdoc cref="ISessionStore{TSession}.GetSchemaVersionAsync"/>
    public int? GetSchemaVersion() => Look(GetSchemaVersion);

    /// <inheritdoc cref="ISessionStore{TSession}.DropAsync"/>
    public void Drop() => Exclusively(Drop);

    private bool Exists(Connection connection) => StoredTable.Read(connection, TableName) is not null;

    private int? GetSchemaVersion(Connection connection) => VersionTable.Read(connection, TableSchema.VersionName(TableName, TSession.Table.SessionType));

    private void Prepare(bool create, bool upgrade, Deadline? deadline = null) => Exclusively(writer => Prepare(writer, create, upgrade), deadline);

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
    private void Prepare(Deadline? deadline = null)
    {
        if (!_isPrepared)
            Prepare(_connections.Options.AutoCreate, _connections.Options.AutoUpgrade, deadline);
    }

    private ValueTask PrepareAsync(Deadline? deadline, CancellationToken cancellationToken) =>
        _isPrepared ? default : PrepareAsync(_connections.Options.AutoCreate, _connections.Options.AutoUpgrade, deadline, cancellationToken);

    private ValueTask PrepareAsync(bool create, bool upgrade, Deadline? deadline, CancellationToken cancellationToken) =>
        ExclusivelyAsync(writer => Prepare(writer, create, upgrade), deadline, cancellationToken);

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

    private async ValueTask ExclusivelyAsync(Action<Connection> action, Deadline? deadline, CancellationToken cancellationToken)
    {
        WriteLane lane = _connections.Lane;
        Deadline end = deadline ?? lane.Start();
        await lane.TakeAsync(NewLease(), end, cancellationToken).ConfigureAwait(false);
        Leased(lane, action, end);
    }

    private void Exclusively(Action<Connection> action, Deadline? deadline = null)
    {
        WriteLane lane = _connections.Lane;
        Deadline end = deadline ?? lane.Start();
        lane.Take(NewLease(), end);
        Leased(lane, action, end);
    }

    private Lease NewLease() => new($"Another call of this process has been at work on table '{TableName}' as a whole", "Raise the timeout where tables are large, or try again later.");

    private void Leased(WriteLane lane, Action<Connection> action, Deadline deadline)
    {
        try
        {
            using (_connections.Writer.Enter())
            {
                lane.Enter();
                using (lane.WaitUntil(deadline))
                    action(_connections.Writer);
            }
        }
        finally
        {
            lane.Release();
        }
    }

    private T Look<T>(Func<Connection, T> look) => Look(_connections.RentReader(), look);

    private async ValueTask<T> LookAsync<T>(Func<Connection, T> look, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Look(await _connections.RentReaderAsync(cancellationToken).ConfigureAwait(false), look);
    }

    private T Look<T>(Connection connection, Func<Connection, T> look)
    {
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
