using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Agno.Storage.Packaging.Tests;

public sealed partial class PackageContentTests(PackedPackages packages)
{
    [Theory]
    [InlineData("Agno.Storage", "analyzers/dotnet/cs/Agno.Storage.CodeFixes.dll", "analyzers/dotnet/cs/Agno.Storage.Generators.dll", "buildTransitive/Agno.Storage.targets", "lib/net10.0/Agno.Storage.dll", "lib/net10.0/Agno.Storage.xml")]
    [InlineData("Agno.Storage.Sqlite", "lib/net10.0/Agno.Storage.Sqlite.dll", "lib/net10.0/Agno.Storage.Sqlite.xml")]
    public void A_package_holds_its_library_its_docs_and_its_analyzers(string project, params string[] expected)
    {
        using ZipArchive package = packages.Open(project, "nupkg");

        IEnumerable<string> files = package.Entries.Select(entry => entry.FullName);
        Assert.Equal(expected, files.Where(file => file.Split('/')[0] is "lib" or "analyzers" or "buildTransitive").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Agno.Storage")]
    [InlineData("Agno.Storage.Sqlite")]
    public void A_package_says_what_it_is(string project)
    {
        using ZipArchive package = packages.Open(project, "nupkg");

        XElement metadata = Nuspec(package).Root!.Elements().Single();
        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
        Assert.Equal(project, Value("id"));
        Assert.Equal("MIT", Value("license"));
        Assert.NotEmpty(Value("description"));
        Assert.NotNull(package.GetEntry(Value("readme")));
    }

    // The page of a package is read far from the repository, where a relative link leads nowhere.
    [Theory]
    [InlineData("Agno.Storage")]
    [InlineData("Agno.Storage.Sqlite")]
    public void The_readme_of_a_package_has_no_relative_link(string project)
    {
        using ZipArchive package = packages.Open(project, "nupkg");
        using var reader = new StreamReader(package.GetEntry("README.md")!.Open());

        Assert.DoesNotContain(Link().Matches(reader.ReadToEnd()), link => !link.Groups["target"].Value.StartsWith("https://", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Agno.Storage")]
    [InlineData("Agno.Storage.Sqlite")]
    public void Symbols_are_packed_beside(string project)
    {
        using ZipArchive symbols = packages.Open(project, "snupkg");

        Assert.NotNull(symbols.GetEntry($"lib/net10.0/{project}.pdb"));
    }

    [Fact]
    public void The_core_depends_on_nothing()
    {
        using ZipArchive package = packages.Open("Agno.Storage", "nupkg");

        Assert.DoesNotContain(Nuspec(package).Descendants(), element => element.Name.LocalName == "dependency");
    }

    private static XDocument Nuspec(ZipArchive package)
    {
        using Stream stream = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream);
    }

    [GeneratedRegex(@"\]\((?<target>[^)]*)\)")]
    private static partial Regex Link();
}
