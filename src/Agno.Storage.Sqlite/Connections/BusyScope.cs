namespace Agno.Storage.Sqlite.Connections;

/// <summary>A while in which SQLite waits less long for another connection's lock than its busy timeout. The default changes nothing.</summary>
internal readonly ref struct BusyScope
{
    private readonly Connection? _connection;

    public BusyScope(Connection connection, int milliseconds)
    {
        _connection = connection;
        connection.WaitAtMost(milliseconds);
    }

    public void Dispose() => _connection?.WaitAtMost(_connection.BusyTimeout);
}
