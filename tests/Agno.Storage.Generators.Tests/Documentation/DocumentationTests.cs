using Agno.Storage.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agno.Storage.Generators.Tests.Documentation;

/// <summary>The code in the documentation: what is shown as right compiles, what a rule's page shows as wrong breaks that rule.</summary>
public sealed class DocumentationTests
{
    // What a new project has, and what a page on JSON takes for granted.
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Text.Json;
        global using System.Text.Json.Nodes;
        global using System.Text.Json.Serialization;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Agno.Storage;
        global using Agno.Storage.Sqlite;

        """;

    private static readonly CodeBlock[] Blocks = [.. CodeBlock.ReadAll(Repository.Root)];

    private const string Record = "[SessionRecord(StorageMode.Agent)] public sealed partial class Sample";

    // A page may show members without the record, or the JSON type, that they are in.
    private static readonly Func<string, string>[] Settings =
    [
        code => code,
        code => $"{Record} {{ {code} }}",
        code => $"{Record} {{ public Payload? Data {{ get; set; }} }} public sealed class Payload {{ {code} }}",
        code => $"{Record} {{ public Note? Data {{ get; set; }} }} {code}",
    ];

    public static TheoryData<string> Rules => [.. Blocks.Where(IsRule).Select(block => Path.GetFileNameWithoutExtension(block.File)).Distinct()];

    public static TheoryData<string> Pages => [.. Blocks.Where(block => !IsRule(block)).Select(block => block.ToString())];

    [Theory]
    [MemberData(nameof(Rules))]
    public void ARulesPageShowsWhatBreaksItAndAMendThatDoesNot(string id)
    {
        CodeBlock[] page = [.. Blocks.Where(block => Path.GetFileNameWithoutExtension(block.File) == id)];

        // One rule is about a setting of the project.
        LanguageVersion language = id == "AGS0025" ? LanguageVersion.CSharp12 : LanguageVersion.CSharp14;
        Func<string, string>? setting = Settings.FirstOrDefault(setting => Ids(page[0], setting, language).Contains(id));
        Assert.True(setting is not null, $"{page[0]} does not break {id}.");
        Assert.NotEmpty(page.Skip(1));
        foreach (CodeBlock mend in page.Skip(1))
            Assert.DoesNotContain(id, Ids(mend, setting));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void CodeOnAPageCompiles(string place)
    {
        CodeBlock block = Blocks.Single(block => block.ToString() == place);
        // A page shows a file for the record below it, and code about others after that.
        if (block.Snapshot is { } snapshot && !block.Code.Contains($"class {snapshot.Name.Split('.')[0]}", StringComparison.Ordinal))
            block = block with { Snapshot = null };
        GeneratorResult result = Run(block, block.Code);
        Assert.Equal([], result.Diagnostics.Select(diagnostic => diagnostic.ToString()));
        Compilation compilation = result.Output;
        bool isProgram = compilation.SyntaxTrees.First().GetRoot(TestContext.Current.CancellationToken).ChildNodes().Any(node => node is Microsoft.CodeAnalysis.CSharp.Syntax.GlobalStatementSyntax);
        if (isProgram)
            compilation = compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication));

        Assert.Equal([], compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString()));
    }

    private static bool IsRule(CodeBlock block) => Path.GetFileName(block.File).StartsWith("AGS", StringComparison.Ordinal);

    private static GeneratorResult Run(CodeBlock block, string code, LanguageVersion language = LanguageVersion.CSharp14) =>
        GeneratorTestHost.Run(Usings + code, language: language, files: block.Snapshot is { } snapshot ? [new TestFile(snapshot.Name, snapshot.Text)] : []);

    private static string[] Ids(CodeBlock block, Func<string, string> setting, LanguageVersion language = LanguageVersion.CSharp14)
    {
        GeneratorResult result = Run(block, setting(block.Code), language);
        Assert.Null(result.Run.Exception);
        return [.. result.Diagnostics.Select(diagnostic => diagnostic.Id)];
    }
}
