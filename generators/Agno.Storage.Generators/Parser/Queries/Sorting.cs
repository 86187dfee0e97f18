using Agno.Storage.Generators.Model;

namespace Agno.Storage.Generators.Parser.Queries;

/// <summary>Which columns sort as their members' values do.</summary>
internal static class Sorting
{
    /// <summary>Why the stored values of a column don't sort as the member's; null where they do.</summary>
    public static string? WhyNot(ColumnModel column) => column.Scalar switch
    {
        ScalarKind.Decimal => "a decimal is stored as text, which does not sort by its value; store a number through a converter",
        ScalarKind.DateTime => "a DateTime is stored with its kind, so that times of different kinds don't sort; use DateTimeOffset",
        ScalarKind.EnumName => "the enum is stored by its names, which don't sort by its values; remove its string converter to store its number",
        ScalarKind.Uri => "a Uri has no order",
        _ => null,
    };
}
