using System.Collections.Concurrent;
using Agno.Storage.Records;
using Agno.Storage.Sqlite.Connections;

namespace Agno.Storage.Sqlite;

/// <summary>The stores of a storage or a transaction: one for each type and table.</summary>
/// <param name="connections">What the stores work on.</param>
/// <param name="outer">For a transaction, the stores of its storage; null for a storage.</param>
internal sealed class StoreCache(ConnectionPool connections, StoreCache? outer = null)
{
    // By type, then by table: the runtime has no compiled code for keys of two parts, and would compile it at each start.
    private readonly ConcurrentDictionary<Type, ConcurrentDictionary<string, object>> _stores = new();

    public SqliteSessionStore<TSession> Get<TSession>(string? table)
        where TSession : class, ISessionRecord<TSession>
    {
        table ??= TSession.Table.Name;
        if (!_stores.TryGetValue(typeof(TSession), out ConcurrentDictionary<string, object>? tables))
            tables = _stores.GetOrAdd(typeof(TSession), new ConcurrentDictionary<string, object>());
        if (!tables.TryGetValue(table, out object? store))
            store = tables.GetOrAdd(table, outer?.Get<TSession>(table).Within(connections) ?? new SqliteSessionStore<TSession>(connections, table));
        return (SqliteSessionStore<TSession>)store;
    }
}
