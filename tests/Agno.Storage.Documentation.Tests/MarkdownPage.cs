using System.Text.RegularExpressions;
using Agno.Storage.Tests;

namespace Agno.Storage.Documentation.Tests;

/// <summary>A page of the documentation, by what it states.</summary>
internal static partial class MarkdownPage
{
    // Tables that are made of reports are held to them by a test of their own.
    private const string Made = "<!-- Made of ";
    private const string EndOfMade = "<!-- End of what is made. -->";

    /// <summary>
    /// The sentences of the page, items of lists among them, and the rows of its tables. Headings and code are left out, and so is a paragraph that names its tests itself.
    /// </summary>
    /// <param name="path">Its path from the root of the repository.</param>
    public static IEnumerable<string> Read(string path)
    {
        var paragraph = new List<string>();
        bool isCode = false;
        bool isMade = false;
        string[] lines = [.. File.ReadAllLines(Repository.PathOf(path)).Select(line => line.Trim()), ""];
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            bool isFence = line.StartsWith("```", StringComparison.Ordinal);
            isMade = (isMade || line.StartsWith(Made, StringComparison.Ordinal)) && line != EndOfMade;
            bool isItem = Item().Match(line) is { Success: true };
            bool isRow = line.StartsWith('|');
            if (isFence || isCode || isMade || isItem || isRow || line is "" or ['#' or '<', ..])
            {
                string text = string.Join(' ', paragraph);
                foreach (string sentence in NamesItsTests().IsMatch(text) ? [] : Sentence.In(text))
                    yield return sentence;
                paragraph.Clear();
            }
            isCode ^= isFence;
            if (isFence || isCode || isMade || line is "" or ['#' or '<', ..])
                continue;
            if (!isRow)
                paragraph.Add(Item().Replace(line, ""));
            else if (!Rule().IsMatch(line) && !Rule().IsMatch(lines[i + 1]))
                yield return line;
        }
    }

    [GeneratedRegex("Held by `|No test: ")]
    private static partial Regex NamesItsTests();

    [GeneratedRegex(@"^(-|\d+\.) ")]
    private static partial Regex Item();

    [GeneratedRegex(@"^\|[\s\-|]+\|$")]
    private static partial Regex Rule();
}
