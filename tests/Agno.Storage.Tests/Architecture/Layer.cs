namespace Agno.Storage.Tests.Architecture;

/// <summary>The layers of <c>src/Agno.Storage</c>: a file may name types of its own layer and of those below.</summary>
internal static class Layer
{
    private static readonly string[] LowestFirst = ["StorageException.cs", "Declaration", "Schema", "Json", "Records", "Sessions", Root, "Conversion"];

    private const string Root = "(root)";

    /// <summary>The layer of a source file: the folder it is in, or the root, save for the exception that every layer may throw.</summary>
    public static string OfFile(string relativePath)
    {
        string first = relativePath.Split('/', '\\')[0];
        return first.EndsWith(".cs", StringComparison.Ordinal) && !LowestFirst.Contains(first) ? Root : first;
    }

    public static int Height(string layer)
    {
        int height = Array.IndexOf(LowestFirst, layer);
        return height >= 0
            ? height
            : throw new InvalidOperationException($"The folder {layer} of src/Agno.Storage has no place among the layers. Give it one in {nameof(Layer)} and in ARCHITECTURE.md.");
    }
}
