using System.Collections;

namespace Agno.Storage.Documentation.Tests;

/// <summary>What a page states, each statement beside the tests that hold it, or beside the reason why there is none.</summary>
public sealed class Statements : IEnumerable<KeyValuePair<string, string[]>>
{
    private const string NoTest = "No test: ";

    private readonly List<KeyValuePair<string, string[]>> _all = [];

    /// <summary>Adds a statement.</summary>
    /// <param name="statement">The sentence or row, exactly as the page has it.</param>
    /// <param name="tests">Tests as <c>Class.Method</c>, or one <c>No test: reason</c>.</param>
    public void Add(string statement, params string[] tests) => _all.Add(new(statement, tests));

    /// <summary>The tests that are named.</summary>
    public IEnumerable<string> Tests => _all.SelectMany(statement => statement.Value).Where(test => !test.StartsWith(NoTest, StringComparison.Ordinal));

    public IEnumerator<KeyValuePair<string, string[]>> GetEnumerator() => _all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
