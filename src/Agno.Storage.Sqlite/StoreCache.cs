using System.Collections.Concurrent;
using Agno.Storage.Records;
using Agno.Storage.Sqlite.Connections;

namespace Agno.Storage.Sqlite;

/// <summary>The stores of a storage or a transaction: one for each type and table.</summary>
/// <param name="connections">What the stores work on.</param>
/// <param name="outer">For a transaction, the stores of its storage; null for a storage.</param>
internal sealed class StoreCache(ConnectionPool connections, StoreCache? outer = null)
{
    private readonly ConcurrentDictionary<(Type Type, string Table), object> _stores = new();

    public SqliteSessionStore<TSession> Get<TSession>(string? table)
        where TSession : class, ISessionRecord<TSession>
    {
        (Type, string) key = (typeof(TSession), table ?? TSession.Table.Name);
        if (!_stores.TryGetValue(key, out object? store))
            store = _stores.GetOrAdd(key, outer?.Get<TSession>(table).Within(connections) ?? new SqliteSessionStore<TSession>(connections, key.Item2));
        return (SqliteSessionStore<TSession>)store;
    }
}
