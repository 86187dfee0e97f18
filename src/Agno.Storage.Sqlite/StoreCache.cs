using System.Collections.Concurrent;
using Agno.Storage.Records;
using Agno.Storage.Sqlite.Connections;

namespace Agno.Storage.Sqlite;

/// <summary>The stores of a storage or a transaction: one for each type and table.</summary>
internal sealed class StoreCache(ConnectionPool connections)
{
    private readonly ConcurrentDictionary<(Type Type, string Table), object> _stores = new();

    public SqliteSessionStore<TSession> Get<TSession>(string? table)
        where TSession : class, ISessionRecord<TSession>
    {
        (Type, string) key = (typeof(TSession), table ?? TSession.Table.Name);
        if (!_stores.TryGetValue(key, out object? store))
            store = _stores.GetOrAdd(key, new SqliteSessionStore<TSession>(connections, key.Item2));
        return (SqliteSessionStore<TSession>)store;
    }
}
