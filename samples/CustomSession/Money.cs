using System.Globalization;
using Agno.Storage;

namespace CustomSession;

/// <summary>An amount in euro.</summary>
public readonly record struct Money(decimal Euro)
{
    /// <inheritdoc />
    public override string ToString() => Euro.ToString("0.00 EUR", CultureInfo.InvariantCulture);
}

/// <summary>Stores money as an integer of cents, so that SQL can add it up.</summary>
public sealed class MoneyConverter : IColumnConverter<Money, long>
{
    /// <inheritdoc />
    public static long ToStored(Money value) => decimal.ToInt64(value.Euro * 100);

    /// <inheritdoc />
    public static Money FromStored(long stored) => new(stored / 100m);
}
