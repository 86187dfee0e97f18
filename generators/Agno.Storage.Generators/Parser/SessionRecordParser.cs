using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Agno.Storage.Generators.Parser.Incremental;
using Agno.Storage.Generators.Parser.Queries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser;

/// <summary>What the parser makes of one declaration: a model, unless an error stands against it.</summary>
internal sealed record ParsedRecord(SessionRecordModel? Model, EquatableArray<DiagnosticInfo> Diagnostics)
{
    /// <summary>What stands in for the model; null where there is one, or where nothing can.</summary>
    public IncompleteRecordModel? Incomplete { get; init; }
}

/// <summary>Turns a type that carries <c>[SessionRecord]</c> into a model. Every decision is made here; emitters only print.</summary>
internal sealed class SessionRecordParser
{
    /// <summary>The member by which System.Text.Json has the generated code.</summary>
    public const string Resolver = "JsonTypeInfoResolver";

    private readonly INamedTypeSymbol _record;
    private readonly AttributeData _attribute;
    private readonly TypeDeclarationSyntax? _syntax;
    private readonly Surroundings? _surroundings;
    private readonly Compilation _compilation;
    private readonly List<DiagnosticInfo> _diagnostics = [];

    private SessionRecordParser(INamedTypeSymbol record, AttributeData attribute, TypeDeclarationSyntax? syntax, Surroundings? surroundings, Compilation compilation)
    {
        _record = record;
        _attribute = attribute;
        _syntax = syntax;
        _surroundings = surroundings;
        _compilation = compilation;
    }

    private bool HasErrors => _diagnostics.Any(diagnostic => diagnostic.IsError);

    private Location NameLocation => _syntax?.Identifier.GetLocation() ?? Location.None;

    /// <summary>Parses a record outside the generator, where its generated part is there already.</summary>
    public static ParsedRecord Parse(INamedTypeSymbol record, AttributeData attribute, Compilation compilation, CancellationToken cancellationToken) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken).FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } syntax
            ? Parse(record, attribute, syntax, surroundings: null, compilation)
            : new(null, default);

    /// <summary>Parses a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="attribute">Its attribute.</param>
    /// <param name="syntax">The part that carries the attribute.</param>
    /// <param name="surroundings">What else the project declares, which the names of generated files depend on; null where none are generated.</param>
    /// <param name="compilation">The compilation.</param>
    public static ParsedRecord Parse(INamedTypeSymbol record, AttributeData attribute, TypeDeclarationSyntax syntax, Surroundings? surroundings, Compilation compilation)
    {
        var parser = new SessionRecordParser(record, attribute, syntax, surroundings, compilation);
        SessionRecordModel? model = parser.Parse();
        EquatableArray<DiagnosticInfo> diagnostics = parser._diagnostics.ToEquatableArray();
        return model is not null && !parser.HasErrors
            ? new(model, diagnostics)
            : new(null, diagnostics) { Incomplete = IncompleteRecordParser.Parse(record, syntax, parser.ModeOrDefault(), surroundings) };
    }

    /// <summary>What a query knows of a record, which may be another assembly's; null where the record has errors, which are reported with it.</summary>
    public static RecordShape? ParseShape(INamedTypeSymbol record, Compilation compilation)
    {
        if (record.Attribute(KnownTypes.SessionRecordAttribute) is not { } attribute
            || ModeOf(attribute) is not { } mode || LayoutOf(attribute) is not { } layout || ModeColumns.Of(mode, layout) is not { } modeColumns)
        {
            return null;
        }
        var parser = new SessionRecordParser(record, attribute, syntax: null, surroundings: null, compilation);
        var columnParser = new ColumnParser(modeColumns, record, compilation, json: null, parser._diagnostics);
        List<ColumnModel> declared = [.. MemberParser.Parse(record, parser._diagnostics).Select(columnParser.Parse).OfType<ColumnModel>()];
        if (parser.HasErrors)
            return null;
        List<ColumnModel> columns = parser.Arrange(modeColumns, declared);
        return new(record, modeColumns.SessionType, columns, Indexes(modeColumns, columns, columnParser.Indexed));
    }

    // Where the mode or layout is unknown, any will do.
    private ModeColumns ModeOrDefault() => ModeColumns.Of(ModeOf(_attribute) ?? "Agent", LayoutOf(_attribute) ?? "V1") ?? ModeColumns.Of("Agent", "V1")!;

    private SessionRecordModel? Parse()
    {
        if (!TypeParser.Check(_record, _syntax!, _diagnostics))
            return null;

        if (ModeOf(_attribute) is not { } mode)
        {
            ReportUnknown("StorageMode", "Agent", _attribute.ConstructorArguments.FirstOrDefault());
            return null;
        }
        if (LayoutOf(_attribute) is not { } layout)
        {
            ReportUnknown("SessionLayout", "V1", _attribute.NamedArguments.First(argument => argument.Key == "Layout").Value);
            return null;
        }
        if (ModeColumns.Of(mode, layout) is not { } modeColumns)
        {
            Report(Descriptors.ModeNotInLayout, _attribute.LocationOf("Layout") ?? NameLocation, _record.Name, mode, layout);
            return null;
        }

        string table = _attribute.Named("Table") as string ?? modeColumns.Table;
        if (!Naming.IsPlainIdentifier(table) || table.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase))
            Report(Descriptors.InvalidIdentifier, _attribute.LocationOf("Table") ?? NameLocation, "table", table);
        int version = _attribute.Named("Version") as int? ?? 1;
        if (version < 1)
            Report(Descriptors.InvalidVersion, _attribute.LocationOf("Version") ?? NameLocation, _record.Name, version.ToString());

        var context = _attribute.Named("JsonContext") as INamedTypeSymbol;
        if (context is not null && !IsContext(context))
        {
            Report(Descriptors.InvalidContext, _attribute.LocationOf("JsonContext") ?? NameLocation, context.Readable());
            return null;
        }
        string prefix = ReservedPrefix.Of(_record, [], _surroundings);
        var json = new JsonGraphParser(_compilation, _record, context, prefix, _diagnostics);
        var columnParser = new ColumnParser(modeColumns, _record, _compilation, json, _diagnostics);
        List<IPropertySymbol> members = MemberParser.Parse(_record, _diagnostics);
        RunsModel? runs = RunsParser.Take(members, _record, modeColumns, layout, json, _compilation, _diagnostics);
        List<ColumnModel> declared = [.. members.Select(columnParser.Parse).OfType<ColumnModel>()];
        CheckDuplicates(declared, members);
        // What follows builds on the columns: their errors come first and alone.
        if (HasErrors)
            return null;

        List<ColumnModel> columns = Arrange(modeColumns, declared);
        CheckCompleted(columns);
        ConstructorModel? constructor = ConstructorParser.Parse(_record, columns);
        if (constructor is null)
        {
            Report(Descriptors.NoConstructor, NameLocation, _record.Name);
            return null;
        }
        columns = constructor.Columns;
        foreach (ColumnModel column in columns.Where(column => column.Setter == Setter.None))
            Report(Descriptors.NotSettable, LocationOf(members, column), $"{_record.Name}.{column.Member}");
        bool stampsCopies = CheckTimes(columns, members);

        EquatableArray<BackfillModel> backfills = BackfillParser.Parse(_record, _diagnostics);
        json.AddRecord([.. columns.Where(column => members.All(member => Naming.Escape(member.Name) != column.Member)).Select(column => new JsonCompletedMember(column.Member, column.Type))]);
        if (HasErrors || json.HasUnresolved)
            return null;

        return new SessionRecordModel
        {
            HintName = TypeParser.HintName(_record, _surroundings),
            MetadataName = TypeParser.MetadataName(_record),
            Namespace = TypeParser.Namespace(_record),
            ContainingTypes = TypeParser.ContainingTypes(_record),
            Declaration = TypeParser.Declaration(_record),
            Name = Naming.Escape(_record.Name),
            Type = _record.Bare().Display(),
            Prefix = prefix,
            Mode = mode,
            Layout = layout,
            SessionType = modeColumns.SessionType,
            Table = table,
            Version = version,
            Columns = columns.ToEquatableArray(),
            Runs = runs,
            UndeclaredColumns = modeColumns.ForeignIds.Select(id => new UndeclaredColumnModel(id.Name, "Text"))
                .Concat(modeColumns.Data.Concat(modeColumns.ForeignData).Select(name => new UndeclaredColumnModel(name, "Json")))
                .Where(undeclared => columns.All(column => column.Name != undeclared.Name)).ToEquatableArray(),
            Indexes = Indexes(modeColumns, columns, columnParser.Indexed),
            Dropped = BackfillParser.Dropped(_record),
            Backfills = backfills,
            ConstructorOrdinals = constructor.Ordinals.ToEquatableArray(),
            JsonTypes = json.Build(),
            JsonContext = context is null ? null : JsonGraphParser.Name(context),
            HasJsonOptions = json.HasOptions,
            StampsCopies = stampsCopies,
        };
    }

    // A context that does not exist is the compiler's to report.
    private static bool IsContext(INamedTypeSymbol context) =>
        context.TypeKind == TypeKind.Error || (!context.IsAbstract && MemberParser.SelfAndBases(context).Any(type => type.IsJson("JsonSerializerContext")));

    // An argument that is missing or no constant is the compiler's to report.
    private void ReportUnknown(string type, string name, TypedConstant argument)
    {
        if (argument.Kind == TypedConstantKind.Enum)
            Report(Descriptors.UnknownEnumValue, NameLocation, _record.Name, type, name);
    }

    // A generated member must not meet another of its name, nor the record itself.
    private void CheckCompleted(List<ColumnModel> columns)
    {
        foreach (ColumnModel column in columns.Where(column => column.CompletedSummary is not null))
            CheckGenerated(column.Member, MemberParser.SelfAndBases(_record), $"the column '{column.Name}'", "store it there, or rename it");
        // A base class's resolver is another one, which the record's hides.
        CheckGenerated(Resolver, [_record], "System.Text.Json", "rename it");
    }

    private void CheckGenerated(string name, IEnumerable<INamedTypeSymbol> types, string purpose, string fix)
    {
        if (_record.Name == name)
            Report(Descriptors.MemberNameTaken, NameLocation, name, purpose, "rename the record");
        ISymbol? taken = types.SelectMany(type => type.GetMembers(name))
            .FirstOrDefault(symbol => !symbol.IsGenerated(_record) && (SymbolEqualityComparer.Default.Equals(symbol.ContainingType, _record) || symbol.DeclaredAccessibility != Accessibility.Private));
        if (taken is not null)
            Report(Descriptors.MemberNameTaken, taken.LocationWithin(_record), name, purpose, fix);
    }

    /// <summary>Whether the times are stamped on a copy, because they can't be set in place.</summary>
    private bool CheckTimes(List<ColumnModel> columns, List<IPropertySymbol> members)
    {
        ColumnModel[] fixedTimes = [.. columns.Where(column => column.Role is "CreatedAt" or "UpdatedAt" && !column.CanSet)];
        foreach (ColumnModel time in fixedTimes)
            if (!_record.IsRecord || members.Any(member => Naming.Escape(member.Name) == time.Member && member.SetMethod is null))
                Report(Descriptors.InitOnlyTime, LocationOf(members, time), time.Member, _record.Name);
        return fixedTimes.Length > 0;
    }

    private void CheckDuplicates(List<ColumnModel> columns, List<IPropertySymbol> members)
    {
        foreach (IGrouping<string, ColumnModel> group in columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase))
            foreach (ColumnModel duplicate in group.Skip(1))
                Report(Descriptors.DuplicateColumn, LocationOf(members, duplicate), group.First().Member, duplicate.Member, group.Key);
    }

    // Identity columns first, in the mode's order, then the record's scalars, then its JSON: small columns before large
    // ones, so that SQLite need not walk a row's overflow pages to reach them.
    private List<ColumnModel> Arrange(ModeColumns mode, List<ColumnModel> declared)
    {
        HashSet<string> inherited = [.. CompletedByBases(_record)];
        var columns = new List<ColumnModel>();
        foreach (IdentityColumn identity in mode.Identity)
        {
            ColumnModel completed = ColumnParser.Complete(mode, identity);
            columns.Add(declared.Find(column => column.Name == identity.Name)
                ?? (inherited.Contains(identity.Member) ? completed with { CompletedSummary = null } : completed));
        }
        columns.AddRange(declared.Where(column => column.Kind != "Json" && !columns.Contains(column)));
        columns.AddRange(declared.Where(column => column.Kind == "Json"));
        return columns;
    }

    // A base class that is itself a session record of this compilation gets its members in the same run: they are not seen yet.
    public static IEnumerable<string> CompletedByBases(INamedTypeSymbol record) =>
        from type in MemberParser.SelfAndBases(record).Skip(1)
        where type.Locations.Any(location => location.IsInSource)
        let attribute = type.Attribute(KnownTypes.SessionRecordAttribute)
        let mode = attribute is null ? null : ModeOf(attribute)
        let layout = attribute is null ? null : LayoutOf(attribute)
        where mode is not null && layout is not null
        from identity in ModeColumns.Of(mode, layout)?.Identity ?? []
        select identity.Member;

    private static string? ModeOf(AttributeData attribute) =>
        MemberOf(attribute.ConstructorArguments.FirstOrDefault());

    private static string? LayoutOf(AttributeData attribute) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Layout") is { Key: not null } layout ? MemberOf(layout.Value) : "V1";

    // The name of an enum's value; null where the argument is missing or wrong.
    private static string? MemberOf(TypedConstant argument) =>
        argument is { Kind: TypedConstantKind.Enum, Value: int value, Type: { } type }
            ? type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => Equals(field.ConstantValue, value))?.Name
            : null;

    private static EquatableArray<IndexModel> Indexes(ModeColumns mode, List<ColumnModel> columns, List<string> indexed)
    {
        string entity = columns.First(column => column.Role == "EntityId").Name;
        // With a type in every statement, Agno's index on the type serves the lists, and the one on created_at only Agno.
        string[][] own = mode.SessionType is null
            ? [["user_id", "created_at", "session_id"], ["created_at", "session_id"], [entity, "created_at", "session_id"]]
            : [["created_at"], [ModeColumns.SessionTypeColumn, "created_at", "session_id"], ["user_id", ModeColumns.SessionTypeColumn, "created_at", "session_id"], [entity, "created_at", "session_id"]];
        return own.Concat(mode.Indexed.Concat(indexed).Distinct().Where(name => own.All(index => index[0] != name)).Select(name => new[] { name }))
            .Select(index => new IndexModel(index.ToEquatableArray())).ToEquatableArray();
    }

    private Location LocationOf(List<IPropertySymbol> members, ColumnModel column) =>
        members.Find(member => Naming.Escape(member.Name) == column.Member)?.Locations.FirstOrDefault(location => location.IsInSource) ?? NameLocation;

    private void Report(DiagnosticDescriptor descriptor, Location location, params string[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Of(descriptor, location, arguments));
}
