using Agno.Storage.Schema;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>Says how a stored table differs from a record's.</summary>
internal static class SchemaComparer
{
    public static SchemaDiff Compare(SessionTable table, StoredTable stored)
    {
        var conflicts = new List<string>();
        if (!stored.HasUniqueSessionId)
            conflicts.Add("session_id is neither the primary key nor unique.");
        foreach (TableColumn column in table.Columns)
            if (stored.Find(column.Name) is { } found && !Fits(column.Kind, found.DeclaredType))
                conflicts.Add($"{found.Name} is declared {found.DeclaredType}, which changes values that are stored as {column.Kind}.");

        conflicts.AddRange(Lists(table, stored));

        // A required column that the record does not know would refuse every insert.
        HashSet<string> known = table.Columns.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        StoredColumn[] unknown = [.. stored.Columns.Where(column => !known.Contains(column.Name))];
        foreach (StoredColumn column in unknown.Where(column => !column.IsOptional))
            conflicts.Add($"{column.Name} is NOT NULL without a default, and the record does not declare it.");

        return new()
        {
            MissingColumns = [.. table.Columns.Where((column, i) => (i < table.RowLength || column.Role == ColumnRole.SessionType) && stored.Find(column.Name) is null)],
            UnknownColumns = [.. unknown.Select(column => column.Name)],
            Conflicts = [.. conflicts],
        };
    }

    /// <summary>Columns in which an earlier program stored the runs that are rows now: to go on without them would hide the sessions' history.</summary>
    public static IEnumerable<string> Lists(SessionTable table, StoredTable stored) =>
        from name in table.ListColumns
        let found = stored.Find(name)
        where found is not null
        select $"{found.Name} is a column of lists that were stored before runs became rows: record it in a snapshot file, so that the upgrade moves the lists, or declare it in a member of its own with [SessionColumn(\"{found.Name}\")] (see docs/evolving.md).";

    /// <summary>Whether a column of the declared type stores values of the kind as they are.</summary>
    // By SQLite's affinity rules: https://sqlite.org/datatype3.html, section 3.1.
    public static bool Fits(ColumnKind kind, string declaredType)
    {
        string type = declaredType.ToUpperInvariant();
        bool isInteger = type.Contains("INT");
        bool isText = !isInteger && (type.Contains("CHAR") || type.Contains("CLOB") || type.Contains("TEXT"));
        bool isBlob = !isInteger && !isText && (type.Contains("BLOB") || type.Length == 0);
        bool isReal = !isInteger && !isText && !isBlob && (type.Contains("REAL") || type.Contains("FLOA") || type.Contains("DOUB"));
        return kind switch
        {
            ColumnKind.Integer => !isText && !isReal,
            ColumnKind.Real => !isText && !isInteger,
            ColumnKind.Text => isText || isBlob,
            ColumnKind.Json => isText || isBlob || type == "JSON",
            _ => true,
        };
    }
}
