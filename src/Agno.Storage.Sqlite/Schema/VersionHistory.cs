using Agno.Storage.Schema;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>Which steps of a record's history a stored table lacks.</summary>
internal static class VersionHistory
{
    /// <summary>The versions above the stored one, oldest first; where none was recorded, above the one that the table is most like.</summary>
    public static IEnumerable<SchemaVersion> Pending(SessionTable record, StoredTable stored, int? version)
    {
        if (record.History.IsEmpty)
            return [];
        int from = version ?? record.History.MinBy(candidate => Distance(candidate, record.History, stored))!.Number;
        return record.History.Where(next => next.Number > from);
    }

    // Names weigh most, then types, then nullability; of equals the oldest is taken, because its steps leave out what is there already.
    private static (int Names, int Types, int Nullability) Distance(SchemaVersion version, IEnumerable<SchemaVersion> history, StoredTable stored)
    {
        HashSet<string> own = version.Columns.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        int missing = own.Count(name => stored.Find(name) is null);
        int foreign = history.SelectMany(other => other.Columns).Select(column => column.Name).Distinct(StringComparer.OrdinalIgnoreCase)
            .Count(name => !own.Contains(name) && stored.Find(name) is not null);
        (TableColumn Wanted, StoredColumn Found)[] common = [.. from column in version.Columns let found = stored.Find(column.Name) where found is not null select (column, found)];
        return (
            missing + foreign,
            common.Count(pair => !SchemaComparer.Fits(pair.Wanted.Kind, pair.Found.DeclaredType)),
            common.Count(pair => pair.Found.IsNotNull == pair.Wanted.IsNullable));
    }
}
