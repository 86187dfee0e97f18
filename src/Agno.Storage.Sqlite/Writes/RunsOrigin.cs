using Agno.Storage.Records;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Schema;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>The runs' table of a store, seen through the store's connections: those of a transaction, or the storage's own.</summary>
internal sealed class RunsOrigin(TableSchema schema, ConnectionPool connections) : RunOrigin
{
    private readonly ConnectionPool _connections = connections;

    // The stores of one table in one storage share it.
    public override object Table => schema;

    public override bool Includes(RunOrigin other) => other is RunsOrigin origin && origin.Table == Table && _connections.Holds(origin._connections);
}
