using System.Globalization;
using System.Text;
using Agno.Storage.Generators.Model;

namespace Agno.Storage.Generators.Parser;

/// <summary>Writes what <see cref="SnapshotParser"/> reads.</summary>
internal static class SnapshotText
{
    private static readonly (string Character, string Escape)[] Escapes = [("\\", "\\\\"), ("\"", "\\\""), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")];

    /// <summary>The comment that a snapshot file starts with.</summary>
    public static string Head(string record) => $"""
        # How the sessions of {record} are stored, version by version. The build compares the last one with the declaration,
        # and upgrades stored tables from any of them. Commit this file; add to it, but leave the versions that were released as they are.

        """.Replace("\r", "");

    /// <summary>The block of a version.</summary>
    public static string Block(int number, SchemaShapeModel shape)
    {
        int names = shape.Columns.Max(column => column.Name.Length);
        int types = shape.Columns.Max(column => column.Type.Length);
        var text = new StringBuilder($"version {number}\n");
        foreach (ShapeColumnModel column in shape.Columns)
        {
            string line = $"  {column.Name.PadRight(names)} {column.Type.PadRight(types)}"
                + (column.IsNullable ? "" : " NOT NULL")
                + (column.FormerName is null ? "" : $" FORMERLY {column.FormerName}")
                + (column.Default is null ? "" : $" DEFAULT {WriteDefault(column)}");
            text.Append(line.TrimEnd()).Append('\n');
        }
        foreach (IndexModel index in shape.Indexes)
            text.Append($"  index ({string.Join(", ", index.Columns)})\n");
        foreach (string name in shape.Dropped)
            text.Append($"  dropped {name}\n");
        if (shape.FormerList is { } list)
            text.Append($"  runs FORMERLY {list}\n");
        return text.ToString();
    }

    /// <summary>The value of a default; null where the text is none for a column of the type.</summary>
    public static string? ReadDefault(string text, string type)
    {
        const NumberStyles whole = NumberStyles.AllowLeadingSign;
        switch (SchemaTypes.ColumnKind(type))
        {
            case "Integer":
                return long.TryParse(text, whole, CultureInfo.InvariantCulture, out _) ? text : null;
            // It goes into SQL as it is, which knows neither infinity nor NaN.
            case "Real":
                return double.TryParse(text, whole | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double number)
                    && !double.IsInfinity(number) && !double.IsNaN(number) ? text : null;
        }
        if (text.Length < 2 || text[0] != '"' || text[text.Length - 1] != '"')
            return null;
        var value = new StringBuilder();
        for (int i = 1; i < text.Length - 1; i++)
        {
            if (text[i] == '"')
                return null;
            (string character, string escape) = Escapes.FirstOrDefault(pair => text[i] == '\\' && pair.Escape == text.Substring(i, 2));
            if (text[i] == '\\' && character is null)
                return null;
            value.Append(character ?? text[i].ToString());
            i += character is null ? 0 : 1;
        }
        return value.ToString();
    }

    private static string WriteDefault(ShapeColumnModel column)
    {
        if (SchemaTypes.IsNumber(column.Type))
            return column.Default!;
        string text = column.Default!;
        foreach ((string character, string escape) in Escapes)
            text = text.Replace(character, escape);
        return $"\"{text}\"";
    }
}
