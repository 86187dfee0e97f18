using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>Which SQL dialects a compilation needs: those of the engines that it is or references, or all where there is none.</summary>
internal static class Dialects
{
    private static readonly (string Assembly, string Dialect)[] Engines = [("Agno.Storage.Sqlite", "Sqlite")];

    public static EquatableArray<string> Of(Compilation compilation)
    {
        HashSet<string> assemblies = [.. compilation.ReferencedAssemblyNames.Select(name => name.Name)];
        string[] referenced = [.. Engines.Where(engine => assemblies.Contains(engine.Assembly)).Select(engine => engine.Dialect)];
        return (referenced.Length > 0 ? referenced : Engines.Select(engine => engine.Dialect)).ToEquatableArray();
    }
}
