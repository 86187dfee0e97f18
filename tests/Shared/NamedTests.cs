using System.Text.RegularExpressions;

namespace Agno.Storage.Tests;

/// <summary>The tests of all projects by name, for pages whose promises name those that hold them.</summary>
internal static partial class NamedTests
{
    /// <summary>Each as <c>Class.Method</c>.</summary>
    public static IReadOnlySet<string> All { get; } = Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories).SelectMany(file =>
    {
        string text = File.ReadAllText(file);
        return from Match type in TypeName().Matches(text)
               from Match method in TestName().Matches(text)
               select $"{type.Groups[1].Value}.{method.Groups[1].Value}";
    }).ToHashSet();

    [GeneratedRegex(@"\bclass (\w+)")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\[(?:Fact|Theory)\](?:\s*\[[^\n]*\])*\s*public (?:async )?\w+ (\w+)\(")]
    private static partial Regex TestName();
}
