using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agno.Storage.Generators.Tests.Documentation;

/// <summary>
/// The code in the documentation, each block exactly as it is printed, in a project that is new: what is shown as right builds without a warning, what a rule's page shows as wrong breaks that
/// rule and no other.
/// </summary>
public sealed class DocumentationTests
{
    private static readonly CodeBlock[] Blocks = [.. CodeBlock.ReadAll()];

    // Nothing can be added to a type that is not partial: the compiler says so too.
    private static readonly string[] RulesBesideTheCompilers = ["AGS0001", "AGS0017"];

    public static TheoryData<string> Rules => [.. Blocks.Select(block => block.Rule).OfType<string>().Distinct()];

    public static TheoryData<string> Pages => [.. Blocks.Where(block => block.Rule is null).Select(block => block.ToString())];

    [Theory]
    [MemberData(nameof(Rules))]
    public void TheFirstExampleOfARulesPageBreaksThatRuleAlone(string id)
    {
        CodeBlock example = Blocks.First(block => block.Rule == id);

        // One rule is about a setting of the project.
        GeneratorResult result = Build(example, id == "AGS0025" ? LanguageVersion.CSharp12 : LanguageVersion.CSharp14);

        Assert.Equal([id], result.Diagnostics.Select(diagnostic => diagnostic.Id));
        if (!RulesBesideTheCompilers.Contains(id))
            Assert.Equal([], result.CompilerDiagnostics.Select(diagnostic => diagnostic.ToString()));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void WhatFollowsTheAdviceOfARulesPageBuilds(string id)
    {
        CodeBlock[] fixes = [.. Blocks.Where(block => block.Rule == id).Skip(1)];

        Assert.NotEmpty(fixes);
        Assert.All(fixes, block => Build(block).AssertClean());
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void CodeOnAPageBuilds(string place)
    {
        CodeBlock block = Blocks.Single(block => block.ToString() == place);
        // A page shows a file for the record below it, and code about others after that.
        if (block.Snapshot is { } snapshot && !block.Code.Contains($"class {snapshot.Name.Split('.')[0]}", StringComparison.Ordinal))
            block = block with { Snapshot = null };

        Build(block).AssertClean();
    }

    private static GeneratorResult Build(CodeBlock block, LanguageVersion language = LanguageVersion.CSharp14)
    {
        GeneratorResult result = NewProject.Build(block.Code, language, block.Snapshot is { } snapshot ? [new TestFile(snapshot.Name, snapshot.Text)] : []);
        Assert.Null(result.Run.Exception);
        return result;
    }
}
