using System.Globalization;
using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>Compares a record with its snapshot file, and gives its model the history.</summary>
internal sealed class EvolutionParser
{
    private readonly SessionRecordModel _model;
    private readonly SnapshotModel _snapshot;
    private readonly SchemaShapeModel _shape;
    private readonly List<DiagnosticInfo> _diagnostics;

    private EvolutionParser(SessionRecordModel model, SnapshotModel snapshot, IEnumerable<DiagnosticInfo> diagnostics)
    {
        _model = model;
        _snapshot = snapshot;
        _shape = ShapeOf(model, snapshot.Versions);
        _diagnostics = [.. diagnostics];
    }

    /// <summary>The snapshot of a record; null where it has none.</summary>
    public static SnapshotModel? SnapshotOf(ParsedRecord record, IReadOnlyList<SnapshotModel> snapshots) =>
        record.Model is { } model ? SnapshotOf(model.MetadataName, model.Name.TrimStart('@'), snapshots) : null;

    /// <summary>The snapshot of the record of a name; null where it has none.</summary>
    public static SnapshotModel? SnapshotOf(string metadataName, string name, IReadOnlyList<SnapshotModel> snapshots) =>
        snapshots.FirstOrDefault(snapshot => snapshot.Record == metadataName) ?? snapshots.FirstOrDefault(snapshot => snapshot.Record == name);

    /// <summary>
    /// Adds what the snapshot says. The record itself is right where only its snapshot stands against it: it keeps its model then, so that its generated code is there and
    /// nothing else in the project breaks; the error keeps the build from being used.
    /// </summary>
    public static ParsedRecord Parse(ParsedRecord record, SnapshotModel? snapshot)
    {
        if (record.Model is not { } model)
            return record;
        if (snapshot is null)
            return record with { Diagnostics = record.Diagnostics.Concat(WithoutSnapshot(model)).ToEquatableArray() };
        using InvariantCulture culture = InvariantCulture.Enter();
        var parser = new EvolutionParser(model, snapshot, record.Diagnostics);
        EquatableArray<HistoryVersionModel> history = parser.Parse();
        bool isBroken = parser._diagnostics.Any(diagnostic => diagnostic.IsError);
        return new(isBroken ? model : model with { History = history }, parser._diagnostics.ToEquatableArray());
    }

    // Columns that other programs may fill are part of the table too.
    private static SchemaShapeModel ShapeOf(SessionRecordModel model, EquatableArray<SnapshotVersionModel> versions) => new(
        model.Columns.Select(column => new ShapeColumnModel(column.Name, SchemaTypes.Of(column), column.IsNullable, column.Default, IsRenamed(column, versions) ? null : column.FormerName))
            .Concat(model.UndeclaredColumns.Select(column => new ShapeColumnModel(column.Name, SchemaTypes.Json, true, null, null))).ToEquatableArray(),
        model.Indexes,
        model.Dropped,
        FormerList(model, versions));

    // A former name that the file has recorded since the column is there has done its work.
    private static bool IsRenamed(ColumnModel column, EquatableArray<SnapshotVersionModel> versions) =>
        versions.Reverse().Select(version => version.Shape.Columns.FirstOrDefault(known => known.Name == column.Name)).TakeWhile(known => known is not null)
            .Any(known => known!.FormerName is { } former && IsNamed(former, column.FormerName));

    // A list that becomes rows keeps its member, mostly: what was stored in its column needs no attribute, as with any member whose column stays.
    private static string? FormerList(SessionRecordModel model, EquatableArray<SnapshotVersionModel> versions) => model.Runs switch
    {
        null => null,
        { FormerName: { } given } => versions.Any(version => IsNamed(version.Shape.FormerList, given)) ? null : given,
        { ListColumn: var own } => HasColumn(model, own) || model.Dropped.Any(name => IsNamed(own, name)) ? null : own,
    };

    private static bool HasColumn(SessionRecordModel model, string name) =>
        model.Columns.Any(column => column.Name == name) || model.UndeclaredColumns.Any(column => column.Name == name);

    // A column goes by its own name, or by that of its member.
    private static bool IsNamed(string? column, string? name) => column is not null && name is not null && (column == name || column == Naming.ToSnakeCase(name));

    private static IEnumerable<DiagnosticInfo> WithoutSnapshot(SessionRecordModel model)
    {
        string name = model.Name.TrimStart('@');
        IEnumerable<string> renamed = model.Columns.Where(column => column.FormerName is not null).Select(column => column.Member);
        foreach (string member in model.Runs is { FormerName: not null } runs ? renamed.Append(runs.Member) : renamed)
            yield return DiagnosticInfo.Of(EvolutionDescriptors.NoSnapshot, new SymbolPlace(model.MetadataName, member.TrimStart('@')), "FormerName", name);
        if (model.Dropped.Count > 0)
            yield return DiagnosticInfo.Of(EvolutionDescriptors.NoSnapshot, new SymbolPlace(model.MetadataName), "SessionDropped", name);
        foreach (BackfillModel backfill in model.Backfills)
            yield return DiagnosticInfo.Of(EvolutionDescriptors.NoSnapshot, new SymbolPlace(model.MetadataName, backfill.Method.TrimStart('@')), "SessionBackfill", name);
        foreach (string member in model.Columns.Where(column => model.SessionType is not null && column is { Role: "None", Nesting: JsonNesting.None, IsReference: false, AllowsNull: false, Default: null }).Select(column => column.Member.TrimStart('@')))
            yield return DiagnosticInfo.Of(EvolutionDescriptors.RequiredInSharedTable, new SymbolPlace(model.MetadataName, member), member, name);
    }

    private EquatableArray<HistoryVersionModel> Parse()
    {
        if (_snapshot.Fault is { } fault)
            _diagnostics.Add(fault);
        if (_model.SessionType is not null)
            Report(EvolutionDescriptors.SharedTable, null, _model.Name, Path.GetFileName(_snapshot.Path));
        if (_diagnostics.Any(diagnostic => diagnostic.IsError))
            return default;
        if (_snapshot.Versions.Count == 0)
        {
            ReportNotRecorded("has no version there yet", _model.Version, _shape with { Dropped = default, FormerList = null });
            return default;
        }

        SnapshotVersionModel newest = _snapshot.Versions[_snapshot.Versions.Count - 1];
        var versions = new List<SnapshotVersionModel>(_snapshot.Versions);
        if (_model.Version < newest.Number)
            Report(EvolutionDescriptors.OlderThanSnapshot, null, _model.Name, Text(_model.Version), Path.GetFileName(_snapshot.Path), Text(newest.Number));
        else if (SchemaDifference.Between(newest.Shape, _shape) is var difference && (_model.Version > newest.Number || difference.Faults.Count > 0 || !IsSame(newest.Shape, _shape)))
            Compare(newest, difference, versions);
        CheckBackfills(versions);
        return versions.Select((version, i) => new HistoryVersionModel(version.Number, version.Shape.Columns, StepsTo(version, i == 0 ? null : versions[i - 1]))).ToEquatableArray();
    }

    private EquatableArray<SchemaStepModel> StepsTo(SnapshotVersionModel version, SnapshotVersionModel? before) =>
        before is null
            ? default
            : SchemaDifference.Between(before.Shape, version.Shape).Steps
                .Concat(_model.Backfills.Where(backfill => backfill.Version == version.Number).Select(backfill => new SchemaStepModel("Backfill", backfill.Method)))
                .ToEquatableArray();

    // The record is ahead of the file: what it says now is the next version, unless that would lose or break what is stored.
    private void Compare(SnapshotVersionModel newest, SchemaDifference difference, List<SnapshotVersionModel> versions)
    {
        foreach (SchemaFault fault in difference.Faults)
            Report(fault, newest.Number);
        if (difference.Faults.Count > 0)
            return;

        // Only what this version renames and drops belongs into its block.
        SchemaShapeModel block = _shape with
        {
            Columns = _shape.Columns.Select(column => column with { FormerName = difference.Steps.FirstOrDefault(step => step.Kind == "RenameColumn" && step.Column == column)?.Name }).ToEquatableArray(),
            Dropped = difference.Steps.Where(step => step.Kind == "DropColumn").Select(step => step.Name).ToEquatableArray(),
            FormerList = difference.Steps.FirstOrDefault(step => step.Kind == "MoveRuns")?.Name,
        };
        bool isRaised = _model.Version > newest.Number;
        int next = isRaised ? _model.Version : newest.Number + 1;
        string changes = string.Join(", ", difference.Steps.Select(Describe));
        ReportNotRecorded(changes.Length > 0 ? changes : $"has version {_model.Version}, which is not there", next, block);
        if (isRaised)
            versions.Add(new(next, block));
    }

    private void CheckBackfills(List<SnapshotVersionModel> versions)
    {
        foreach (BackfillModel backfill in _model.Backfills)
            if (versions.Skip(1).All(version => version.Number != backfill.Version) && backfill.Version <= _model.Version)
                Report(EvolutionDescriptors.InvalidBackfill, backfill.Method, backfill.Method.TrimStart('@'), $"'{Path.GetFileName(_snapshot.Path)}' has no version {backfill.Version} after another: name one that it has");
            else if (backfill.Version > _model.Version)
                Report(EvolutionDescriptors.InvalidBackfill, backfill.Method, backfill.Method.TrimStart('@'), $"'{_model.Name}' has version {_model.Version}: raise Version to {backfill.Version}");
    }

    private void Report(SchemaFault fault, int version)
    {
        string? member = MemberOf(fault.After);
        string after = member ?? fault.After?.Name ?? "";
        switch (fault.Kind)
        {
            case SchemaFaultKind.Dropped:
                Report(EvolutionDescriptors.DroppedColumn, null, _model.Name, fault.Before!.Name, Text(version));
                break;
            case SchemaFaultKind.Renamed:
                Report(EvolutionDescriptors.RenamedColumn, member, after, fault.After!.Name, Text(version), fault.Before!.Name);
                break;
            case SchemaFaultKind.Taken or SchemaFaultKind.NoList:
                member ??= _model.Runs!.Member.TrimStart('@');
                Report(EvolutionDescriptors.FormerNameTaken, member, member, fault.Before!.Name, Text(version), WhyTaken(fault, version));
                break;
            case SchemaFaultKind.Narrowed:
                Report(EvolutionDescriptors.NarrowedColumn, member, after, fault.After!.Type, fault.Before!.Type, Text(version));
                break;
            default:
                Report(EvolutionDescriptors.RequiredColumn, member, after, Text(version));
                break;
        }
    }

    private string? MemberOf(ShapeColumnModel? shape) => _model.Columns.FirstOrDefault(column => column.Name == shape?.Name)?.Member.TrimStart('@');

    private string WhyTaken(SchemaFault fault, int version)
    {
        if (fault.Kind == SchemaFaultKind.NoList)
            return $"it holds {fault.Before!.Type}, and runs come from JSON lists: keep it in a member of its own with [SessionColumn(\"{fault.Before.Name}\")], or drop it with [SessionDropped(\"{fault.Before.Name}\")]";
        if (_shape.Columns.FirstOrDefault(column => column.Name == fault.Before!.Name) is { } stays && fault.After?.Name is var own && _snapshot.Versions.Last().Shape.Columns.All(column => column.Name != own))
            return $"'{MemberOf(stays) ?? stays.Name}' still stores its own values there: remove [FormerName], or give that member another column in a version before";
        return $"version {version} has values in '{fault.After!.Name}' too: give columns that exchange names new ones first, in a version of their own";
    }

    private void ReportNotRecorded(string changes, int next, SchemaShapeModel block)
    {
        string text = (_snapshot.Versions.Count == 0 ? SnapshotText.Head(_model.Name.TrimStart('@')) : "") + "\n" + SnapshotText.Block(next, block);
        Report(EvolutionDescriptors.NotRecorded, null, _model.Name, Path.GetFileName(_snapshot.Path), changes, Text(next), _snapshot.Path, text);
    }

    private static string Describe(SchemaStepModel step) => step.Kind switch
    {
        "AddColumn" => $"adds '{step.Name}'",
        "RenameColumn" => $"renames '{step.Name}' to '{step.Column!.Name}'",
        "DropColumn" => $"drops '{step.Name}'",
        "MoveRuns" => $"makes rows of the lists in '{step.Name}'",
        "ChangeColumn" => $"changes '{step.Name}'",
        "CreateIndex" => $"adds the index on {string.Join(", ", step.Index!.Columns)}",
        _ => $"drops the index on {string.Join(", ", step.Index!.Columns)}",
    };

    // Order, and what the columns were called before, do not tell shapes apart.
    private static bool IsSame(SchemaShapeModel one, SchemaShapeModel other) =>
        Settle(one.Columns).SetEquals(Settle(other.Columns)) && new HashSet<IndexModel>(one.Indexes).SetEquals(other.Indexes);

    private static HashSet<ShapeColumnModel> Settle(IEnumerable<ShapeColumnModel> columns) => [.. columns.Select(column => column with { FormerName = null })];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Report(DiagnosticDescriptor descriptor, string? member, params string[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Of(descriptor, new SymbolPlace(_model.MetadataName, member), arguments));
}
