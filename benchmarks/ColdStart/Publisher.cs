using System.Diagnostics;

namespace Agno.Storage.Benchmarks.ColdStart;

/// <summary>Publishes a program in a folder of its own for each mode, apart from the ordinary build.</summary>
internal static class Publisher
{
    private const string Solution = "Agno.Storage.Gen.sln";

    /// <summary>The repository: the nearest folder above the working directory, or above this program, that holds the solution.</summary>
    public static string FindRoot()
    {
        foreach (string start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, Solution)))
                    return folder.FullName;
        throw new InvalidOperationException($"{Solution} is in no folder above the working directory: run this inside the repository.");
    }

    /// <summary>Publishes, and gives the path of the executable.</summary>
    public static string Publish(string root, string project, string mode)
    {
        Console.Error.WriteLine($"publishing {project} ({mode})");
        string artifacts = Path.Combine(root, "artifacts", "cold-start", mode);
        string output = Run("dotnet",
            "publish", Path.Combine(root, "benchmarks", project), "-c", "Release", "-v", "q", "--nologo", $"-p:ColdStartMode={mode}", $"-p:ArtifactsPath={artifacts}");
        if (output.Contains("warning", StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException($"Publishing {project} as {mode} warns: {output}");
        string name = OperatingSystem.IsWindows() ? $"{project}.exe" : project;
        return Path.Combine(artifacts, "publish", project, "release", name);
    }

    /// <summary>Runs a program to its end and gives what it printed.</summary>
    public static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
    }
}
