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
        string[] columns = [.. (always.Length > 0 ? always : predicates).Where(predicate => predicate.Comparison != Comparison.NotEqual).Select(predicate => predicate.Column.Name)];
        if (columns.Length == 0)
            columns = [.. order.Take(1).Select(term => term.Column.Name)];
        if (columns.Length == 0 || columns.Any(column => IsIndexed(column, shape)))
            return;
        string members = string.Join(" or ", columns.Distinct().Select(column => $"'{column}'"));
        diagnostics.Add(DiagnosticInfo.Of(QueryDescriptors.NoIndex, method.Locations[0], method.Name, members));
    }

    private static bool IsIndexed(string column, RecordShape shape) =>
        column == shape.OfRole("SessionId").Name || shape.Indexes.Any(index => index.Columns[0] == column);
}
