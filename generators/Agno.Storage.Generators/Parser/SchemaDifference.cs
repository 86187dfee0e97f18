using Agno.Storage.Generators.Model;

namespace Agno.Storage.Generators.Parser;

/// <summary>What would lose or break stored data.</summary>
internal enum SchemaFaultKind
{
    Dropped,
    Renamed,
    Narrowed,
    Required,


    /// <summary>A former name is that of a column which stays, or is given to one that has values already.</summary>
    Taken,

    /// <summary>The column whose lists are to become rows holds no JSON.</summary>
    NoList,
}

/// <summary>A change that would lose or break stored data.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Before">The column before; null for a new one.</param>
/// <param name="After">The column after, or the one that may have taken its place; null for none, and for runs.</param>
internal sealed record SchemaFault(SchemaFaultKind Kind, ShapeColumnModel? Before, ShapeColumnModel? After)
{
    /// <summary>What is said of it where both shapes are in the snapshot file.</summary>
    public string InFile() => Kind switch
    {
        SchemaFaultKind.Dropped or SchemaFaultKind.Renamed => $"lacks the column '{Before!.Name}' of the version before: write 'dropped {Before.Name}', or 'FORMERLY {Before.Name}' behind the column that took its place, or 'runs FORMERLY {Before.Name}' where its lists became rows",
        SchemaFaultKind.Narrowed => $"changes '{After!.Name}' from {Before!.Type} to {After.Type}, which does not hold every stored value",
        SchemaFaultKind.Taken => $"gives {(After is null ? "its runs" : $"'{After.Name}'")} the values of '{Before!.Name}', and one of the two names is in both versions: give columns that exchange names new ones first, in a version of their own",
        SchemaFaultKind.NoList => $"makes runs of '{Before!.Name}', which is {Before.Type}: only a column of type Json holds lists",
        _ => $"makes '{After!.Name}' NOT NULL without a default",
    };
}

/// <summary>The steps from one shape to the next, and what keeps it from being made without loss.</summary>
internal sealed class SchemaDifference
{
    private readonly SchemaShapeModel _before;
    private readonly SchemaShapeModel _after;
    private readonly List<SchemaFault> _faults = [];
    private readonly List<SchemaStepModel> _moves = [];
    private readonly List<SchemaStepModel> _renames = [];
    private readonly List<SchemaStepModel> _drops = [];
    private readonly List<SchemaStepModel> _changes = [];
    private readonly List<ShapeColumnModel> _added = [];

    private SchemaDifference(SchemaShapeModel before, SchemaShapeModel after)
    {
        _before = before;
        _after = after;
    }

    public IReadOnlyList<SchemaFault> Faults => _faults;

    /// <summary>In an order in which each can be made: indexes go before the columns they are on, and come after them.</summary>
    public EquatableArray<SchemaStepModel> Steps { get; private set; }

    public static SchemaDifference Between(SchemaShapeModel before, SchemaShapeModel after)
    {
        var difference = new SchemaDifference(before, after);
        difference.Compare();
        return difference;
    }

    /// <summary>What a column was called before: the name that is given as its former one, of a column or of its member.</summary>
    public static string? FormerColumn(SchemaShapeModel before, string? formerName) =>
        formerName is null ? null : (Find(before, formerName) ?? Find(before, Naming.ToSnakeCase(formerName)))?.Name;

    private void Compare()
    {
        var kept = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (FormerColumn(_before, _after.FormerList) is { } list && kept.Add(list))
            Move(Find(_before, list)!);
        foreach (ShapeColumnModel column in _after.Columns)
        {
            ShapeColumnModel? before = Find(_before, column.Name);
            if (FormerColumn(_before, column.FormerName) is { } former && former != before?.Name && kept.Add(former))
            {
                if (before is null && Find(_after, former) is null)
                {
                    _renames.Add(new("RenameColumn", former, column));
                    before = Find(_before, former);
                }
                else
                {
                    _faults.Add(new(SchemaFaultKind.Taken, Find(_before, former), column));
                }
            }
            if (before is null)
            {
                _added.Add(column);
                continue;
            }
            kept.Add(before.Name);
            Change(before, column);
        }
        foreach (ShapeColumnModel column in _before.Columns.Where(column => !kept.Contains(column.Name)))
            Drop(column);
        foreach (ShapeColumnModel column in _added.Where(column => column is { IsNullable: false, Default: null }))
            if (!_faults.Exists(fault => fault.Kind == SchemaFaultKind.Renamed && fault.After == column))
                _faults.Add(new(SchemaFaultKind.Required, null, column));

        IEnumerable<SchemaStepModel> dropped = _before.Indexes.Where(index => !_after.Indexes.Contains(index)).Select(index => new SchemaStepModel("DropIndex", index.Columns[0], Index: index));
        IEnumerable<SchemaStepModel> created = _after.Indexes.Where(index => !_before.Indexes.Contains(index)).Select(index => new SchemaStepModel("CreateIndex", index.Columns[0], Index: index));
        IEnumerable<SchemaStepModel> added = _added.Select(column => new SchemaStepModel("AddColumn", column.Name, column));
        Steps = dropped.Concat(_moves).Concat(_renames).Concat(_drops).Concat(_changes).Concat(added).Concat(created).ToEquatableArray();
    }

    private void Move(ShapeColumnModel list)
    {
        if (Find(_after, list.Name) is not null)
            _faults.Add(new(SchemaFaultKind.Taken, list, null));
        else if (list.Type != SchemaTypes.Json)
            _faults.Add(new(SchemaFaultKind.NoList, list, null));
        _moves.Add(new("MoveRuns", list.Name));
    }

    private void Change(ShapeColumnModel before, ShapeColumnModel after)
    {
        if (!SchemaTypes.Holds(after.Type, before.Type))
            _faults.Add(new(SchemaFaultKind.Narrowed, before, after));
        if (before.IsNullable && after is { IsNullable: false, Default: null })
            _faults.Add(new(SchemaFaultKind.Required, before, after));
        if (before.Type != after.Type || before.IsNullable != after.IsNullable || before.Default != after.Default)
            _changes.Add(new("ChangeColumn", after.Name, after));
    }

    private void Drop(ShapeColumnModel column)
    {
        if (_after.Dropped.Any(name => FormerColumn(_before, name) == column.Name))
        {
            _drops.Add(new("DropColumn", column.Name));
            return;
        }
        // A new column of the same type is where the values may have been meant to go.
        ShapeColumnModel[] candidates = [.. _added.Where(added => added.Type == column.Type && added.IsNullable == column.IsNullable)];
        _faults.Add(candidates.Length == 1 ? new(SchemaFaultKind.Renamed, column, candidates[0]) : new(SchemaFaultKind.Dropped, column, null));
    }

    private static ShapeColumnModel? Find(SchemaShapeModel shape, string name) =>
        shape.Columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
