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
    /// The table as it stands, for the SQL that reads it, where it may lack columns that are nullable, have a default or were renamed since; null where there is no table.
    /// </summary>
    /// <exception cref="SchemaException">The table can't be read as the record.</exception>
    public SqlTable? TableForReading(Connection connection)
    {
        if (StoredTable.Read(connection, tableName) is not { } stored)
            return null;
        int? version = ReadVersion(connection);
        SchemaDiff diff = SchemaComparer.Compare(record, stored);
        var table = new SqlTable(tableName);
        SchemaVersion[] pending = [.. VersionHistory.Pending(record, stored, version)];
        string[] filled = [.. VersionHistory.Filled(pending).Where(column => stored.Find(column.Name) is { IsNotNull: false })
            .Select(column => $"coalesce({ColumnSql.Quote(column.Name)}, {ColumnSql.Literal(column)}) AS {ColumnSql.Quote(column.Name)}")];
        if (diff.MissingColumns.IsEmpty && filled.Length == 0)
            return table;

        Dictionary<string, string> renames = VersionHistory.Renames(pending);
        var standIns = new List<string>();
        foreach (TableColumn column in diff.MissingColumns)
        {
            string? value = renames.TryGetValue(column.Name, out string? former) && stored.Find(former) is not null
                ? ColumnSql.Quote(former)
                : ColumnSql.Literal(column) ?? (column.IsNullable ? "NULL" : null);
            if (value is null)
                throw new SchemaException($"Table '{tableName}' can't be read: {Describe(diff)} A member that may be null reads a missing column as null.", diff);
            standIns.Add($"{value} AS {ColumnSql.Quote(column.Name)}");
        }
        // Of columns of one name the first counts: what stands for a missing column gives way to the column, once another process has added it.
        return new SqlTable(tableName) { Source = $"(SELECT {string.Join(", ", [.. filled, "*", .. standIns])} FROM {table})" };
    }

    /// <summary>Makes the table fit to be written: creates it, or upgrades it.</summary>
    /// <param name="writer">The writer, which is entered.</param>
    /// <param name="create">Whether a table that does not exist is created.</param>
    /// <param name="upgrade">Whether the table is upgraded.</param>
    /// <exception cref="StorageException">There is no table, and it may not be created.</exception>
    /// <exception cref="SchemaException">The table differs in what can't or may not be changed, or is of a newer version.</exception>
    public void Prepare(Connection writer, bool create, bool upgrade)
    {
        // Most tables are as they should be, and then nobody needs to be locked out.
        if (IsUpToDate(writer))
            return;
        string action = $"Preparing table '{tableName}'";
        using var scope = new WriteScope(writer, action);
        // Another process may have done it while this one waited for the lock.
        if (StoredTable.Read(writer, tableName) is { } stored)
            Upgrade(writer, Plan(writer, stored), upgrade, action);
        else if (create)
            Create(writer, action);
        else
            throw NoTable();
        CreateRuns(writer, create, action);
        scope.Commit();
    }

    /// <summary>Plans the upgrade of the stored table without changing anything.</summary>
    /// <exception cref="StorageException">There is no table.</exception>
    /// <exception cref="SchemaException">The table can't be upgraded, or is of a newer version.</exception>
    public SchemaUpgrade Plan(Connection connection) =>
        Plan(connection, StoredTable.Read(connection, tableName) ?? throw NoTable()).Describe();

    /// <summary>
    /// Makes a table of Agno 2 one of Agno 3, where the record's layout is that. The sessions stay as they are: Agno 3 finds runs in their rows too, and
    /// <see cref="SessionConversion"/> moves them.
    /// </summary>
    public void TakeOver(Connection writer)
    {
        if (!IsOfEarlierAgno(writer))
            return;
        string action = $"Making table '{tableName}' one of Agno 3";
        using var scope = new WriteScope(writer, action);
        // Another process may have done it while this one waited for the lock.
        if (!IsOfEarlierAgno(writer))
            return;
        AgnoVersions.Write(writer, tableName, record.Layout);
        CreateRuns(writer, create: true, action);
        scope.Commit();
    }

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
        writer.Execute(Sql.CreateTable, action);
        foreach (string index in Sql.CreateIndexes)
            writer.Execute(index, action);
        foreach (string statement in RecordVersion(writer))
            writer.Execute(statement, action);
        if (record.SessionType is not null)
            AgnoVersions.Write(writer, tableName, record.Layout);
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
        return true;
    }

    /// <summary>Whether sessions may have runs in their own rows, which an older layout left there.</summary>
    public bool HasLegacyRuns(Connection connection) => Sql.Runs?.ReadLegacy is not null && StoredTable.Read(connection, tableName)?.Find("runs") is not null;

    // Another program may have created the sessions' table alone.
    private void CreateRuns(Connection writer, bool create, string action)
    {
        if (Sql.Runs is not { } runs || HasRuns(writer))
            return;
        if (!create)
            throw new StorageException($"Table '{RunsTable}' does not exist: call CreateAsync, or set SqliteStorageOptions.AutoCreate.") { Table = RunsTable };
        writer.Execute(runs.CreateTable, action);
        foreach (string index in runs.CreateIndexes)
            writer.Execute(index, action);
        if (record.SessionType is not null)
            AgnoVersions.Write(writer, RunsTable, record.Layout);
    }

    private UpgradePlan Plan(Connection connection, StoredTable stored)
    {
        int? version = ReadVersion(connection);
        SchemaVersion[] pending = [.. VersionHistory.Pending(record, stored, version)];
        var planner = new UpgradePlanner(new SqlTable(tableName), Sql, stored);
        foreach (SchemaVersion next in pending)
            planner.Make(next.Steps);
        if (planner.Rebuilds)
            TableRebuild.Check(connection, tableName);

        SchemaDiff diff = SchemaComparer.Compare(record, planner.Result);
        if (!diff.Conflicts.IsEmpty)
            throw new SchemaException($"The record can't be stored in table '{tableName}': {Describe(diff)} Use another table, or change this one.", diff);
        planner.AddMissing(record, diff);
        int[] backfills = [.. pending.Where(next => next.Steps.Any(step => step is Backfill)).Select(next => next.Number)];

        // A table of another writer that needs nothing is left as it is.
        bool isRecorded = version is null ? record.History.IsEmpty && planner.Statements.Count == 0 : version >= record.Version;
        return new(tableName, version, record.Version, planner.Statements, backfills, isRecorded ? [] : RecordVersion(connection));
    }

    private void Upgrade(Connection writer, UpgradePlan plan, bool isAllowed, string action)
    {
        if (plan.IsEmpty)
            return;
        if (plan.ChangesTable && !isAllowed)
        {
            SchemaDiff diff = SchemaComparer.Compare(record, StoredTable.Read(writer, tableName)!);
            string lack = record.History.IsEmpty
                ? $"lacks columns: {Describe(diff)}"
                : $"has {(plan.FromVersion is { } from ? $"version {from}" : "no recorded version")}, and this program needs version {plan.ToVersion}.";
            throw new SchemaException($"Table '{tableName}' {lack} Call UpgradeSchemaAsync, or set SqliteStorageOptions.AutoUpgrade.", diff);
        }
        string? copy = plan.ChangesTable ? DatabaseCopy.Make(writer, plan) : null;
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
        foreach (string statement in plan.Statements)
            writer.Execute(statement, action);
        if (plan.Backfills.Count > 0)
            backfill(writer, plan.Backfills);
        foreach (string statement in plan.Record)
            writer.Execute(statement, action);

        SchemaDiff after = SchemaComparer.Compare(record, StoredTable.Read(writer, tableName)!);
        if (!after.IsCompatible)
            throw new SchemaException($"Table '{tableName}' is not what version {record.Version} should be after the upgrade, which was undone: {Describe(after)}", after);
    }

    private IReadOnlyList<string> RecordVersion(Connection connection) =>
        VersionTable.Record(connection, _versionName, record.Version, record.OldestCompatibleVersion);

    private int? ReadVersion(Connection connection)
    {
        if (record.SessionType is not null)
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
