using System.Text.RegularExpressions;

namespace Agno.Storage.Documentation.Tests;

/// <summary>A sentence of a paragraph.</summary>
internal static partial class Sentence
{
    /// <summary>The sentences of a paragraph. One ends before a capital letter, a piece of code or a link, but not within a piece of code.</summary>
    public static IEnumerable<string> In(string paragraph)
    {
        int start = 0;
        foreach (Match end in End().Matches(paragraph))
        {
            if (paragraph.AsSpan(0, end.Index).Count('`') % 2 != 0)
                continue;
            yield return paragraph[start..end.Index];
            start = end.Index + end.Length;
        }
        if (start < paragraph.Length)
            yield return paragraph[start..];
    }

    [GeneratedRegex(@"(?<=[.!?])\s+(?=[A-Z`\[(.])")]
    private static partial Regex End();
}
