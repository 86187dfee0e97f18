using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser;

/// <summary>What the parser makes of one declaration: a model, unless an error stands against it.</summary>
internal sealed record ParsedRecord(SessionRecordModel? Model, EquatableArray<DiagnosticInfo> Diagnostics);

/// <summary>Turns a type that carries <c>[SessionRecord]</c> into a model. Every decision is made here; emitters only print.</summary>
internal sealed class SessionRecordParser
{
    private readonly INamedTypeSymbol _record;
    private readonly AttributeData _attribute;
    private readonly TypeDeclarationSyntax _syntax;
    private readonly List<DiagnosticInfo> _diagnostics = [];

    private SessionRecordParser(GeneratorAttributeSyntaxContext context)
    {
        _record = (INamedTypeSymbol)context.TargetSymbol;
        _attribute = context.Attributes[0];
        _syntax = (TypeDeclarationSyntax)context.TargetNode;
    }

    private Location NameLocation => _syntax.Identifier.GetLocation();

    public static ParsedRecord Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var parser = new SessionRecordParser(context);
        SessionRecordModel? model = parser.Parse();
        return new(parser._diagnostics.Count == 0 ? model : null, parser._diagnostics.ToEquatableArray());
    }

    private SessionRecordModel? Parse()
    {
        if (!TypeParser.Check(_record, _syntax, _diagnostics))
            return null;

        // The attribute's argument is missing or wrong: the compiler says so.
        if (_attribute.ConstructorArguments.FirstOrDefault() is not { Kind: TypedConstantKind.Enum, Value: int modeValue, Type: { } modeType })
            return null;
        string? mode = modeType.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => Equals(field.ConstantValue, modeValue))?.Name;
        if (mode is null)
            return null;

        string table = _attribute.Named("Table") as string ?? ModeColumns.Table(mode);
        if (!Naming.IsPlainIdentifier(table) || table.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase))
            Report(Descriptors.InvalidIdentifier, NameLocation, "table", table);
        int version = _attribute.Named("Version") as int? ?? 1;
        if (version < 1)
            Report(Descriptors.InvalidVersion, NameLocation, _record.Name, version.ToString());

        var columnParser = new ColumnParser(mode, _diagnostics);
        List<IPropertySymbol> members = MemberParser.Parse(_record);
        List<ColumnModel> declared = [.. members.Select(columnParser.Parse).OfType<ColumnModel>()];
        CheckDuplicates(declared, members);

        List<ColumnModel> columns = Arrange(mode, declared);
        ConstructorModel? constructor = ConstructorParser.Parse(_record, columns);
        if (constructor is null)
        {
            Report(Descriptors.NoConstructor, NameLocation, _record.Name);
            return null;
        }
        columns = constructor.Columns;
        foreach (ColumnModel column in columns.Where(column => column.Setter == Setter.None))
            Report(Descriptors.NotSettable, LocationOf(members, column), $"{_record.Name}.{column.Member}");

        ColumnModel[] times = [.. columns.Where(column => column.Role is "CreatedAt" or "UpdatedAt")];
        bool stampsCopies = times.Any(column => !column.CanSet);
        if (stampsCopies && !_record.IsRecord)
            foreach (ColumnModel time in times.Where(column => !column.CanSet))
                Report(Descriptors.InitOnlyTime, LocationOf(members, time), time.Member, _record.Name);

        return new SessionRecordModel
        {
            HintName = TypeParser.HintName(_record),
            Namespace = _record.ContainingNamespace is { IsGlobalNamespace: false } ns ? ns.ToDisplayString() : null,
            ContainingTypes = TypeParser.ContainingTypes(_record),
            Declaration = TypeParser.Declaration(_record),
            Name = Naming.Escape(_record.Name),
            Mode = mode,
            Table = table,
            Version = version,
            Columns = columns.ToEquatableArray(),
            UndeclaredColumns = ModeColumns.Data(mode).Where(name => columns.All(column => column.Name != name)).ToEquatableArray(),
            Indexes = Indexes(mode, columns, columnParser.Indexed),
            ConstructorOrdinals = constructor.Ordinals.ToEquatableArray(),
            StampsCopies = stampsCopies,
        };
    }

    private void CheckDuplicates(List<ColumnModel> columns, List<IPropertySymbol> members)
    {
        foreach (IGrouping<string, ColumnModel> group in columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase))
            foreach (ColumnModel duplicate in group.Skip(1))
                Report(Descriptors.DuplicateColumn, LocationOf(members, duplicate), group.First().Member, duplicate.Member, group.Key);
    }

    // Identity columns first, in the mode's order, then the record's scalars, then its JSON: small columns before large
    // ones, so that SQLite need not walk a row's overflow pages to reach them.
    private static List<ColumnModel> Arrange(string mode, List<ColumnModel> declared)
    {
        var columns = new List<ColumnModel>();
        foreach (IdentityColumn identity in ModeColumns.Identity(mode))
            columns.Add(declared.Find(column => column.Name == identity.Name) ?? ColumnParser.Complete(identity));
        columns.AddRange(declared.Where(column => column.Kind != "Json" && !columns.Contains(column)));
        columns.AddRange(declared.Where(column => column.Kind == "Json"));
        return columns;
    }

    private static EquatableArray<IndexModel> Indexes(string mode, List<ColumnModel> columns, List<string> indexed)
    {
        string entity = columns.First(column => column.Role == "EntityId").Name;
        string[][] own = [["user_id", "created_at", "session_id"], ["created_at", "session_id"], [entity, "created_at", "session_id"]];
        return own.Concat(ModeColumns.Indexed(mode).Concat(indexed).Distinct().Where(name => own.All(index => index[0] != name)).Select(name => new[] { name }))
            .Select(index => new IndexModel(index.ToEquatableArray())).ToEquatableArray();
    }

    private Location LocationOf(List<IPropertySymbol> members, ColumnModel column) =>
        members.Find(member => Naming.Escape(member.Name) == column.Member)?.Locations.FirstOrDefault(location => location.IsInSource) ?? NameLocation;

    private void Report(DiagnosticDescriptor descriptor, Location location, params string[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Of(descriptor, location, arguments));
}
