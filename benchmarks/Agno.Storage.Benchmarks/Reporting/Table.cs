using System.Globalization;
using System.Text;

namespace Agno.Storage.Benchmarks.Reporting;

/// <summary>A table in Markdown.</summary>
internal sealed class Table
{
    private readonly StringBuilder _text = new();

    public Table(params string[] head)
    {
        Row(head);
        Row([.. Enumerable.Repeat("---", head.Length)]);
    }

    public void Row(params string[] cells) => _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    public override string ToString() => _text.ToString();

    /// <summary>A ratio with as many digits as it has meaning; a dash where there is none.</summary>
    public static string Ratio(double? value) => value is { } ratio ? ratio.ToString(ratio < 10 ? "0.00" : ratio < 100 ? "0.0" : "0", CultureInfo.InvariantCulture) : "–";

    public static string Number(double? value, string format = "#,0") => value is { } number ? number.ToString(format, CultureInfo.InvariantCulture) : "–";
}
