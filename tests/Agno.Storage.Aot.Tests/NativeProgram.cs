using Agno.Storage.Tests;

namespace Agno.Storage.Aot.Tests;

/// <summary>Publishes programs with NativeAOT, in a folder apart from the build that the tests are part of.</summary>
internal static class NativeProgram
{
    private static readonly string Artifacts = Repository.PathOf("artifacts", "native");

    /// <summary>Publishes a project and gives the path of the program. Any warning of the compiler, the trimmer or the linker is an error.</summary>
    public static async Task<string> PublishAsync(string project, string name)
    {
        await Tools.RequireLinkerAsync();
        string output = await CommandLine.DotNetAsync(
            Repository.Root, null, "publish", project, "--configuration", "Release", "--use-current-runtime", $"-p:ArtifactsPath={Artifacts}", "-p:TreatWarningsAsErrors=true", "-p:IlcTreatWarningsAsErrors=true");
        Assert.DoesNotContain("warning", output, StringComparison.OrdinalIgnoreCase);
        return Path.Combine(Artifacts, "publish", name, "release", name);
    }
}
