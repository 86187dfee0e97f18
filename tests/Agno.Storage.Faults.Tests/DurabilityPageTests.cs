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

    private static readonly string[] Tests =
    [
        .. Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories).SelectMany(file =>
        {
            string text = File.ReadAllText(file);
            return from Match type in TypeName().Matches(text)
                   from Match method in TestName().Matches(text)
                   select $"{type.Groups[1].Value}.{method.Groups[1].Value}";
        }),
    ];

    [Fact]
    public void EachPromiseNamesItsTestsOrSaysWhyThereIsNone()
    {
        Assert.True(Promises.Length > 20, $"Only {Promises.Length} promises were found.");
        foreach (string promise in Promises)
        {
            string[] named = [.. HeldBy().Match(promise) is { Success: true } held ? Name().Matches(held.Value).Select(name => name.Groups[1].Value) : []];
            Assert.True(named.Length > 0 || promise.Contains("No test: ", StringComparison.Ordinal), promise);
            Assert.All(named, name => Assert.Contains(name, Tests));
        }
    }

    [GeneratedRegex(@"Held by .*$")]
    private static partial Regex HeldBy();

    [GeneratedRegex(@"`(\w+\.\w+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"\bclass (\w+)")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\[(?:Fact|Theory)\](?:\s*\[[^\n]*\])*\s*public (?:async )?\w+ (\w+)\(")]
    private static partial Regex TestName();
}
