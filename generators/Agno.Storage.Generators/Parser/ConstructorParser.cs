using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>The constructor that reading calls, and the columns with the setters that remain for the others.</summary>
internal sealed record ConstructorModel(List<ColumnModel> Columns, int[] Ordinals);

/// <summary>
/// Chooses the constructor that reading calls: of those whose parameters all name a stored member, one that leaves no member unset,
/// with as many parameters as possible.
/// </summary>
internal static class ConstructorParser
{
    public static ConstructorModel? Parse(INamedTypeSymbol record, List<ColumnModel> columns) =>
        record.InstanceConstructors
            .Where(constructor => !IsCopy(constructor, record))
            .Select(constructor => Match(constructor, columns))
            .Where(match => !match.Ordinals.Contains(-1))
            .OrderBy(match => match.Columns.Count(column => column.Setter == Setter.None))
            .ThenByDescending(match => match.Ordinals.Length)
            .FirstOrDefault();

    // Generated code is inside the type, so that every constructor is accessible; but a record's copy constructor makes nothing.
    private static bool IsCopy(IMethodSymbol constructor, INamedTypeSymbol record) =>
        record.IsRecord && constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, record);

    private static ConstructorModel Match(IMethodSymbol constructor, List<ColumnModel> columns)
    {
        int[] ordinals = [.. constructor.Parameters.Select(parameter => OrdinalOf(parameter, columns))];
        bool setsRequired = constructor.Attribute("System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute") is not null;
        List<ColumnModel> assigned = [.. columns.Select((column, ordinal) => ordinals.Contains(ordinal) && (!column.IsRequired || setsRequired)
            ? column with { Setter = Setter.Constructor }
            : column)];
        return new(assigned, ordinals);
    }

    // The parameter may allow null where the member does not, but not the other way round: null is read too.
    private static int OrdinalOf(IParameterSymbol parameter, List<ColumnModel> columns)
    {
        string type = parameter.Type.Display();
        return columns.FindIndex(column => parameter.RefKind is RefKind.None or RefKind.In
            && string.Equals(column.Member.TrimStart('@'), parameter.Name, StringComparison.OrdinalIgnoreCase)
            && (type == column.Type || type == column.Type + "?"));
    }
}
