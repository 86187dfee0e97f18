using System.Globalization;
using System.Net;
using System.Text;

namespace Agno.Storage.Benchmarks.Reporting;

/// <summary>Horizontal bars in plain SVG, legible on light and dark pages.</summary>
internal static class BarChart
{
    private const int Width = 720;
    private const int Left = 130;
    private const int Right = 60;
    private const int Top = 40;
    private const int Step = 26;

    /// <summary>Draws one bar for each value, in the order given.</summary>
    /// <param name="title">What the numbers are.</param>
    /// <param name="bars">Names and values.</param>
    /// <param name="ours">Whose bar stands out.</param>
    public static string Draw(string title, IReadOnlyList<(string Name, double Value)> bars, string ours)
    {
        double largest = bars.Max(bar => bar.Value);
        int height = Top + bars.Count * Step + 10;
        var svg = new StringBuilder();
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{height}\" viewBox=\"0 0 {Width} {height}\" font-family=\"sans-serif\" font-size=\"13\">\n");
        svg.Append($"<rect width=\"{Width}\" height=\"{height}\" fill=\"#ffffff\"/>\n");
        svg.Append($"<text x=\"10\" y=\"24\" font-size=\"15\" fill=\"#222222\">{WebUtility.HtmlEncode(title)}</text>\n");
        for (int i = 0; i < bars.Count; i++)
        {
            (string name, double value) = bars[i];
            int y = Top + i * Step;
            string length = ((Width - Left - Right) * value / largest).ToString("0.0", CultureInfo.InvariantCulture);
            string end = (Left + (Width - Left - Right) * value / largest + 6).ToString("0.0", CultureInfo.InvariantCulture);
            svg.Append($"<text x=\"{Left - 8}\" y=\"{y + 15}\" text-anchor=\"end\" fill=\"#222222\">{WebUtility.HtmlEncode(name)}</text>\n");
            svg.Append($"<rect x=\"{Left}\" y=\"{y + 2}\" width=\"{length}\" height=\"{Step - 8}\" fill=\"{(name == ours ? "#2f6fde" : "#b4bcc8")}\"/>\n");
            svg.Append($"<text x=\"{end}\" y=\"{y + 15}\" fill=\"#222222\">{Table.Ratio(value)}</text>\n");
        }
        return svg.Append("</svg>\n").ToString();
    }
}
