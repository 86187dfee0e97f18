namespace Agno.Storage.Tests;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    private const string Solution = "Agno.Storage.Gen.sln";

    /// <summary>Its root folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>The configuration that the tests were built in, which is that of the projects they reference.</summary>
    public static string Configuration =>
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    /// <summary>A path in the repository.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (string? directory = AppContext.BaseDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
            if (File.Exists(Path.Combine(directory, Solution)))
                return directory;
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds {Solution}: run the tests from the repository they were built in.");
    }
}
