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

    /// <summary>Upgrades the table as <see cref="UpgradeSchema()"/> does, after a copy of the whole database was made; no copy where there is nothing to upgrade.</summary>
    /// <param name="backupPath">The copy's path, where no file may be. It holds the database as it was right before the upgrade: nobody can write between the two.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="StorageException">There is no table, or the copy can't be made; then nothing was upgraded.</exception>
    /// <exception cref="SchemaException">The table can't be upgraded, or is of a newer version.</exception>
    public void UpgradeSchema(string backupPath)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(backupPath);
        Prepare(create: false, upgrade: true, backupPath);
    }

    /// <summary>Plans what <see cref="UpgradeSchema()"/> would do now. Nothing is changed.</summary>
    /// <exception cref="StorageException">There is no table.</exception>
    /// <exception cref="SchemaException">The table can't be upgraded, or is of a newer version.</exception>
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

    private void Prepare(bool create, bool upgrade, string? backupPath = null) =>
        Exclusively(writer => Prepare(writer, create, upgrade, backupPath));

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
                    this.Prepare(_connections.Writer, _connections.Options.AutoCreate, _connections.Options.AutoUpgrade, backupPath: null);
            }
            finally
            {
                _connections.Lane.Release();
            }
        }
    }

    private void Prepare(Connection writer, bool create, bool upgrade, string? backupPath)
    {
        _schema.Prepare(writer, create, upgrade, backupPath is null ? null : BackUpTo(writer, backupPath));
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

    // While the writer holds the lock, a reader copies just what the upgrade will find. A connection that is both can't copy within its own transaction: it
    // does so now.
    private Action? BackUpTo(Connection writer, string path)
    {
        if (!Look(reader => ReferenceEquals(reader, writer)))
            return BackUp;
        if (!PlanUpgrade().IsEmpty)
            BackUp();
        return null;

        void BackUp()
        {
            if (File.Exists(path))
                throw new StorageException($"The database can't be copied to '{path}' before the upgrade, because that file exists: move it away, or give another path.");
            Look(connection =>
            {
                connection.Execute($"VACUUM INTO '{path.Replace("'", "''")}'", $"Copying the database to '{path}' before the upgrade");
                return true;
            });
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
