using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>The constructor that reading calls, and the columns with the setters that remain for the others.</summary>
internal sealed record ConstructorModel(List<ColumnModel> Columns, int[] Ordinals);

/// <summary>Chooses the constructor that reading calls: the one with the most parameters that all name a stored member.</summary>
internal static class ConstructorParser
{
    public static ConstructorModel? Parse(INamedTypeSymbol record, List<ColumnModel> columns)
    {
        foreach (IMethodSymbol constructor in record.InstanceConstructors.Where(IsCandidate).OrderByDescending(constructor => constructor.Parameters.Length))
        {
            int[] ordinals = [.. constructor.Parameters.Select(parameter => OrdinalOf(parameter, columns))];
            if (ordinals.Contains(-1))
                continue;
            bool setsRequired = constructor.Attribute("System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute") is not null;
            List<ColumnModel> assigned = [.. columns.Select((column, ordinal) => ordinals.Contains(ordinal) && (!column.IsRequired || setsRequired)
                ? column with { Setter = Setter.Constructor }
                : column)];
            return new(assigned, ordinals);
        }
        return null;

        bool IsCandidate(IMethodSymbol constructor) =>
            // Generated code is inside the type: every constructor is accessible, but a record's copy constructor makes nothing.
            !(record.IsRecord && constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, record));
    }

    private static int OrdinalOf(IParameterSymbol parameter, List<ColumnModel> columns) =>
        columns.FindIndex(column => string.Equals(column.Member.TrimStart('@'), parameter.Name, StringComparison.OrdinalIgnoreCase)
            && column.Type.TrimEnd('?') == parameter.Type.Display().TrimEnd('?'));
}
