namespace Agno.Storage.Documentation.Tests;

/// <summary>Holds a page to its tests: what it states without one fails, and is named.</summary>
/// <param name="page">The page's path from the root of the repository.</param>
/// <param name="statements">What it states.</param>
public abstract class PageTests(string page, Statements statements)
{
    [Fact]
    public void EachStatementIsListedBesideTheTestsThatHoldIt()
    {
        HashSet<string> unlisted = [.. MarkdownPage.Read(page)];
        foreach ((string statement, string[] tests) in statements)
        {
            Assert.True(unlisted.Remove(statement), $"{page} does not state this any more, or it is listed twice: {statement}");
            Assert.True(tests.Length > 0, $"{page} states this, and no test is named: {statement}");
        }
        Assert.True(unlisted.Count == 0, $"{page} states what {GetType().Name} does not list beside a test:\n{string.Join('\n', unlisted)}");
    }

    [Fact]
    public void EachNamedTestExists() => Assert.Empty(TestCatalog.Missing(statements.Tests));
}
