using Agno.Storage.Generators.Model;

namespace Agno.Storage.Generators.Parser;

/// <summary>The types of columns as snapshot files name them, and which of them hold every value of which others.</summary>
internal static class SchemaTypes
{
    public const string Json = "Json";

    private static readonly HashSet<string> Known =
        [.. Enum.GetValues(typeof(ScalarKind)).Cast<ScalarKind>().Where(kind => kind is not (ScalarKind.None or ScalarKind.EnumNumber or ScalarKind.UnixSeconds)).Select(kind => kind.ToString()), Json];

    // What a stored value needs no change to become, beyond the number's becoming text or a real.
    private static readonly Dictionary<string, string[]> Wider = new()
    {
        ["Boolean"] = ["SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64"],
        ["SByte"] = ["Int16", "Int32", "Int64", "Single", "Double", "Decimal", "String"],
        ["Byte"] = ["Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Single", "Double", "Decimal", "String"],
        ["Int16"] = ["Int32", "Int64", "Single", "Double", "Decimal", "String"],
        ["UInt16"] = ["Int32", "UInt32", "Int64", "UInt64", "Single", "Double", "Decimal", "String"],
        ["Int32"] = ["Int64", "Double", "Decimal", "String"],
        ["UInt32"] = ["Int64", "UInt64", "Double", "Decimal", "String"],
        ["Int64"] = ["Decimal", "String"],
        ["UInt64"] = ["Decimal", "String"],
        ["TimeSpan"] = ["Int64"],
        ["Single"] = ["Double"],
        ["Char"] = ["String"],
        ["Guid"] = ["String"],
        ["Decimal"] = ["String"],
        ["DateTime"] = ["String"],
        ["DateTimeOffset"] = ["String"],
        ["DateOnly"] = ["String"],
        ["TimeOnly"] = ["String"],
        ["Uri"] = ["String"],
        ["EnumName"] = ["String"],
        [Json] = ["String"],
    };

    public static bool IsKnown(string type) => Known.Contains(type);

    /// <summary>Whether a column of a type holds every value of another type.</summary>
    public static bool Holds(string type, string other) => type == other || (Wider.TryGetValue(other, out string[]? wider) && wider.Contains(type));

    /// <summary>Whether values of the type are stored as numbers.</summary>
    public static bool IsNumber(string type) => ColumnKind(type) is "Integer" or "Real";

    /// <summary>The name of the <c>ColumnKind</c> member.</summary>
    public static string ColumnKind(string type) =>
        type == Json ? Json : ScalarParser.ColumnKind((ScalarKind)Enum.Parse(typeof(ScalarKind), type));

    /// <summary>The type of a record's column. An enum that is stored by its number is that number.</summary>
    public static string Of(ColumnModel column) => column.Scalar switch
    {
        ScalarKind.None => Json,
        ScalarKind.UnixSeconds => nameof(ScalarKind.Int64),
        ScalarKind.EnumNumber => column.EnumNumberScalar.ToString(),
        _ => column.Scalar.ToString(),
    };
}
