using Agno.Storage.Schema;

namespace Agno.Storage.Records;

/// <summary>Which parameters of a query have a value. The query's SQL is fixed for each shape.</summary>
/// <param name="Given">A bit for each parameter, the first the lowest.</param>
public readonly record struct QueryShape(ulong Given)
{
    /// <summary>How many parameters a query may have.</summary>
    public const int MaxParameters = 64;

    /// <summary>Whether the parameter at <paramref name="ordinal"/> has a value.</summary>
    public bool this[int ordinal] => (Given >> ordinal & 1) != 0;

    /// <summary>The shape of parameters that were written.</summary>
    public static QueryShape Of(RowBuffer parameters)
    {
        ulong given = 0;
        for (int i = 0; i < parameters.Length; i++)
            if (parameters.GetKind(i) != ValueKind.Null)
                given |= 1UL << i;
        return new(given);
    }
}
