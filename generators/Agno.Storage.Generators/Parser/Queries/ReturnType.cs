using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser.Queries;

/// <summary>What a method's return type asks for.</summary>
/// <param name="Kind">Rows, the first of them, or how many there are.</param>
/// <param name="Result">The type of what is given, or of each of it.</param>
/// <param name="Projection">What is given of a session; null for all of it.</param>
internal sealed record ReturnType(QueryKind Kind, string Result, ProjectionModel? Projection)
{
    private const string Stream = "System.Collections.Generic.IAsyncEnumerable";
    private const string Task = "System.Threading.Tasks.ValueTask";

    public static ReturnType? Parse(IMethodSymbol method, AttributeData? query, RecordShape shape, Action<DiagnosticDescriptor, Location, string[]> report)
    {
        Location location = LocationOf(method);
        if (method.ReturnType is not INamedTypeSymbol { TypeArguments.Length: 1 } type || !(type.Is(Stream) || type.Is(Task)))
            return Refuse("a query gives IAsyncEnumerable<T>, ValueTask<T?> or ValueTask<long>, and a delete ValueTask<long>");
        ITypeSymbol result = type.TypeArguments[0];
        bool isStream = type.Is(Stream);
        if (query is not null && ElementOf(result) is { } element)
            return Refuse($"sessions are given one by one: write 'IAsyncEnumerable<{Short(element)}>'");
        string? select = query?.Named("Select") as string;
        if (query is null)
            return IsCount() ? new(QueryKind.Delete, "long", null) : Refuse("a delete gives ValueTask<long>: how many sessions it deleted");
        if (IsCount() && select is null)
            return new(QueryKind.Count, "long", null);
        if (!isStream && select is null && IsNumber(result.Bare()))
            return Refuse("a count is a long: write 'ValueTask<long>'; for a member of one session, name it with [SessionQuery(Select = nameof(...))]");
        if (!isStream && select is null && result.SpecialType == SpecialType.System_Boolean)
            return Refuse("a query does not tell whether there are any: write 'ValueTask<long>' and compare the count with 0; for a member of one session, write 'ValueTask<bool?>' and name it with [SessionQuery(Select = nameof(...))]");
        if (!isStream && !result.AllowsNull())
            return Refuse($"there may be none to give: write 'ValueTask<{Short(result)}?>'");

        QueryKind kind = isStream ? QueryKind.List : QueryKind.First;
        ITypeSymbol item = isStream ? result : result.Bare();
        if (select is null && SymbolEqualityComparer.Default.Equals(item, shape.Record))
            return item.NullableAnnotation == NullableAnnotation.Annotated ? Refuse("no session of a stream is null: remove the '?'") : new(kind, item.Display(), null);
        var projection = new ProjectionParser(shape, location, report);
        return projection.Parse(select is null ? item : result, select) switch
        {
            { } model => new(kind, result.Display(), model),
            null when projection.IsUnsuitable => Refuse($"it is neither '{shape.Record.Name}' nor a tuple or record of its members: name the member of a single value with [SessionQuery(Select = nameof({shape.Record.Name}. ...))]"),
            null => null,
        };

        bool IsCount() => !isStream && result.SpecialType == SpecialType.System_Int64;

        ReturnType? Refuse(string reason)
        {
            report(QueryDescriptors.InvalidReturnType, location, [method.Name, Short(method.ReturnType), reason]);
            return null;
        }
    }

    // Of a list; a member's own type may be one, such as bytes and text, and is asked for as it is.
    private static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { ElementType: { SpecialType: not SpecialType.System_Byte } element } => element,
        INamedTypeSymbol { TypeArguments.Length: 1 } list when type.AllInterfaces.Any(contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable) => list.TypeArguments[0],
        _ => null,
    };

    private static bool IsNumber(ITypeSymbol type) => ScalarParser.Parse(type, null) is >= ScalarKind.SByte and <= ScalarKind.Decimal;

    private static string Short(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static Location LocationOf(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).OfType<Microsoft.CodeAnalysis.CSharp.Syntax.MethodDeclarationSyntax>().FirstOrDefault()?.ReturnType.GetLocation()
        ?? method.Locations[0];
}
