using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser.Queries;

/// <summary>Whether a query finds its sessions along an index.</summary>
internal static class IndexCheck
{
    public static void Run(IMethodSymbol method, IReadOnlyList<PredicateModel> predicates, IReadOnlyList<OrderModel> order, RecordShape shape, List<DiagnosticInfo> diagnostics)
    {
        // What may be left out narrows nothing then: it counts where nothing else does.
        PredicateModel[] always = [.. predicates.Where(predicate => !predicate.IsOptional)];
        ColumnModel[] columns = [.. (always.Length > 0 ? always : predicates).Where(predicate => predicate.Comparison != Comparison.NotEqual).Select(predicate => predicate.Column)];
        if (columns.Length == 0)
            columns = [.. order.Take(1).Select(term => term.Column)];
        if (columns.Length == 0 || columns.Any(column => IsIndexed(column, shape)))
            return;
        ColumnModel[] indexable = [.. columns.Where(column => !column.HasSpellings)];
        diagnostics.Add(DiagnosticInfo.Of(QueryDescriptors.NoIndex, method.Locations[0], method.Name, indexable.Length > 0
            ? $"no index begins with {Names(indexable)}: add [SessionIndex] to the member, if the table grows large"
            : $"equal values of {Names(columns)} may be stored as different texts, which no index finds: compare another member too, if the table grows large"));
    }

    private static bool IsIndexed(ColumnModel column, RecordShape shape) =>
        !column.HasSpellings && (column.Name == shape.OfRole("SessionId").Name || shape.Indexes.Any(index => index.Columns[0] == column.Name));

    private static string Names(ColumnModel[] columns) => string.Join(" or ", columns.Select(column => $"'{column.Name}'").Distinct());
}
