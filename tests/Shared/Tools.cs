using System.Collections.Concurrent;

namespace Agno.Storage.Tests;

/// <summary>Programs that tests use beside the .NET SDK. <c>tests/install-tools.sh</c> installs what is missing, where it may.</summary>
internal static class Tools
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Installed = new();

    /// <summary>A linker for NativeAOT. Windows brings its own.</summary>
    public static Task RequireLinkerAsync() => OperatingSystem.IsWindows() ? Task.CompletedTask : RequireAsync("linker");

    /// <summary>A Python that has SQLAlchemy; gives its path.</summary>
    public static async Task<string> RequireSqlAlchemyAsync()
    {
        await RequireAsync("sqlalchemy");
        // Debian's own Python has what Debian's packages install; another one may come first in the PATH.
        const string Debians = "/usr/bin/python3";
        return File.Exists(Debians) ? Debians : "python3";
    }

    // Once for each tool and process. What fails says itself what to install.
    private static Task RequireAsync(string tool) =>
        Installed.GetOrAdd(tool, name => new(() => CommandLine.RunAsync("bash", Repository.Root, null, Repository.PathOf("tests", "install-tools.sh"), name))).Value;
}
