namespace Agno.Storage.Sqlite.Connections;

/// <summary>A connection to read from, taken and entered until the scope ends.</summary>
internal ref struct ReaderScope : IDisposable
{
    private readonly ConnectionPool _connections;
    private Lock.Scope _entered;

    /// <exception cref="ObjectDisposedException">The storage, or the transaction, has ended.</exception>
    public ReaderScope(ConnectionPool connections)
        : this(connections, connections.RentReader())
    {
    }

    /// <summary>For a connection that was taken.</summary>
    public ReaderScope(ConnectionPool connections, Connection connection)
    {
        _connections = connections;
        Connection = connection;
        _entered = Connection.Enter();
    }

    public Connection Connection { get; }

    public void Dispose()
    {
        _entered.Dispose();
        _connections.Return(Connection);
    }
}
