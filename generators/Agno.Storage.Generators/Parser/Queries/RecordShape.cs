using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser.Queries;

/// <summary>What a query knows of the record that it looks for.</summary>
/// <param name="record">The record.</param>
/// <param name="sessionType">What <c>session_type</c> says of it; null where the table has no such column.</param>
/// <param name="columns">Its columns.</param>
/// <param name="indexes">Its indexes.</param>
internal sealed class RecordShape(INamedTypeSymbol record, string? sessionType, IReadOnlyList<ColumnModel> columns, IReadOnlyList<IndexModel> indexes)
{
    public INamedTypeSymbol Record => record;

    public string? SessionType => sessionType;

    public IReadOnlyList<IndexModel> Indexes => indexes;

    public ColumnModel OfRole(string role) => columns.First(column => column.Role == role);

    /// <summary>The column of a member; null where there is none.</summary>
    /// <param name="member">The member's name.</param>
    /// <param name="ignoresCase">Whether it is a parameter's name, which has another case.</param>
    public ColumnModel? Find(string member, bool ignoresCase)
    {
        return columns.FirstOrDefault(column => Name(column) == member)
            ?? (ignoresCase ? columns.FirstOrDefault(column => Name(column).Equals(member, StringComparison.OrdinalIgnoreCase)) : null);

        static string Name(ColumnModel column) => column.Member.TrimStart('@');
    }
}
