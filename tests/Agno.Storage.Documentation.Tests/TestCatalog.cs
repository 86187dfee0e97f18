using System.Reflection;

namespace Agno.Storage.Documentation.Tests;

/// <summary>Every test of the repository, as pages name them: <c>Class.Method</c>.</summary>
internal static class TestCatalog
{
    // Suites that an engine runs are abstract, generic classes of the conformance project.
    private static readonly HashSet<string> All =
    [
        .. from file in Directory.EnumerateFiles(AppContext.BaseDirectory, "Agno.Storage.*Tests.dll").Append(Path.Combine(AppContext.BaseDirectory, "Agno.Storage.Conformance.dll"))
           from type in Assembly.Load(AssemblyName.GetAssemblyName(file)).GetExportedTypes()
           from method in type.GetMethods()
           where method.GetCustomAttributes<FactAttribute>(inherit: true).Any()
           select $"{type.Name.Split('`')[0]}.{method.Name}",
    ];

    /// <summary>Those of the names that no test has.</summary>
    public static IEnumerable<string> Missing(IEnumerable<string> names) => names.Where(name => !All.Contains(name));
}
