using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Agno.Storage.Sqlite;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Generators.Tests;

/// <summary>Compiles a source as a user's project would, and runs the generator on it.</summary>
internal static class GeneratorTestHost
{
    // As strict as a user's project can be: nullable, every warning, and docs required on everything public.
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    public static CSharpCompilationOptions Options { get; } = new(
        OutputKind.DynamicallyLinkedLibrary,
        nullableContextOptions: NullableContextOptions.Enable,
        warningLevel: 9999,
        checkOverflow: true,
        // As the SDK does: older references are unified with the framework's.
        specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]);

    private static readonly ImmutableArray<MetadataReference> Framework = [.. Net100.References.All];
    private static readonly MetadataReference Storage = MetadataReference.CreateFromFile(typeof(StorageMode).Assembly.Location);
    private static readonly MetadataReference Engine = MetadataReference.CreateFromFile(typeof(SqliteStorage).Assembly.Location);

    private static readonly MetadataReference Sqlite = MetadataReference.CreateFromFile(typeof(SqliteConnection).Assembly.Location);

    /// <summary>The framework, Agno.Storage and its SQLite engine.</summary>
    public static ImmutableArray<MetadataReference> References { get; } = [.. Framework, Storage, Engine, Sqlite];

    /// <summary>A compilation of a source, with or without a reference to the SQLite engine.</summary>
    public static CSharpCompilation Compile(string source, bool withEngine = true, LanguageVersion language = LanguageVersion.CSharp14) => CSharpCompilation.Create(
        "TestAssembly",
        [Parse(source, language: language)],
        withEngine ? References : References.Remove(Engine),
        Options);

    public static SyntaxTree Parse(string source, string path = "Test.cs", LanguageVersion language = LanguageVersion.CSharp14) => CSharpSyntaxTree.ParseText(source, ParseOptions.WithLanguageVersion(language), path);

    /// <summary>A driver that keeps what each step did.</summary>
    public static GeneratorDriver CreateDriver(params IEnumerable<AdditionalText> files) => CreateDriver(LanguageVersion.CSharp14, files);

    private static GeneratorDriver CreateDriver(LanguageVersion language, IEnumerable<AdditionalText> files) => CSharpGeneratorDriver.Create(
        [new SessionRecordGenerator().AsSourceGenerator()],
        additionalTexts: files,
        parseOptions: ParseOptions.WithLanguageVersion(language),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>What the generator makes of a source.</summary>
    public static GeneratorResult Run(string source, bool withEngine = true, LanguageVersion language = LanguageVersion.CSharp14, params IEnumerable<AdditionalText> files)
    {
        CSharpCompilation compilation = Compile(source, withEngine, language);
        GeneratorDriver driver = CreateDriver(language, files).RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _, TestContext.Current.CancellationToken);
        return new GeneratorResult(driver.GetRunResult().Results.Single(), output, Analyze(output, files));
    }

    /// <summary>What the analyzers say about a compilation that the generator has completed.</summary>
    public static ImmutableArray<Diagnostic> Analyze(Compilation compilation, IEnumerable<AdditionalText> files)
    {
        CompilationWithAnalyzers analyzed = compilation.WithAnalyzers([new SessionRecordAnalyzer(), new TransactionAnalyzer()], new AnalyzerOptions([.. files]));
        return analyzed.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
    }
}

/// <summary>A file of AdditionalFiles.</summary>
internal sealed class TestFile(string path, string text) : AdditionalText
{
    public override string Path { get; } = path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
}

/// <summary>The generator's diagnostics and files, and the compilation with those files in it.</summary>
internal sealed record GeneratorResult(GeneratorRunResult Run, Compilation Output, ImmutableArray<Diagnostic> Analysis)
{
    /// <summary>What the generator and the analyzers report.</summary>
    public ImmutableArray<Diagnostic> Diagnostics => [.. Run.Diagnostics, .. Analysis];

    /// <summary>The generated files by hint name.</summary>
    public SortedDictionary<string, string> Files => new(Run.GeneratedSources.ToDictionary(file => file.HintName, file => file.SourceText.ToString()), StringComparer.Ordinal);

    /// <summary>Errors and warnings of the whole compilation.</summary>
    public Diagnostic[] CompilerDiagnostics =>
        [.. Output.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];

    /// <summary>Loads what was compiled.</summary>
    public Assembly Load() => AssertClean().Emit();

    /// <summary>Loads what was compiled, with or without informational diagnostics.</summary>
    public Assembly LoadWithInfo() => AssertNoWarnings().Emit();

    private Assembly Emit()
    {
        using var assembly = new MemoryStream();
        EmitResult emitted = Output.Emit(assembly);
        Assert.True(emitted.Success);
        assembly.Position = 0;
        return new AssemblyLoadContext(name: null, isCollectible: true).LoadFromStream(assembly);
    }

    /// <summary>Fails where the generator failed, or where it or the compiler has an error or warning.</summary>
    public GeneratorResult AssertNoWarnings()
    {
        Assert.Null(Run.Exception);
        Assert.Equal([], Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Concat(CompilerDiagnostics).Select(diagnostic => diagnostic.ToString()));
        return this;
    }

    /// <summary>Fails where the generator failed or reported, or where the compilation has an error or warning.</summary>
    public GeneratorResult AssertClean()
    {
        Assert.Null(Run.Exception);
        Assert.Equal([], Diagnostics.Select(diagnostic => diagnostic.ToString()));
        Assert.Equal([], CompilerDiagnostics.Select(diagnostic => diagnostic.ToString()));
        return this;
    }
}
