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
    public void UpgradeSchema() => Prepare(create: false, upgrade: true);

    /// <inheritdoc cref="ISessionStore{TSession}.PlanUpgradeAsync"/>
    public SchemaUpgrade PlanUpgrade() => Look(_schema.Plan);

    /// <inheritdoc cref="ISessionStore{TSession}.ExistsAsync"/>
    public bool Exists() => Look(connection => StoredTable.Read(connection, TableName) is not null);

    /// <inheritdoc cref="ISessionStore{TSession}.CompareSchemaAsync"/>
    public SchemaDiff? CompareSchema() => Look(_schema.Compare);

    /// <inheritdoc cref="ISessionStore{TSession}.GetSchemaVersionAsync"/>
    public int? GetSchemaVersion() => Look(connection => VersionTable.Read(connection, TableSchema.VersionName(TableName, TSession.Table.SessionType)));

    /// <inheritdoc cref="ISessionStore{TSession}.DropAsync"/>
    public void Drop()
    {
        Exclusively(writer =>
        {
            _schema.Drop(writer);
            Forget();
        });
    }

    private void Prepare(bool create, bool upgrade) => Exclusively(writer => Prepare(writer, create, upgrade));

    // Before a write: creates or upgrades the table as the options allow, once.
    private void Prepare()
    {
        if (!_isPrepared)
            Prepare(_connections.Options.AutoCreate, _connections.Options.AutoUpgrade);
    }

    private ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        return _isPrepared ? default : Prepare();

        async ValueTask Prepare()
        {
            await _connections.Lane.TakeAsync(abort: null, cancellationToken).ConfigureAwait(false);
            try
            {
                lock (_connections.Writer.Gate)
                    this.Prepare(_connections.Writer, _connections.Options.AutoCreate, _connections.Options.AutoUpgrade);
            }
            finally
            {
                _connections.Lane.Release();
            }
        }
    }

    private void Prepare(Connection writer, bool create, bool upgrade)
    {
        _schema.Prepare(writer, create, upgrade);
        _read = null;
        _isPrepared = true;
    }

    // The table is to be looked at again.
    private void Forget()
    {
        _read = null;
        _isPrepared = false;
    }

    private void Exclusively(Action<Connection> action)
    {
        WriteLane lane = _connections.Lane;
        lane.Take();
        try
        {
            lock (_connections.Writer.Gate)
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
            lock (connection.Gate)
                return look(connection);
        }
        finally
        {
            _connections.Return(connection);
        }
    }
}
