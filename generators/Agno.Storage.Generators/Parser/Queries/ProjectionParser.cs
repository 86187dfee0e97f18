using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser.Queries;

/// <summary>Finds which members a tuple, a record or a single value asks for.</summary>
internal sealed class ProjectionParser(RecordShape shape, Location location, Action<DiagnosticDescriptor, Location, string[]> report)
{
    /// <summary>Whether the type is nothing that can be made of members, which nobody has reported yet.</summary>
    public bool IsUnsuitable { get; private set; }

    public ProjectionModel? Parse(ITypeSymbol type, string? select)
    {
        if (select is not null)
            return Of([(select, type)], ignoresCase: false, locals => locals[0]);
        if (type is INamedTypeSymbol { IsTupleType: true } tuple)
            return Of([.. tuple.TupleElements.Select(element => (element.Name, element.Type))], ignoresCase: true, locals => $"({string.Join(", ", locals)})");
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false, SpecialType: SpecialType.None } named
            && ScalarParser.Parse(type, null) == ScalarKind.None
            && ConstructorOf(named) is { } constructor)
        {
            return Of([.. constructor.Parameters.Select(parameter => (parameter.Name, parameter.Type))], ignoresCase: true, locals => $"new {named.Bare().Display()}({string.Join(", ", locals)})");
        }
        IsUnsuitable = true;
        return null;
    }

    private static IMethodSymbol? ConstructorOf(INamedTypeSymbol type) => type.InstanceConstructors
        .Where(constructor => constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal && constructor.Parameters.Length > 0)
        .Where(constructor => !(constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type)))
        .OrderByDescending(constructor => constructor.Parameters.Length)
        .FirstOrDefault();

    private ProjectionModel? Of(IReadOnlyList<(string Name, ITypeSymbol Type)> parts, bool ignoresCase, Func<IReadOnlyList<string>, string> construct)
    {
        var columns = new List<ColumnModel>();
        var locals = new List<string>();
        foreach ((string name, ITypeSymbol type) in parts)
        {
            if (shape.Find(name, ignoresCase) is not { } column)
                report(QueryDescriptors.UnknownMember, location, [name, shape.Record.Name, "give each part of the result the name of a member"]);
            else if (column.Kind == "Json")
                report(QueryDescriptors.JsonMember, location, [column.Member]);
            else if (type.Bare().Display() != column.BareType)
                report(QueryDescriptors.WrongType, location, [name, type.Readable(), column.Member, Readable(column.Type), "use the member's type"]);
            else if (column.IsNullable && !type.AllowsNull())
                report(QueryDescriptors.WrongType, location, [name, type.Readable(), column.Member, Readable(column.Type), "it may be null; write '?' behind the type"]);
            else
                locals.Add(Read(column, columns));
        }
        return locals.Count == parts.Count ? new(columns.ToEquatableArray(), construct(locals)) : null;
    }

    // Two parts may name one member, which is read once.
    private static string Read(ColumnModel column, List<ColumnModel> columns)
    {
        if (!columns.Contains(column))
            columns.Add(column);
        return column.Local;
    }

    private static string Readable(string type) => type.Replace("global::", "");
}
