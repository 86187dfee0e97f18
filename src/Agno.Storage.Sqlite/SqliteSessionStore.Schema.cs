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

    /// <inheritdoc cref="ISessionStore{TSession}.ExistsAsync"/>
    public bool Exists() => Look(connection => StoredTable.Read(connection, TableName) is not null);

    /// <inheritdoc cref="ISessionStore{TSession}.CompareSchemaAsync"/>
    public SchemaDiff? CompareSchema() => Look(_schema.Compare);

    /// <inheritdoc cref="ISessionStore{TSession}.GetSchemaVersionAsync"/>
    public int? GetSchemaVersion() => Look(connection => VersionTable.Read(connection, TableName));

    /// <inheritdoc cref="ISessionStore{TSession}.DropAsync"/>
    public void Drop()
    {
        Connection writer = _connections.Writer;
        lock (writer.Gate)
        {
            _schema.Drop(writer);
            _read = null;
            _isPrepared = false;
        }
    }

    private void Prepare(bool create, bool upgrade)
    {
        Connection writer = _connections.Writer;
        lock (writer.Gate)
        {
            _schema.Prepare(writer, create, upgrade);
            _read = null;
            _isPrepared = true;
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
