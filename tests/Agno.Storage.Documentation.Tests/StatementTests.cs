namespace Agno.Storage.Documentation.Tests;

/// <summary>Holds documentation to its tests: what it states without one fails, and is named.</summary>
/// <param name="source">What is read, for messages.</param>
/// <param name="stated">What it states, now.</param>
/// <param name="statements">What is listed.</param>
public abstract class StatementTests(string source, IEnumerable<string> stated, Statements statements)
{
    [Fact]
    public void EachStatementIsListedBesideTheTestsThatHoldIt()
    {
        HashSet<string> unlisted = [.. stated];
        foreach ((string statement, string[] tests) in statements)
        {
            Assert.True(unlisted.Remove(statement), $"{source} does not state this any more, or it is listed twice: {statement}");
            Assert.True(tests.Length > 0, $"{source} states this, and no test is named: {statement}");
        }
        Assert.True(unlisted.Count == 0, $"{source} states what {GetType().Name} does not list beside a test:\n{string.Join('\n', unlisted)}");
    }

    [Fact]
    public void EachNamedTestExists() => Assert.Empty(TestCatalog.Missing(statements.Tests));
}
