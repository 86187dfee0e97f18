using Agno.Storage.Tests;

namespace Agno.Storage.Generators.Tests.Documentation;

/// <summary>A fenced block of C# in a Markdown file.</summary>
/// <param name="File">The file, relative to the repository.</param>
/// <param name="Line">The line of the opening fence, from 1.</param>
/// <param name="Code">The code, exactly as it is printed.</param>
/// <param name="Snapshot">The snapshot file that the page shows before it, by name and text; null for none.</param>
internal sealed record CodeBlock(string File, int Line, string Code, (string Name, string Text)? Snapshot)
{
    private const string Fence = "```csharp";
    private const string SnapshotFence = "```text ";

    /// <summary>The rule whose page it is on; null where the page is another one.</summary>
    public string? Rule => Path.GetFileNameWithoutExtension(File) is var name && name.StartsWith("AGS", StringComparison.Ordinal) ? name : null;

    /// <summary>Every block of C# in the Markdown files of the repository.</summary>
    public static IEnumerable<CodeBlock> ReadAll() => MarkdownFiles.All.SelectMany(file => Read(file, System.IO.File.ReadAllLines(Repository.PathOf(file))));

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
