using System.Text.RegularExpressions;
using Agno.Storage.Tests;

namespace Agno.Storage.Documentation.Tests;

/// <summary>Links of the pages among each other.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Pages => [.. MarkdownFiles.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void EachLeadsToAFileAndAHeadingThatExist(string page)
    {
        foreach (Match link in Link().Matches(File.ReadAllText(Repository.PathOf(page))))
        {
            if (link.Groups["file"].Value.StartsWith("http", StringComparison.Ordinal))
                continue;
            string target = link.Groups["file"].Length == 0 ? Repository.PathOf(page) : Path.Combine(Path.GetDirectoryName(Repository.PathOf(page))!, link.Groups["file"].Value);
            Assert.True(Path.Exists(target), $"{page} links to {link.Value}, which does not exist.");
            if (link.Groups["heading"].Success)
                Assert.Contains(link.Groups["heading"].Value, Heading().Matches(File.ReadAllText(target)).Select(heading => Anchor(heading.Groups["text"].Value)));
        }
    }

    [Fact]
    public void TheReadmeIsReadAtOnce() => Assert.InRange(File.ReadAllLines(Repository.PathOf("README.md")).Length, 1, 200);

    private static string Anchor(string heading) => NotInAnchors().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<file>[^)#\s]*)(#(?<heading>[^)]*))?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
