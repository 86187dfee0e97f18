using System.Globalization;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>Turns the constant of <c>[SessionColumn(Default = ...)]</c> into what the column holds.</summary>
internal static class DefaultParser
{
    /// <summary>Whether the constant is one that the member could have stored.</summary>
    /// <param name="constant">The constant, which is not null.</param>
    /// <param name="role">The column's role in its mode; null for none.</param>
    /// <param name="scalar">How the member is stored.</param>
    /// <param name="stored">The type that is stored.</param>
    /// <param name="value">The value as <c>TableColumn.Default</c> has it.</param>
    /// <param name="expected">What would fit.</param>
    public static bool TryParse(TypedConstant constant, string? role, ScalarKind scalar, ITypeSymbol stored, out string? value, out string expected)
    {
        value = null;
        expected = $"give a constant of type '{stored.Readable()}'";
        if (role is "SessionId" or "CreatedAt" or "UpdatedAt")
        {
            expected = "the store itself fills this column; remove the default";
            return false;
        }
        switch (scalar)
        {
            case ScalarKind.None:
                expected = "JSON has the default \"[]\" or \"{}\", or none where the member is nullable";
                value = constant.Value is "[]" or "{}" ? (string)constant.Value : null;
                break;
            case ScalarKind.String:
                value = constant.Value is string text ? Text(text, ref expected) : null;
                break;
            case ScalarKind.Char:
                value = constant.Value is char letter ? Text(letter.ToString(), ref expected) : null;
                break;
            case ScalarKind.Boolean:
                value = constant.Value is bool flag ? flag ? "1" : "0" : null;
                break;
            case ScalarKind.Single or ScalarKind.Double:
                expected = $"give a finite number of type '{stored.Readable()}'";
                value = IsNumber(constant) ? Real(Convert.ToDouble(constant.Value, CultureInfo.InvariantCulture), scalar == ScalarKind.Single) : null;
                break;
            case ScalarKind.Decimal:
                expected = "give a number that a decimal can hold, or its text, such as \"9.99\"";
                value = DecimalText(constant) is { } digits && decimal.TryParse(digits, NumberStyles.Number & ~NumberStyles.AllowThousands | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out decimal number)
                    ? number.ToString(CultureInfo.InvariantCulture)
                    : null;
                break;
            case ScalarKind.Guid:
                expected = "give the text of a Guid, such as \"00000000-0000-0000-0000-000000000000\"";
                value = constant.Value is string guid && Guid.TryParse(guid, out Guid parsed) ? parsed.ToString("D") : null;
                break;
            case ScalarKind.EnumNumber:
                value = IsOf(constant, stored) ? Integer(constant.Value!, ScalarKind.Int64, ref expected) : null;
                break;
            case ScalarKind.EnumName:
                value = IsOf(constant, stored) && MemberOf(constant, stored) is { } member
                    ? ScalarParser.EnumNames(stored).FirstOrDefault(name => name.Member.TrimStart('@') == member.Name)?.Text
                    : null;
                break;
            case ScalarKind.Bytes or ScalarKind.DateTime or ScalarKind.DateTimeOffset or ScalarKind.DateOnly or ScalarKind.TimeOnly or ScalarKind.TimeSpan or ScalarKind.Uri:
                expected = $"'{stored.Readable()}' has no constants; make the member nullable";
                break;
            default:
                value = IsInteger(constant) ? Integer(constant.Value!, scalar, ref expected) : null;
                break;
        }
        return value is not null;
    }

    // The text, where the default of a column can hold it.
    private static string? Text(string text, ref string expected)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
            {
                expected = "it holds the character U+0000, which the default of a column can't hold; remove that character, or make the member nullable";
                return null;
            }
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
            {
                expected = $"it holds half of a surrogate pair (U+{(int)text[i]:X4}), which is not valid text; give the whole pair, or remove it";
                return null;
            }
            i++;
        }
        return text;
    }

    private static bool IsOf(TypedConstant constant, ITypeSymbol type) => constant.Kind == TypedConstantKind.Enum && SymbolEqualityComparer.Default.Equals(constant.Type, type);

    private static IFieldSymbol? MemberOf(TypedConstant constant, ITypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => Equals(field.ConstantValue, constant.Value));

    private static bool IsInteger(TypedConstant constant) => constant.Kind == TypedConstantKind.Primitive && constant.Value is sbyte or byte or short or ushort or int or uint or long or ulong;

    private static bool IsNumber(TypedConstant constant) => IsInteger(constant) || (constant.Kind == TypedConstantKind.Primitive && constant.Value is float or double);

    private static string? Integer(object constant, ScalarKind scalar, ref string expected)
    {
        decimal number = Convert.ToDecimal(constant, CultureInfo.InvariantCulture);
        if (InRange(number, scalar))
            return number.ToString(CultureInfo.InvariantCulture);
        if (number > long.MaxValue)
            expected = $"{number.ToString(CultureInfo.InvariantCulture)} is more than {long.MaxValue.ToString(CultureInfo.InvariantCulture)}, the largest number that is stored as one";
        return null;
    }

    // What a column holds is a double, a float's too: in SQL, 0.1 is another number than the float nearest to it. Neither infinity nor NaN can be written there.
    private static string? Real(double number, bool isSingle)
    {
        double stored = isSingle ? (float)number : number;
        return double.IsNaN(stored) || double.IsInfinity(stored) ? null : stored == 0 ? "0" : stored.ToString("R", CultureInfo.InvariantCulture);
    }

    // The shortest text that is the number: what was written in the source.
    private static string? DecimalText(TypedConstant constant) => constant switch
    {
        { Kind: not TypedConstantKind.Primitive } => null,
        { Value: string text } => text,
        { Value: float number } => number.ToString("R", CultureInfo.InvariantCulture),
        { Value: double number } => number.ToString("R", CultureInfo.InvariantCulture),
        _ => IsInteger(constant) ? Convert.ToString(constant.Value, CultureInfo.InvariantCulture) : null,
    };

    private static bool InRange(decimal number, ScalarKind scalar) => scalar switch
    {
        ScalarKind.SByte => number is >= sbyte.MinValue and <= sbyte.MaxValue,
        ScalarKind.Byte => number is >= byte.MinValue and <= byte.MaxValue,
        ScalarKind.Int16 => number is >= short.MinValue and <= short.MaxValue,
        ScalarKind.UInt16 => number is >= ushort.MinValue and <= ushort.MaxValue,
        ScalarKind.Int32 => number is >= int.MinValue and <= int.MaxValue,
        ScalarKind.UInt32 => number is >= uint.MinValue and <= uint.MaxValue,
        ScalarKind.UInt64 => number is >= 0 and <= long.MaxValue,
        _ => number is >= long.MinValue and <= long.MaxValue,
    };
}
