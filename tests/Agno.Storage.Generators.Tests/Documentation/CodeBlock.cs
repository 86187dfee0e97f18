namespace Agno.Storage.Generators.Tests.Documentation;

/// <summary>A fenced block of C# in a Markdown file.</summary>
/// <param name="File">The file, relative to the repository.</param>
/// <param name="Line">The line of the opening fence, from 1.</param>
/// <param name="Code">The code.</param>
/// <param name="Snapshot">The snapshot file that the page shows before it, by name and text; null for none.</param>
internal sealed record CodeBlock(string File, int Line, string Code, (string Name, string Text)? Snapshot)
{
    private const string Fence = "```csharp";
    private const string SnapshotFence = "```text ";

    /// <summary>Every block of C# in README.md, ARCHITECTURE.md and docs.</summary>
    public static IEnumerable<CodeBlock> ReadAll(string repository) =>
        Directory.EnumerateFiles(Path.Combine(repository, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(repository, "*.md"))
            .Order(StringComparer.Ordinal)
            .SelectMany(file => Read(Path.GetRelativePath(repository, file), System.IO.File.ReadAllLines(file)));

    private static IEnumerable<CodeBlock> Read(string file, string[] lines)
    {
        (string Name, string Text)? snapshot = null;
        for (int i = 0; i < lines.Length; i++)
        {
            bool isSnapshot = lines[i].StartsWith(SnapshotFence, StringComparison.Ordinal);
            if (!isSnapshot && !lines[i].StartsWith(Fence, StringComparison.Ordinal))
                continue;
            int start = i;
            while (lines[++i] != "```")
            {
            }
            string text = string.Join('\n', lines[(start + 1)..i]);
            if (isSnapshot)
                snapshot = (lines[start][SnapshotFence.Length..], text);
            else
                yield return new(file, start + 1, text, snapshot);
        }
    }

    public override string ToString() => $"{File}:{Line}";
}
