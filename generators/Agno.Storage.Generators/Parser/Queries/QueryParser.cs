using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser.Queries;

/// <summary>Turns a query method into a model. Every decision is made here; emitters only print.</summary>
internal sealed class QueryParser
{
    private const string CancellationToken = "System.Threading.CancellationToken";

    // As many as QueryShape has bits.
    private const int MaxParameters = 64;

    private readonly IMethodSymbol _method;
    private readonly AttributeData? _query;
    private readonly RecordShape _shape;
    private readonly List<DiagnosticInfo> _diagnostics;
    private bool _hasErrors;

    private QueryParser(IMethodSymbol method, AttributeData? query, RecordShape shape, List<DiagnosticInfo> diagnostics)
    {
        _method = method;
        _query = query;
        _shape = shape;
        _diagnostics = diagnostics;
    }

    public static IEnumerable<AttributeData> AttributesOf(IMethodSymbol method) =>
        method.GetAttributes().Where(attribute => attribute.AttributeClass?.Is(KnownTypes.SessionQueryAttribute) == true || attribute.AttributeClass?.Is(KnownTypes.SessionDeleteAttribute) == true);

    /// <summary>Parses a method; null where an error stands against it.</summary>
    public static QueryModel? Parse(IMethodSymbol method, string structName, Compilation compilation, List<DiagnosticInfo> diagnostics)
    {
        // What does not exist is the compiler's to report.
        if (method.Parameters.Select(parameter => parameter.Type).Append(method.ReturnType).Any(IsUnresolved))
            return null;
        if (StoreParser.Parse(method, out string fault) is not { } store)
        {
            diagnostics.Add(DiagnosticInfo.Of(QueryDescriptors.NoStore, method.Locations[0], method.Name, fault));
            return null;
        }
        if (store.Session.Attribute(KnownTypes.SessionRecordAttribute) is null)
        {
            diagnostics.Add(DiagnosticInfo.Of(QueryDescriptors.NoStore, method.Locations[0], method.Name, $"'{store.Session.Name}' is not a session record"));
            return null;
        }
        // A record with errors of its own has no columns yet.
        if (SessionRecordParser.ParseShape(store.Session, compilation) is not { } shape)
            return null;
        var parser = new QueryParser(method, method.Attribute(KnownTypes.SessionQueryAttribute), shape, diagnostics);
        return parser.Parse(structName, store.Expression);
    }

    private static bool IsUnresolved(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Error } => true,
        IArrayTypeSymbol array => IsUnresolved(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(IsUnresolved),
        _ => false,
    };

    private QueryModel? Parse(string structName, string store)
    {
        ReturnType? returns = ReturnType.Parse(_method, _query, _shape, Report);
        if (returns is null)
            return null;
        List<OrderModel> order = returns.Kind is QueryKind.Count or QueryKind.Delete ? NoOrder() : OrderParser.Parse(_method, _shape, Report);
        var parameters = new ParameterParser(_method, returns.Kind, order, _shape, Report);
        foreach (IParameterSymbol parameter in _method.Parameters)
            if (!parameter.Type.Is(CancellationToken) && StoreParser.SessionOf(parameter.Type) is null)
                parameters.Parse(parameter);
        if (returns.Kind == QueryKind.Delete)
            CheckDelete(parameters);
        if (!_hasErrors && parameters.Count > MaxParameters)
            Report(QueryDescriptors.NotGeneratable, _method.Locations[0], [_method.Name, $"it has more than {MaxParameters - 1} parameters to compare with: write several methods"]);
        if (_hasErrors)
            return null;

        IndexCheck.Run(_method, parameters.Predicates, order, _shape, _diagnostics);
        return new()
        {
            Kind = returns.Kind,
            Name = _method.Name,
            Struct = structName,
            Method = QueryMethodParser.Parse(_method),
            Store = store,
            Session = _shape.Record.Bare().Display(),
            SessionType = _shape.SessionType,
            UserColumn = _shape.OfRole("UserId").Name,
            Result = returns.Result,
            Token = _method.Parameters.Where(parameter => parameter.Type.Is(CancellationToken)).Select(parameter => Naming.Escape(parameter.Name)).FirstOrDefault(),
            Arguments = parameters.Arguments.ToEquatableArray(),
            Predicates = parameters.Predicates.ToEquatableArray(),
            Order = order.ToEquatableArray(),
            After = parameters.After,
            Limit = parameters.Limit,
            Projection = returns.Projection,
            ParameterCount = parameters.Count,
        };
    }

    private List<OrderModel> NoOrder()
    {
        if (_method.Attribute(KnownTypes.SessionOrderAttribute)?.ConstructorArguments.FirstOrDefault().Value is string member)
            Report(QueryDescriptors.InvalidOrder, _method.Locations[0], [_method.Name, member, "it gives no sessions: remove [SessionOrder]"]);
        return [];
    }

    // A forgotten argument must not delete more.
    private void CheckDelete(ParameterParser parameters)
    {
        if (parameters.Predicates.FirstOrDefault(predicate => predicate.IsOptional) is { } optional)
            Report(QueryDescriptors.UnboundedDelete, _method.Locations[0], [_method.Name, $"'{optional.Argument.Name}' may be left out: remove its default value"]);
        else if (parameters.Predicates.Count == 0)
            Report(QueryDescriptors.UnboundedDelete, _method.Locations[0], [_method.Name, "it compares nothing: give it a parameter, or call DeleteManyAsync with an empty filter"]);
    }

    private void Report(DiagnosticDescriptor descriptor, Location location, string[] arguments)
    {
        _hasErrors = true;
        _diagnostics.Add(DiagnosticInfo.Of(descriptor, location, arguments));
    }
}
