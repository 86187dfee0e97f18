using System.IO.Compression;
using Agno.Storage.Packaging.Tests;
using Agno.Storage.Tests;

[assembly: AssemblyFixture(typeof(PackedPackages))]

namespace Agno.Storage.Packaging.Tests;

/// <summary>The packages, packed once into a folder that serves as a feed.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private static readonly string[] Projects = ["Agno.Storage", "Agno.Storage.Sqlite"];

    private readonly TemporaryDirectory _directory = new();

    public string Feed => _directory.PathOf("feed");

    public async ValueTask InitializeAsync()
    {
        foreach (string project in Projects)
            await CommandLine.DotNetAsync(Repository.Root, null, "pack", Repository.PathOf("src", project), "--no-build", "--configuration", Repository.Configuration, "--output", Feed);
    }

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens the package of a project: <c>nupkg</c> or <c>snupkg</c>.</summary>
    public ZipArchive Open(string project, string extension) =>
        ZipFile.OpenRead(Directory.GetFiles(Feed, $"{project}.*.{extension}").Single(path => char.IsAsciiDigit(Path.GetFileName(path)[project.Length + 1])));

    /// <summary>The version of the packages.</summary>
    public string Version
    {
        get
        {
            string name = Path.GetFileNameWithoutExtension(Directory.GetFiles(Feed, "Agno.Storage.Sqlite.*.nupkg").Single());
            return name["Agno.Storage.Sqlite.".Length..];
        }
    }
}
