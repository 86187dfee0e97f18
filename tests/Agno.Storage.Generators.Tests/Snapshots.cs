using System.Runtime.CompilerServices;
using Agno.Storage.Tests;

namespace Agno.Storage.Generators.Tests;

/// <summary>
/// Compares generated files with those under <c>Snapshots/</c>, one folder for each case. To accept what the generator now writes,
/// run the tests with the environment variable <c>AGNO_UPDATE_SNAPSHOTS=1</c> and read the difference before committing it.
/// </summary>
internal static class Snapshots
{
    private static readonly bool IsUpdating = Environment.GetEnvironmentVariable("AGNO_UPDATE_SNAPSHOTS") == "1";

    public static void AssertMatches(IReadOnlyDictionary<string, string> files, [CallerMemberName] string name = "")
    {
        string folder = Repository.PathOf("tests", "Agno.Storage.Generators.Tests", "Snapshots", name);
        if (IsUpdating)
            Update(folder, files);
        Assert.True(Directory.Exists(folder), $"There is no snapshot '{name}'. Run once with AGNO_UPDATE_SNAPSHOTS=1 to write it.");
        Assert.Equal(
            Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            files.Keys.Order(StringComparer.Ordinal));
        foreach ((string file, string text) in files)
            Assert.Equal(File.ReadAllText(Path.Combine(folder, file)).ReplaceLineEndings("\n"), text);
    }

    private static void Update(string folder, IReadOnlyDictionary<string, string> files)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        foreach ((string file, string text) in files)
            File.WriteAllText(Path.Combine(folder, file), text);
    }
}
