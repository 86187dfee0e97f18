using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>Creates, compares and upgrades the table of one store. Never drops a column and never rewrites a row.</summary>
internal sealed class TableSchema(SessionTable record, string tableName, Func<SqlTable, SessionSql> sqlOf)
{
    /// <summary>The SQL for the table as it is declared.</summary>
    public SessionSql Sql { get; } = sqlOf(new SqlTable(tableName));

    /// <summary>Says how the stored table differs; null where there is none.</summary>
    /// <exception cref="SchemaException">The table is of a newer version.</exception>
    public SchemaDiff? Compare(Connection connection)
    {
        if (StoredTable.Read(connection, tableName) is not { } stored)
            return null;
        CheckVersion(connection);
        return SchemaComparer.Compare(record, stored);
    }

    /// <summary>The SQL that reads the table as it stands, where it may lack nullable columns; null where there is no table.</summary>
    /// <exception cref="SchemaException">The table can't be read as the record.</exception>
    public SessionSql? SqlForReading(Connection connection)
    {
        if (Compare(connection) is not { } diff)
            return null;
        if (diff.MissingColumns.IsEmpty)
            return Sql;
        if (diff.MissingColumns.Any(column => !column.IsNullable))
            throw new SchemaException($"Table '{tableName}' can't be read: {Describe(diff)} A member that may be null reads a missing column as null.", diff);
        string nulls = string.Join(", ", diff.MissingColumns.Select(column => $"NULL AS \"{column.Name}\""));
        var table = new SqlTable(tableName);
        return sqlOf(new SqlTable(tableName) { Source = $"(SELECT *, {nulls} FROM {table})" });
    }

    /// <summary>Makes the table fit to be written: creates it, or adds what it lacks.</summary>
    /// <param name="writer">The writer; its gate is held.</param>
    /// <param name="create">Whether a table that does not exist is created.</param>
    /// <param name="upgrade">Whether missing columns are added.</param>
    /// <exception cref="StorageException">There is no table, and it may not be created.</exception>
    /// <exception cref="SchemaException">The table differs in what can't or may not be added, or is of a newer version.</exception>
    public void Prepare(Connection writer, bool create, bool upgrade)
    {
        // Most tables are as they should be, and then nobody needs to be locked out.
        if (Compare(writer) is { IsCompatible: true } && (VersionTable.Read(writer, tableName) ?? record.Version) == record.Version)
            return;
        string action = $"Preparing table '{tableName}'";
        writer.Execute("BEGIN IMMEDIATE", action);
        try
        {
            if (StoredTable.Read(writer, tableName) is { } stored)
                Upgrade(writer, stored, upgrade, action);
            else if (create)
                Create(writer, action);
            else
                throw new StorageException($"Table '{tableName}' does not exist: call CreateAsync, or set SqliteStorageOptions.AutoCreate.") { Table = tableName };
            writer.Execute("COMMIT", action);
        }
        catch
        {
            writer.RollBack();
            throw;
        }
    }

    /// <summary>Drops the table and forgets its version.</summary>
    public void Drop(Connection writer)
    {
        string action = $"Dropping table '{tableName}'";
        writer.Execute("BEGIN IMMEDIATE", action);
        try
        {
            writer.Execute(Sql.DropTable, action);
            VersionTable.Delete(writer, tableName);
            writer.Execute("COMMIT", action);
        }
        catch
        {
            writer.RollBack();
            throw;
        }
    }

    private void Create(Connection writer, string action)
    {
        writer.Execute(Sql.CreateTable, action);
        foreach (string index in Sql.CreateIndexes)
            writer.Execute(index, action);
        VersionTable.Write(writer, tableName, record.Version);
    }

    private void Upgrade(Connection writer, StoredTable stored, bool mayAdd, string action)
    {
        CheckVersion(writer);
        SchemaDiff diff = SchemaComparer.Compare(record, stored);
        if (!diff.Conflicts.IsEmpty)
            throw new SchemaException($"The record can't be stored in table '{tableName}': {Describe(diff)} Use another table, or change this one.", diff);
        if (diff.MissingColumns.Length > 0 && !mayAdd)
            throw new SchemaException($"Table '{tableName}' lacks columns: {Describe(diff)} Call UpgradeSchemaAsync, or set SqliteStorageOptions.AutoUpgrade.", diff);
        foreach (TableColumn column in diff.MissingColumns)
        {
            string sql = Sql.AddColumns[record.Columns.IndexOf(column)]
                ?? throw new SchemaException($"Column '{column.Name}' of table '{tableName}' can't be added, because it is NOT NULL and stored sessions have no value for it: make the member nullable, or use another table.", diff);
            writer.Execute(sql, action);
        }
        // An index that somebody else made for the column serves as well as ours.
        for (int i = 0; i < record.Indexes.Length; i++)
            if (diff.MissingColumns.Any(column => column.Name == record.Indexes[i].Columns[0]) && !stored.IndexedColumns.Contains(record.Indexes[i].Columns[0]))
                writer.Execute(Sql.CreateIndexes[i], action);
        if (diff.MissingColumns.Length > 0 || VersionTable.Read(writer, tableName) is not null)
            VersionTable.Write(writer, tableName, record.Version);
    }

    private void CheckVersion(Connection connection)
    {
        if (VersionTable.Read(connection, tableName) is { } stored && stored > record.Version)
            throw new SchemaException($"Table '{tableName}' has schema version {stored}, and this program knows version {record.Version}: use a newer build of the program.");
    }

    private static string Describe(SchemaDiff diff) =>
        string.Join(" ", diff.Conflicts.Concat(diff.MissingColumns.Select(column => $"{column.Name} ({column.Kind}{(column.IsNullable ? "" : ", NOT NULL")}) is missing.")));
}
