using Agno.Storage.Schema;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>
/// Turns the steps that a stored table lacks into SQL. Each step is made on a picture of the table too, so that the next one, and the check before anything is
/// run, know what the table will be; so does who reads the table before its upgrade. A step that the table has already is left out: tables of unknown origin, and
/// half-upgraded ones, come out the same.
/// </summary>
internal sealed class UpgradePlanner(SqlTable table, SessionSql sql, StoredTable stored)
{
    private readonly List<TableChange> _changes = [];
    private readonly List<StoredColumn> _columns = [.. stored.Columns];
    private readonly List<StoredIndex> _indexes = [.. stored.Indexes];
    private readonly List<TableColumn> _columnChanges = [];
    private readonly Dictionary<string, string> _values = stored.Columns.ToDictionary(column => column.Name, column => ColumnSql.Quote(column.Name), StringComparer.OrdinalIgnoreCase);

    /// <summary>The changes so far.</summary>
    public IReadOnlyList<TableChange> Changes => _changes;

    /// <summary>The table as it is after <see cref="Changes"/>.</summary>
    public StoredTable Result => new(_columns, _indexes);

    /// <summary>Whether the table is rebuilt.</summary>
    public bool Rebuilds { get; private set; }

    /// <summary>Whether a column or table is renamed or dropped by ALTER TABLE, for which SQLite looks at all views and triggers.</summary>
    public bool Alters { get; private set; }

    /// <summary>What keeps the changes from being made, beside what the table itself tells; null for nothing.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>The lists that become rows: their column, and its value as SQL over the columns that are stored; null where none do.</summary>
    public (string Column, string Value)? List { get; private set; }

    /// <summary>What a column of <see cref="Result"/> holds, as SQL over the columns that are stored.</summary>
    public string ValueOf(string column) => _values[column];

    public void Make(IEnumerable<SchemaStep> steps)
    {
        foreach (SchemaStep step in steps)
        {
            if (step is not ChangeColumn)
                Rebuild();
            Make(step);
        }
        Rebuild();
    }

    /// <summary>Adds the columns that the table still lacks, with their indexes.</summary>
    /// <exception cref="SchemaException">One of them can't be added.</exception>
    public void AddMissing(SessionTable record, SchemaDiff diff)
    {
        foreach (TableColumn column in diff.MissingColumns)
        {
            _changes.Add(new(sql.AddColumns[record.Columns.IndexOf(column)]
                ?? throw new SchemaException($"Column '{column.Name}' of table '{table.Name}' can't be added, because it is NOT NULL and stored sessions have no value for it: make the member nullable, give it a default with [SessionColumn(Default = ...)], or use another table.", diff)));
            _columns.Add(ColumnSql.Store(column));
        }
        // An index that somebody else made for the column serves as well as ours.
        for (int i = 0; i < record.Indexes.Length; i++)
            if (diff.MissingColumns.Any(column => column.Name == record.Indexes[i].Columns[0]) && !_indexes.Any(index => record.Indexes[i].Columns[0].Equals(index.Columns[0], StringComparison.OrdinalIgnoreCase)))
                _changes.Add(new(sql.CreateIndexes[i]));
    }

    private void Make(SchemaStep step)
    {
        switch (step)
        {
            case AddColumn { Column: var column } when Find(column.Name) < 0:
                StoredColumn added = ColumnSql.Store(column);
                _changes.Add(new($"ALTER TABLE {table} ADD COLUMN {ColumnSql.Define(added)}"));
                _columns.Add(added);
                _values.Add(added.Name, ColumnSql.Value(column)!);
                break;
            case RenameColumn(var from, var to) when Find(from) is var place and >= 0 && Find(to) < 0:
                _changes.Add(new($"ALTER TABLE {table} RENAME COLUMN {ColumnSql.Quote(_columns[place].Name)} TO {ColumnSql.Quote(to)}"));
                Alters = true;
                _columns[place] = _columns[place] with { Name = to };
                _values.Remove(from, out string? renamed);
                _values.Add(to, renamed!);
                Rename(from, to);
                break;
            case DropColumn(var name) when Find(name) is var place and >= 0:
                Drop(place);
                break;
            case MoveRuns(var list) when Find(list) is var place and >= 0:
                if (sql.Runs is null)
                    Obstacle ??= $"its column '{list}' holds the sessions' runs, and the record has no runs any more: upgrade it with the program of a version that has them first";
                List = (_columns[place].Name, _values[list]);
                _changes.Add(new($"-- For each session, the program makes rows of {table.Runs} of the list in {ColumnSql.Quote(_columns[place].Name)}.", _columns[place].Name));
                Drop(place);
                break;
            case ChangeColumn { Column: var column } when Find(column.Name) is var place and >= 0 && !IsLike(_columns[place], column):
                _values[column.Name] = ColumnSql.Convert(_values[column.Name], _columns[place], ColumnSql.Store(column));
                _columnChanges.Add(column);
                break;
            case CreateIndex { Index: var index } when Find(index) is null:
                string create = ColumnSql.CreateIndex(table, index);
                _changes.Add(new(create));
                _indexes.Add(new(NameOf(index), [.. index.Columns], IsUnique: false, create));
                break;
            case DropIndex { Index: var index } when Find(index) is { } found:
                Drop(found);
                break;
        }
    }

    // Column changes that follow each other are one rebuild.
    private void Rebuild()
    {
        if (_columnChanges.Count == 0)
            return;
        var rebuild = new TableRebuild(table, _columns, _indexes);
        Obstacle ??= rebuild.Obstacle;
        _changes.AddRange(rebuild.Change(_columnChanges).Select(statement => new TableChange(statement)));
        _columnChanges.Clear();
        Rebuilds = Alters = true;
    }

    private void Drop(int place)
    {
        string name = _columns[place].Name;
        foreach (StoredIndex index in _indexes.Where(index => index.Covers(name)).ToArray())
            Drop(index);
        _changes.Add(new($"ALTER TABLE {table} DROP COLUMN {ColumnSql.Quote(name)}"));
        Alters = true;
        _columns.RemoveAt(place);
        _values.Remove(name);
    }

    private void Drop(StoredIndex index)
    {
        _changes.Add(new($"DROP INDEX {ColumnSql.Quote(index.Name)}"));
        _indexes.Remove(index);
    }

    // SQLite renames the column in its indexes too. How it then writes what created them is its own, so that a rebuild can't repeat it.
    private void Rename(string from, string to)
    {
        for (int i = 0; i < _indexes.Count; i++)
            if (_indexes[i].Mentions(from))
                _indexes[i] = _indexes[i] with { Columns = [.. _indexes[i].Columns.Select(name => from.Equals(name, StringComparison.OrdinalIgnoreCase) ? to : name)], Sql = null };
    }

    private static bool IsLike(StoredColumn column, TableColumn wanted) =>
        ColumnSql.Store(wanted) is var after
        && column.IsNotNull == after.IsNotNull
        && column.Default == after.Default
        && column.DeclaredType.Equals(after.DeclaredType, StringComparison.OrdinalIgnoreCase);

    private int Find(string column) => _columns.FindIndex(stored => stored.Name.Equals(column, StringComparison.OrdinalIgnoreCase));

    private StoredIndex? Find(TableIndex index) => _indexes.Find(stored => stored.Name.Equals(NameOf(index), StringComparison.OrdinalIgnoreCase));

    private string NameOf(TableIndex index) => $"idx_{table.Name}_{index.Columns[0]}";
}
