namespace Agno.Storage.Tests;

/// <summary>The Markdown files of the repository.</summary>
internal static class MarkdownFiles
{
    private static readonly string[] Folders = ["benchmarks", "docs", "generators", "samples", "src", "tests"];

    /// <summary>All of them, by their paths from the root, with slashes.</summary>
    public static string[] All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Folders.SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.md", SearchOption.AllDirectories)))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];
}
