namespace Agno.Storage;

/// <summary>
/// Stores members of type <typeparamref name="TMember"/> as <typeparamref name="TStored"/>. Named by
/// <see cref="SessionColumnAttribute.Converter"/>; generated code calls it directly.
/// </summary>
/// <typeparam name="TMember">The member's type, without its nullability: null is stored as NULL and never reaches a converter.</typeparam>
/// <typeparam name="TStored">One of the scalar types that have a column of their own, such as <see cref="string"/>, <see cref="long"/> or <c>byte[]</c>.</typeparam>
public interface IColumnConverter<TMember, TStored>
{
    /// <summary>Gives what is stored for <paramref name="value"/>.</summary>
    static abstract TStored ToStored(TMember value);

    /// <summary>Gives the member's value for what was <paramref name="stored"/>.</summary>
    /// <exception cref="FormatException"><see cref="ToStored"/> never gives this value. The store's error then names table, session and column.</exception>
    static abstract TMember FromStored(TStored stored);
}
