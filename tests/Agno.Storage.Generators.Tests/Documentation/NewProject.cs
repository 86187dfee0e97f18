using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agno.Storage.Generators.Tests.Documentation;

/// <summary>What <c>dotnet new console</c> makes, with a reference to the package and one file of code.</summary>
internal static class NewProject
{
    // What ImplicitUsings brings.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // The SDK's own generator completes contexts of System.Text.Json.
    private static readonly ISourceGenerator[] JsonGenerators =
    [
        .. new AnalyzerFileReference(Path.Combine(AppContext.BaseDirectory, "System.Text.Json.SourceGeneration.dll"), new Loader()).GetGenerators(LanguageNames.CSharp),
    ];

    /// <summary>Builds it with both generators and the analyzers.</summary>
    public static GeneratorResult Build(string code, LanguageVersion language, params IEnumerable<AdditionalText> files)
    {
        CSharpParseOptions options = new(language, DocumentationMode.Parse);
        SyntaxTree program = CSharpSyntaxTree.ParseText(code, options, "Program.cs");
        bool isProgram = program.GetRoot().ChildNodes().Any(node => node is GlobalStatementSyntax);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "NewProject",
            [program, CSharpSyntaxTree.ParseText(ImplicitUsings, options, "ImplicitUsings.cs")],
            GeneratorTestHost.References,
            GeneratorTestHost.Options.WithOutputKind(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary));
        ImmutableArray<ISourceGenerator> generators = [new SessionRecordGenerator().AsSourceGenerator(), .. JsonGenerators];
        GeneratorDriver driver = CSharpGeneratorDriver.Create(generators, files, options).RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        return new GeneratorResult(driver.GetRunResult().Results[0], output, GeneratorTestHost.Analyze(output, files));
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public System.Reflection.Assembly LoadFromPath(string fullPath) => System.Reflection.Assembly.LoadFrom(fullPath);
    }
}
