using System.Text.RegularExpressions;
using Agno.Storage.Tests;

namespace Agno.Storage.Faults.Tests;

/// <summary>The page on durability: each of its promises names tests that exist, or says why there is none.</summary>
public sealed partial class DurabilityPageTests
{
    private static readonly string[] Promises =
    [
        .. File.ReadAllText(Repository.PathOf("docs", "durability.md")).Split("\n- ").Skip(1).Select(promise => promise.Split("\n\n")[0].ReplaceLineEndings(" ")),
    ];

    [Fact]
    public void EachPromiseNamesItsTestsOrSaysWhyThereIsNone()
    {
        Assert.True(Promises.Length > 20, $"Only {Promises.Length} promises were found.");
        foreach (string promise in Promises)
        {
            string[] named = [.. HeldBy().Match(promise) is { Success: true } held ? Name().Matches(held.Value).Select(name => name.Groups[1].Value) : []];
            Assert.True(named.Length > 0 || promise.Contains("No test: ", StringComparison.Ordinal), promise);
            Assert.All(named, name => Assert.Contains(name, NamedTests.All));
        }
    }

    [GeneratedRegex(@"Held by .*$")]
    private static partial Regex HeldBy();

    [GeneratedRegex(@"`(\w+\.\w+)`")]
    private static partial Regex Name();
}
