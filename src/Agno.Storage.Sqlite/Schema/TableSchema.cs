using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>Creates, compares and upgrades the table of one store.</summary>
/// <param name="record">The record's shape and history.</param>
/// <param name="tableName">The table's name.</param>
/// <param name="sqlOf">Gives the record's SQL for a table.</param>
/// <param name="backfill">Calls the record's backfill of the given versions, oldest first, for each session.</param>
internal sealed class TableSchema(SessionTable record, string tableName, Func<SqlTable, SessionSql> sqlOf, Action<Connection, IReadOnlyList<int>> backfill)
{
    /// <summary>The SQL for the table as it is declared.</summary>
    public SessionSql Sql { get; } = sqlOf(new SqlTable(tableName));

    private const string SessionId = "session_id";

    // One string object each, by which connections know the prepared statements.
    private readonly string _idSql = $"SELECT \"session_id\" FROM {new SqlTable(tableName)} WHERE \"session_id\" = ?1";
    private RunList? _ownList;

    // Records of several types share a table in Agno 2, and each has a version of its own.
    private readonly string _versionName = VersionName(tableName, record.SessionType);

    /// <summary>What the version of a record in a table is recorded by.</summary>
    public static string VersionName(string tableName, string? sessionType) => sessionType is null ? tableName : $"{tableName}:{sessionType}";

    /// <summary>Says how the stored table differs; null where there is none.</summary>
    /// <exception cref="SchemaException">The table is of a newer version, or of another Agno's.</exception>
    public SchemaDiff? Compare(Connection connection)
    {
        if (StoredTable.Read(connection, tableName) is not { } stored)
            return null;
        ReadVersion(connection);
        return SchemaComparer.Compare(record, stored);
    }

    /// <summary>
    /// The table as it stands, for the SQL that reads it: one of an older version as its upgrade will make it, but for what backfills fill. Null where there is no table.
    /// </summary>
    /// <exception cref="SchemaException">The table can't be read as the record.</exception>
    public TableView? View(Connection connection)
    {
        if (StoredTable.Read(connection, tableName) is not { } stored)
            return null;
        UpgradePlanner planner = PlannerOf(VersionHistory.Pending(record, stored, ReadVersion(connection)), stored);
        SchemaDiff diff = SchemaComparer.Compare(record, planner.Result);
        if (SchemaComparer.Lists(record, planner.Result).FirstOrDefault() is { } lists)
            throw new SchemaException($"Table '{tableName}' can't be read: {lists}", diff);

        var changed = new List<string>();
        var standIns = new List<string>();
        foreach (TableColumn column in record.Columns.Where((column, i) => i < record.RowLength || column.Role == ColumnRole.SessionType))
        {
            string? value = planner.Result.Find(column.Name) is null ? ColumnSql.Value(column) : planner.ValueOf(column.Name);
            if (value is null)
                throw new SchemaException($"Table '{tableName}' can't be read: {Describe(diff)} A member that may be null reads a missing column as null.", diff);
            StoredColumn? own = stored.Find(column.Name);
            if (own is null || value != ColumnSql.Quote(own.Name))
                (own is null ? standIns : changed).Add($"{value} AS {ColumnSql.Quote(column.Name)}");
        }
        // Of columns of one name the first counts: what stands for a missing column gives way to the column, once another process has added it.
        var table = new SqlTable(tableName);
        if (changed.Count + standIns.Count > 0)
            table = new(tableName) { Source = $"(SELECT {string.Join(", ", [.. changed, "*", .. standIns])} FROM {table})" };
        return new(table, ListOf(planner, stored), connection.CollationOf(tableName, SessionId) == Connection.Binary ? null : _idSql);
    }

    /// <summary>The lists of runs that stay in a table of the record's own version; null where there are none.</summary>
    public RunList? OwnList => _ownList ??= Sql.Runs is { ReadLegacy: { } read, LegacyColumn: { } column }
        ? new(read, column, $"UPDATE {new SqlTable(tableName)} SET {ColumnSql.Quote(column)} = ?2 WHERE \"session_id\" = ?1")
        : null;

    private RunList? ListOf(UpgradePlanner planner, StoredTable stored) =>
        planner.List is { } list
            ? new($"SELECT {list.Value} FROM {new SqlTable(tableName)} WHERE \"session_id\" = ?1", list.Column, WriteSql: null)
            : OwnList is { } own && stored.Find(own.Column) is not null ? own : null;

    /// <summary>Makes the table fit to be written: creates it, or upgrades it.</summary>
    /// <param name="writer">The writer, which is entered.</param>
    /// <param name="create">Whether a table that does not exist is created.</param>
    /// <param name="upgrade">Whether the table is upgraded.</param>
    /// <param name="takeOver">
    /// Whether a table of Agno 2 becomes one of Agno 3, where the record's layout is that. The sessions stay as they are: Agno 3 finds runs in their rows too, and
    /// <see cref="SessionConversion"/> moves them.
    /// </param>
    /// <exception cref="StorageException">There is no table, and it may not be created.</exception>
    /// <exception cref="SchemaException">The table differs in what can't or may not be changed, or is of a newer version.</exception>
    public void Prepare(Connection writer, bool create, bool upgrade, bool takeOver = false)
    {
        // Most tables are as they should be, and then nobody needs to be locked out.
        if (!(takeOver && IsOfEarlierAgno(writer)) && !(upgrade && TypeRepair.Find(writer, record, tableName) is not null) && IsUpToDate(writer))
            return;
        string action = $"Preparing table '{tableName}'";
        using var scope = new WriteScope(writer, action);
        // Another process may have done it while this one waited for the lock.
        if (StoredTable.Read(writer, tableName) is { } stored)
            Upgrade(writer, Plan(writer, stored, takeOver), create, upgrade, action);
        else if (create)
            Create(writer, action);
        else
            throw NoTable();
        scope.Commit();
    }

    /// <summary>Plans the upgrade of the stored table without changing anything.</summary>
    /// <exception cref="StorageException">There is no table.</exception>
    /// <exception cref="SchemaException">The table can't be upgraded, or is of a newer version.</exception>
    public SchemaUpgrade Plan(Connection connection) =>
        Plan(connection, StoredTable.Read(connection, tableName) ?? throw NoTable(), takeOver: true).Describe();

    private bool IsOfEarlierAgno(Connection connection) =>
        record.Layout == SessionLayout.V3 && StoredTable.Read(connection, tableName) is not null && AgnoVersions.IsOf(connection, tableName, SessionLayout.V2);

    /// <summary>Drops the table and forgets its version.</summary>
    public void Drop(Connection writer)
    {
        string action = $"Dropping table '{tableName}'";
        using var scope = new WriteScope(writer, action);
        if (Sql.Runs is { } runs)
            writer.Execute(runs.DropTable, action);
        writer.Execute(Sql.DropTable, action);
        VersionTable.Delete(writer, _versionName);
        if (record.SessionType is not null)
            AgnoVersions.Delete(writer, tableName);
        if (record.SessionType is not null && Sql.Runs is not null)
            AgnoVersions.Delete(writer, RunsTable);
        scope.Commit();
    }

    private bool IsUpToDate(Connection connection) =>
        Compare(connection) is { IsCompatible: true }
        && (Sql.Runs is null || HasRuns(connection))
        && VersionTable.Read(connection, _versionName) is var version
        && (version is null ? record.History.IsEmpty : version >= record.Version);

    private void Create(Connection writer, string action)
    {
        IEnumerable<string> recordAgno = record.SessionType is null ? [] : AgnoVersions.Record(writer, tableName, record.Layout);
        foreach (string statement in (string[])[Sql.CreateTable, .. Sql.CreateIndexes, .. RecordVersion(writer), .. recordAgno, .. CreateRuns(writer)])
            writer.Execute(statement, action);
    }

    /// <summary>The name of the runs' table.</summary>
    public string RunsTable { get; } = RunTable.NameFor(tableName);

    /// <summary>Whether there is a table of runs.</summary>
    /// <exception cref="SchemaException">It lacks columns.</exception>
    public bool HasRuns(Connection connection)
    {
        if (StoredTable.Read(connection, RunsTable) is not { } stored)
            return false;
        if (RunTable.Columns.FirstOrDefault(column => stored.Find(column.Name) is null) is { } missing)
            throw new SchemaException($"Table '{RunsTable}' has no column '{missing.Name}', so that it can't hold the runs of '{tableName}': rename or drop it, or use another table of sessions.");
        CheckCollation(connection, SessionId, connection.CollationOf(tableName, SessionId));
        CheckCollation(connection, RunTable.Columns[RunTable.RunId].Name, Connection.Binary);
        return true;
    }

    // Runs that the table takes for one would overwrite each other, or be read with another session.
    private void CheckCollation(Connection connection, string column, string expected)
    {
        if (connection.CollationOf(RunsTable, column) is var collation && collation != Connection.Binary && collation != expected)
            throw new SchemaException($"Table '{RunsTable}' compares its column '{column}' by the collation {collation}, so that it can't tell apart the runs of '{tableName}': declare the column without COLLATE, or use another table of sessions.");
    }

    // Another program may have created the sessions' table alone.
    private string[] CreateRuns(Connection connection) => Sql.Runs is not { } runs || HasRuns(connection) ? [] :
        [runs.CreateTable, .. runs.CreateIndexes, .. record.SessionType is null ? [] : AgnoVersions.Record(connection, RunsTable, record.Layout)];

    private UpgradePlanner PlannerOf(IEnumerable<SchemaVersion> pending, StoredTable stored)
    {
        var planner = new UpgradePlanner(new SqlTable(tableName), Sql, stored);
        foreach (SchemaVersion next in pending)
            planner.Make(next.Steps);
        return planner;
    }

    private UpgradePlan Plan(Connection connection, StoredTable found, bool takeOver)
    {
        TypeRepair? repair = TypeRepair.Find(connection, record, tableName);
        StoredTable stored = repair?.Apply(found) ?? found;
        bool isTaken = takeOver && IsOfEarlierAgno(connection);
        int? version = ReadVersion(connection, isTaken);
        SchemaVersion[] pending = [.. VersionHistory.Pending(record, stored, version)];
        UpgradePlanner planner = PlannerOf(pending, stored);
        if (planner.Obstacle is { } obstacle)
            throw new SchemaException($"Table '{tableName}' can't be upgraded, because {obstacle}.");
        if (planner.Rebuilds)
            TableRebuild.Check(connection, tableName);

        SchemaDiff diff = SchemaComparer.Compare(record, planner.Result);
        if (!diff.Conflicts.IsEmpty)
            throw new SchemaException($"The record can't be stored in table '{tableName}': {Describe(diff)} Use another table, or change this one.", diff);
        planner.AddMissing(record, diff);
        int[] backfills = [.. pending.Where(next => next.Steps.Any(step => step is Backfill)).Select(next => next.Number)];

        // A table of another writer that needs nothing is left as it is.
        bool isRecorded = version is null ? record.History.IsEmpty && planner.Changes.Count == 0 : version >= record.Version;
        TableChange[] taken = isTaken ? [.. AgnoVersions.Record(connection, tableName, record.Layout).Select(statement => new TableChange(statement))] : [];
        return new(tableName, version, record.Version, repair?.Statements(connection, tableName) ?? [], CreateRuns(connection), [.. taken, .. planner.Alters ? BrokenObjects.PutAside(connection, tableName, planner.Changes) : planner.Changes], backfills, isRecorded ? [] : RecordVersion(connection));
    }

    private void Upgrade(Connection writer, UpgradePlan plan, bool create, bool upgrade, string action)
    {
        if (plan.IsEmpty)
            return;
        if (plan.ChangesTable && !upgrade)
        {
            SchemaDiff diff = SchemaComparer.Compare(record, StoredTable.Read(writer, tableName)!);
            string lack = record.History.IsEmpty
                ? $"lacks columns: {Describe(diff)}"
                : $"has {(plan.FromVersion is { } from ? $"version {from}" : "no recorded version")}, and this program needs version {plan.ToVersion}.";
            throw new SchemaException($"Table '{tableName}' {lack} Call UpgradeSchemaAsync, or set SqliteStorageOptions.AutoUpgrade.", diff);
        }
        if (plan.Runs.Count > 0 && !create && !upgrade)
            throw new StorageException($"Table '{RunsTable}' does not exist: call CreateAsync, or set SqliteStorageOptions.AutoCreate.") { Table = RunsTable };
        if (!upgrade)
            plan = plan with { Repair = [] };
        string? copy = plan.ChangesTable || plan.Repair.Count > 0 ? DatabaseCopy.Make(writer, plan) : null;
        try
        {
            Run(writer, plan, action);
        }
        catch
        {
            DatabaseCopy.Delete(copy);
            throw;
        }
    }

    private void Run(Connection writer, UpgradePlan plan, string action)
    {
        Repair(writer, plan.Repair, action);
        foreach (string statement in plan.Runs)
            writer.Execute(statement, action);
        foreach (TableChange change in plan.Changes)
        {
            if (change.List is { } list)
                new RunListMove(writer, record, tableName, Sql.Runs!, list).Run();
            else
                writer.Execute(change.Sql, action);
        }
        if (plan.Backfills.Count > 0)
            backfill(writer, plan.Backfills);
        foreach (string statement in plan.Record)
            writer.Execute(statement, action);

        SchemaDiff after = SchemaComparer.Compare(record, StoredTable.Read(writer, tableName)!);
        if (!after.IsCompatible)
            throw new SchemaException($"Table '{tableName}' is not what version {record.Version} should be after the upgrade, which was undone: {Describe(after)}", after);
    }

    private static void Repair(Connection writer, IReadOnlyList<string> statements, string action)
    {
        if (statements.Count == 0)
            return;
        try
        {
            foreach (string statement in statements)
                writer.Execute(statement, action);
        }
        finally
        {
            writer.Execute("PRAGMA writable_schema = OFF", action);
        }
    }

    private IReadOnlyList<string> RecordVersion(Connection connection) =>
        VersionTable.Record(connection, _versionName, record.Version, record.OldestCompatibleVersion);

    private int? ReadVersion(Connection connection, bool isTaken = false)
    {
        if (record.SessionType is not null && !isTaken)
            AgnoVersions.Check(connection, tableName, record.Layout);
        int? version = VersionTable.Read(connection, _versionName);
        if (version > record.Version && !(VersionTable.ReadCompatibleFrom(connection, _versionName) <= record.Version))
            throw new SchemaException($"Table '{tableName}' has schema version {version}, and this program knows version {record.Version}: use a newer build of the program.");
        return version;
    }

    private StorageException NoTable() =>
        new($"Table '{tableName}' does not exist: call CreateAsync, or set SqliteStorageOptions.AutoCreate.") { Table = tableName };

    private static string Describe(SchemaDiff diff) =>
        string.Join(" ", diff.Conflicts.Concat(diff.MissingColumns.Select(column => $"{column.Name} ({column.Kind}{(column.IsNullable ? "" : ", NOT NULL")}) is missing.")));
}
