using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Agno.Storage.Generators.Benchmarks;

/// <summary>
/// Adds the files that ours adds, from memory: what the compiler itself spends on a generator that does no work. As with ours, an edit of an
/// annotated type's file makes the compiler take that type's files again.
/// </summary>
internal sealed class SameFilesGenerator(IReadOnlyDictionary<string, (string Name, SourceText Text)[]> filesOfType) : IIncrementalGenerator
{
    public static SameFilesGenerator Of(int types)
    {
        GeneratorDriver driver = Project.CreateDriver(tracks: false, new SessionRecordGenerator()).RunGenerators(Project.Create(types));
        return new(driver.GetRunResult().Results.Single().GeneratedSources
            .GroupBy(source => source.HintName.Split('.')[1])
            .ToDictionary(files => files.Key, files => files.Select(file => (file.HintName, file.SourceText)).ToArray()));
    }

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<TypeDeclarationSyntax> types = context.SyntaxProvider.CreateSyntaxProvider(
            static (node, _) => node is TypeDeclarationSyntax { AttributeLists.Count: > 0 }, static (syntax, _) => (TypeDeclarationSyntax)syntax.Node);
        context.RegisterSourceOutput(types, (output, type) => Add(output, type, isSql: false));
        context.RegisterSourceOutput(types, (output, type) => Add(output, type, isSql: true));
    }

    // In the order in which ours adds them, because the compiler's search for names that are taken depends on it.
    private void Add(SourceProductionContext output, TypeDeclarationSyntax type, bool isSql)
    {
        foreach ((string name, SourceText text) in filesOfType[type.Identifier.ValueText].Where(file => file.Name.Contains(".Sql.", StringComparison.Ordinal) == isSql))
            output.AddSource(name, SourceText.From(text.ToString(), Encoding.UTF8));
    }
}
