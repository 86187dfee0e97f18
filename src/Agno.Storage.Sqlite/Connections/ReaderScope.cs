namespace Agno.Storage.Sqlite.Connections;

/// <summary>A connection to read from, taken and entered until the scope ends.</summary>
internal ref struct ReaderScope : IDisposable
{
    private readonly ConnectionPool _connections;
    private Lock.Scope _entered;

    /// <exception cref="ObjectDisposedException">The storage, or the transaction, has ended.</exception>
    public ReaderScope(ConnectionPool connections)
    {
        _connections = connections;
        Connection = connections.RentReader();
        _entered = Connection.Enter();
    }

    public Connection Connection { get; }

    public void Dispose()
    {
        _entered.Dispose();
        _connections.Return(Connection);
    }
}
