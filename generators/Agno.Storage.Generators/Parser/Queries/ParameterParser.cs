using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser.Queries;

/// <summary>Decides what each parameter of a query method is for: a comparison, a page's begin, or a limit.</summary>
internal sealed class ParameterParser(IMethodSymbol method, QueryKind kind, IReadOnlyList<OrderModel> order, RecordShape shape, Action<DiagnosticDescriptor, Location, string[]> report)
{
    private const string LimitName = "limit";
    private const string Cursor = "Agno.Storage.SessionCursor";

    public List<QueryArgumentModel> Arguments { get; } = [];

    public List<PredicateModel> Predicates { get; } = [];

    public AfterModel? After { get; private set; }

    public LimitModel? Limit { get; private set; }

    /// <summary>How many parameters the SQL has so far. The first is the user whose store it is.</summary>
    public int Count { get; private set; } = 1;

    public void Parse(IParameterSymbol parameter)
    {
        AttributeData? where = parameter.Attribute(KnownTypes.SessionWhereAttribute);
        if (where is null && parameter.Name == LimitName)
            ParseLimit(parameter);
        else if (where is null && (parameter.Type.Is(Cursor) || SymbolEqualityComparer.Default.Equals(parameter.Type.Bare(), shape.Record)))
            ParseAfter(parameter, isCursor: parameter.Type.Is(Cursor));
        else
            ParsePredicate(parameter, where);
    }

    private void ParseLimit(IParameterSymbol parameter)
    {
        if (parameter.Type.Bare().SpecialType != SpecialType.System_Int32)
            Refuse(parameter, $"a limit is an 'int' or 'int?', not a '{parameter.Type.Readable()}'; compare a member of that name with [SessionWhere]");
        else if (kind != QueryKind.List)
            Refuse(parameter, kind == QueryKind.First ? "it gives one at most" : "it gives no sessions; compare a member of that name with [SessionWhere]");
        else
            Limit = new(Add(parameter, parameter.Type.AllowsNull()), Take(1), parameter.Type.AllowsNull());
    }

    private void ParseAfter(IParameterSymbol parameter, bool isCursor)
    {
        if (kind is QueryKind.Count or QueryKind.Delete)
            Refuse(parameter, "it gives no sessions, so that there are no pages of them");
        else if (After is not null)
            Refuse(parameter, $"a page begins behind '{After.Argument.Name}' already");
        else if (isCursor && !(order[0] is { Column.Role: "CreatedAt", IsDescending: true } && order.Count == 2))
            Refuse(parameter, $"a cursor is a place in the order newest first, and the query has another: take the last session of the page before, a '{shape.Record.Name}?'");
        else
            After = new(Add(parameter, parameter.Type.AllowsNull()), Take(order.Count), isCursor);
    }

    private void ParsePredicate(IParameterSymbol parameter, AttributeData? where)
    {
        Location location = parameter.Locations[0];
        string member = where is null ? parameter.Name : where.ConstructorArguments.FirstOrDefault().Value as string ?? "";
        if (shape.Find(member, ignoresCase: where is null) is not { } column)
        {
            report(QueryDescriptors.UnknownMember, location,
                [member, shape.Record.Name, where is null ? $"give the parameter the name of a member, or name one with [SessionWhere(nameof({shape.Record.Name}. ...))]" : "name one that it has"]);
            return;
        }
        if (column.Kind == "Json")
        {
            report(QueryDescriptors.JsonMember, location, [column.Member]);
            return;
        }
        bool isOne = parameter.Type.Bare().Display() == column.BareType;
        ITypeSymbol? item = isOne ? null : ItemOf(parameter.Type, column);
        if (!isOne && item is null)
        {
            report(QueryDescriptors.WrongType, location,
                [parameter.Name, parameter.Type.Readable(), column.Member, column.Type.Replace("global::", ""), "compare it with a value of its type, or for any of them with an IReadOnlyCollection"]);
            return;
        }

        Comparison comparison = isOne ? ComparisonOf(where) : Comparison.In;
        bool isOptional = parameter.Type.AllowsNull() && parameter.HasExplicitDefaultValue;
        // Where code does not say whether a value may be null, null is one where it can be compared with.
        bool canBeNull = comparison is Comparison.Equal or Comparison.NotEqual ? parameter.Type.AllowsNull() : isOptional || parameter.Type.IsMarkedNullable();
        string? fault = isOne
            ? WhyNotComparable(column, comparison, canBeNull, isOptional)
            : ComparisonOf(where) != Comparison.Equal ? "a list holds what it may be equal to: leave the comparison out"
            : column.Scalar == ScalarKind.Bytes ? "lists of bytes can't be compared"
            : canBeNull && !isOptional ? "null is not a list: remove the '?', or give the parameter the default null to leave the comparison out"
            : null;
        if (fault is not null)
        {
            report(QueryDescriptors.InvalidComparison, location, [column.Member, parameter.Name, comparison.ToString(), fault]);
            return;
        }
        bool mayHoldNull = item is not null && (item.IsReferenceType || item.AllowsNull());
        Predicates.Add(new(column, comparison, Add(parameter, canBeNull), Take(comparison == Comparison.StartsWith || mayHoldNull ? 2 : 1))
        {
            CanBeNull = canBeNull,
            IsOptional = isOptional,
            MayHoldNull = mayHoldNull,
            IsListOfNullable = mayHoldNull && item!.IsValueType,
        });
    }

    private static string? WhyNotComparable(ColumnModel column, Comparison comparison, bool canBeNull, bool isOptional)
    {
        if (comparison is Comparison.Equal or Comparison.NotEqual)
            return null;
        if (comparison == Comparison.StartsWith && (column.Scalar != ScalarKind.String || column.Converter is not null))
            return "only text starts with text";
        if (canBeNull && !isOptional)
            return "null cannot be ordered: remove the '?', or give the parameter the default null to leave the comparison out";
        return Sorting.WhyNot(column);
    }

    // What a list of a column's values is a list of; null where the type is none.
    private static ITypeSymbol? ItemOf(ITypeSymbol type, ColumnModel column) =>
        type.SpecialType == SpecialType.System_String ? null : new[] { type }.Concat(type.AllInterfaces).OfType<INamedTypeSymbol>()
            .Where(candidate => candidate.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
            .Select(candidate => candidate.TypeArguments[0])
            .FirstOrDefault(item => item.Bare().Display() == column.BareType);

    private static Comparison ComparisonOf(AttributeData? where) =>
        where?.ConstructorArguments.ElementAtOrDefault(1).Value is int value && value is >= 0 and <= (int)Comparison.StartsWith ? (Comparison)value : Comparison.Equal;

    private QueryArgumentModel Add(IParameterSymbol parameter, bool canBeNull)
    {
        var argument = new QueryArgumentModel(Naming.Escape(parameter.Name), parameter.Type.Display(), MustNotBeNull: !parameter.Type.IsValueType && !canBeNull);
        Arguments.Add(argument);
        return argument;
    }

    private int Take(int count)
    {
        int first = Count;
        Count += count;
        return first;
    }

    private void Refuse(IParameterSymbol parameter, string reason) => report(QueryDescriptors.UselessParameter, parameter.Locations[0], [method.Name, parameter.Name, reason]);
}
