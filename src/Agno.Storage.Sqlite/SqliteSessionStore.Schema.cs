using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Schema;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite;

// The table itself.
public sealed partial class SqliteSessionStore<TSession>
{
    /// <inheritdoc cref="ISessionStore{TSession}.CreateAsync"/>
    public void Create() => Prepare(create: true, _connections.Options.AutoUpgrade);

    /// <inheritdoc cref="ISessionStore{TSession}.UpgradeSchemaAsync"/>
    public void UpgradeSchema() => Exclusively(Upgrade);

    /// <inheritdoc cref="ISessionStore{TSession}.PlanUpgradeAsync"/>
    public SchemaUpgrade PlanUpgrade() => Look(_schema.Plan);

    /// <inheritdoc cref="ISessionStore{TSession}.ExistsAsync"/>
    public bool Exists() => Look(Exists);

    /// <inheritdoc cref="ISessionStore{TSession}.CompareSchemaAsync"/>
    public SchemaDiff? CompareSchema() => Look(_schema.Compare);

    /// <inheritdoc cref="ISessionStore{TSession}.FindUnknownColumnsAsync"/>
    public IReadOnlyList<UnknownColumn> FindUnknownColumns(string sessionId)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        return ReadTable(sessionId, static (store, connection, _, id) => store.FindUnknownColumns(connection, id)) ?? [];
    }

    /// <inheritdoc cref="ISessionStore{TSession}.GetSchemaVersionAsync"/>
    public int? GetSchemaVersion() => Look(GetSchemaVersion);

    /// <inheritdoc cref="ISessionStore{TSession}.DropAsync"/>
    public void Drop() => Exclusively(Drop);

    private bool Exists(Connection connection) => StoredTable.Read(connection, TableName) is not null;

    private int? GetSchemaVersion(Connection connection) => VersionTable.Read(connection, TableSchema.VersionName(TableName, TSession.Table.SessionType));

    private List<UnknownColumn> FindUnknownColumns(Connection connection, string sessionId)
    {
        IEnumerable<string> known = TSession.Table.Columns.Select(column => column.Name);
        if (_schema.OwnList is { } list)
            known = known.Append(list.Column);
        List<UnknownColumn> found = FindUnknownColumns(connection, TableName, [.. known], sessionId);
        if (Runs is not null)
            found.AddRange(FindUnknownColumns(connection, _schema.RunsTable, [.. RunTable.Columns.Select(column => column.Name)], sessionId));
        return found;
    }

    private List<UnknownColumn> FindUnknownColumns(Connection connection, string table, string[] known, string sessionId)
    {
        string[] unknown =
        [
            .. from column in StoredTable.Read(connection, table)?.Columns ?? []
               where !column.IsGenerated && !known.Contains(column.Name, StringComparer.OrdinalIgnoreCase)
               select column.Name,
        ];
        if (unknown.Length == 0)
            return [];
        string values = string.Join(", ", unknown.Select(column => $"max({ColumnSql.Quote(column)} IS NOT NULL)"));
        string type = TSession.Table.SessionType is { } name ? $" AND \"session_type\" = '{name}'" : "";
        string user = _userId is null ? "" : $" AND {ColumnSql.Quote(TSession.Table.Columns[UserId].Name)} = ?2";
        string session = $"SELECT 1 FROM {ColumnSql.Quote(TableName)} WHERE \"session_id\" = ?1{type}{user}";
        using var statement = new Statement(connection, $"SELECT {values} FROM {ColumnSql.Quote(table)} WHERE \"session_id\" = ?1 AND EXISTS ({session})", _reading);
        statement.Bind(1, sessionId);
        if (_userId is not null)
            statement.Bind(2, _userId);
        statement.Step();
        // Without a row, the highest value is NULL.
        return [.. unknown.Where((_, i) => statement.GetKind(i) != ValueKind.Null && statement.GetInt64(i) != 0).Select(column => new UnknownColumn(table, column))];
    }

    private void Prepare(bool create, bool upgrade, Deadline? deadline = null) => Exclusively(writer => Prepare(writer, create, upgrade), deadline);

    private void Drop(Connection writer)
    {
        if (_userId is not null)
            throw new InvalidOperationException($"This store is user '{Shorten(_userId)}''s alone, and table '{TableName}' holds others' sessions too: drop it through the storage's own store.");
        _schema.Drop(writer);
        Forget();
    }

    private void Upgrade(Connection writer)
    {
        _schema.Prepare(writer, create: false, upgrade: true, takeOver: true);
        MarkPrepared();
    }

    // Before a write: creates or upgrades the table as the options allow, once.
    private void Prepare(Deadline? deadline = null)
    {
        if (!_isPrepared)
            Prepare(_connections.Options.AutoCreate, _connections.Options.AutoUpgrade, deadline);
    }

    private ValueTask PrepareAsync(Deadline? deadline, CancellationToken cancellationToken) =>
        _isPrepared ? default : PrepareAsync(_connections.Options.AutoCreate, _connections.Options.AutoUpgrade, deadline, cancellationToken);

    private ValueTask PrepareAsync(bool create, bool upgrade, Deadline? deadline, CancellationToken cancellationToken) =>
        ExclusivelyAsync(writer => Prepare(writer, create, upgrade), deadline, cancellationToken);

    private void Prepare(Connection writer, bool create, bool upgrade)
    {
        _schema.Prepare(writer, create, upgrade);
        MarkPrepared();
    }

    private void MarkPrepared()
    {
        _read = null;
        _isPrepared = true;
    }

    // The table is to be looked at again.
    private void Forget()
    {
        _read = null;
        _isPrepared = false;
    }

    private async ValueTask ExclusivelyAsync(Action<Connection> action, Deadline? deadline, CancellationToken cancellationToken)
    {
        WriteLane lane = _connections.Lane;
        Deadline end = deadline ?? lane.Start();
        await lane.TakeAsync(NewLease(), end, cancellationToken).ConfigureAwait(false);
        Leased(lane, action, end);
    }

    private void Exclusively(Action<Connection> action, Deadline? deadline = null)
    {
        WriteLane lane = _connections.Lane;
        Deadline end = deadline ?? lane.Start();
        lane.Take(NewLease(), end);
        Leased(lane, action, end);
    }

    private Lease NewLease() => new($"Another call of this process has been at work on table '{TableName}' as a whole", "Raise the timeout where tables are large, or try again later.");

    private void Leased(WriteLane lane, Action<Connection> action, Deadline deadline)
    {
        try
        {
            using (_connections.Writer.Enter())
            {
                lane.Enter();
                using (lane.WaitUntil(deadline))
                    action(_connections.Writer);
            }
        }
        finally
        {
            lane.Release();
        }
    }

    private T Look<T>(Func<Connection, T> look) => Look(_connections.RentReader(), look);

    private async ValueTask<T> LookAsync<T>(Func<Connection, T> look, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Look(await _connections.RentReaderAsync(cancellationToken).ConfigureAwait(false), look);
    }

    private T Look<T>(Connection connection, Func<Connection, T> look)
    {
        try
        {
            using (connection.Enter())
                return look(connection);
        }
        finally
        {
            _connections.Return(connection);
        }
    }
}
