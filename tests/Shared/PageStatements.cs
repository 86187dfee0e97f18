using System.Text.RegularExpressions;

namespace Agno.Storage.Tests;

/// <summary>What a page of the documentation says.</summary>
internal static partial class PageStatements
{
    /// <summary>The sentences of a page in <c>docs</c>, and the rows of its tables, in order. Headings, code and the heads of tables say nothing.</summary>
    public static IReadOnlyList<string> Of(string page)
    {
        string text = File.ReadAllText(Repository.PathOf("docs", page)).ReplaceLineEndings("\n");
        var statements = new List<string>();
        // A code block may have empty lines inside.
        foreach (string block in BetweenBlocks().Split(CodeBlock().Replace(text, "")).Select(block => block.Trim()).Where(block => block.Length > 0 && block[0] != '#'))
        {
            if (block[0] == '|')
                statements.AddRange(block.Split('\n').Skip(2));
            else
                statements.AddRange(BetweenSentences().Split(block.Replace('\n', ' ')));
        }
        return statements;
    }

    [GeneratedRegex("^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\n\n+|\n- |^- ", RegexOptions.Multiline)]
    private static partial Regex BetweenBlocks();

    [GeneratedRegex(@"(?<=\.) +(?=[A-Z`])")]
    private static partial Regex BetweenSentences();
}
