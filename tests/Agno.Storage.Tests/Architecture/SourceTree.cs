using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Tests.Architecture;

/// <summary>The sources of one library, with what names what. Paths are relative to the library's folder.</summary>
internal sealed class SourceTree
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private readonly CSharpCompilation _compilation;

    public SourceTree(IEnumerable<(string Path, string Text)> files)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        IEnumerable<SyntaxTree> trees = files.Append(("", ImplicitUsings)).Select(file => CSharpSyntaxTree.ParseText(file.Item2, options, file.Item1));
        IEnumerable<string> platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal));
        _compilation = CSharpCompilation.Create("Library", trees, platform.Select(path => MetadataReference.CreateFromFile(path)), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }

    public static SourceTree Of(string directory) =>
        new(Directory.EnumerateFiles(directory, "*.cs", SearchOption.AllDirectories).Select(path => (Path.GetRelativePath(directory, path), File.ReadAllText(path))));

    /// <summary>Each place where a file names a type, or a member of a type, that another file declares.</summary>
    public IEnumerable<Reference> References()
    {
        foreach (SyntaxTree tree in _compilation.SyntaxTrees)
        {
            SemanticModel model = _compilation.GetSemanticModel(tree);
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes(descendIntoTrivia: false).OfType<SimpleNameSyntax>())
            {
                ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
                if ((symbol as INamedTypeSymbol ?? symbol?.ContainingType) is not { } type)
                    continue;
                foreach (SyntaxReference declaration in type.DeclaringSyntaxReferences)
                    if (declaration.SyntaxTree != tree)
                        yield return new Reference(tree.FilePath, name.GetLocation().GetLineSpan().StartLinePosition.Line + 1, type.Name, declaration.SyntaxTree.FilePath);
            }
        }
    }

    internal sealed record Reference(string File, int Line, string Type, string DeclaredIn);
}
