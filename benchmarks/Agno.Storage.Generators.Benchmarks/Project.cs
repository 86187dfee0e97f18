using Agno.Storage.Sqlite;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Generators.Benchmarks;

/// <summary>A user's project in memory: annotated types, each in a file of its own with its JSON types, and one file that has nothing to do with them.</summary>
internal static class Project
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14);

    private static readonly MetadataReference[] References =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(StorageMode).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(SqliteStorage).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(SqliteConnection).Assembly.Location),
    ];

    /// <summary>A compilation that nobody has asked anything yet.</summary>
    public static CSharpCompilation Create(int types) => CSharpCompilation.Create(
        "Project",
        [.. Enumerable.Range(0, types).Select(i => Parse(Record(i, ""), PathOf(i))), Parse(Unrelated(0), UnrelatedPath)],
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static GeneratorDriver CreateDriver(bool tracks, params IIncrementalGenerator[] generators) => CSharpGeneratorDriver.Create(
        generators.Select(GeneratorExtensions.AsSourceGenerator),
        parseOptions: ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: tracks));

    /// <summary>One keystroke in the unrelated file.</summary>
    public static SyntaxTree EditUnrelated(int keystroke) => Parse(Unrelated(keystroke), UnrelatedPath);

    /// <summary>One keystroke in the name of a member of an annotated type.</summary>
    public static SyntaxTree EditRecord(int type, int keystroke) => Parse(Record(type, $"{keystroke}"), PathOf(type));

    public static CSharpCompilation Replace(this CSharpCompilation compilation, SyntaxTree edited) =>
        compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.First(tree => tree.FilePath == edited.FilePath), edited);

    private const string UnrelatedPath = "Unrelated.cs";

    private static string PathOf(int type) => $"Session{type}.cs";

    private static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path);

    private static string Unrelated(int keystroke) => $$"""
        namespace Demo;

        public static class Unrelated
        {
            public static int Answer{{keystroke}}() => {{keystroke}};
        }
        """;

    private static string Record(int i, string suffix) => $$"""
        using System;
        using System.Collections.Generic;
        using Agno.Storage;

        namespace Demo;

        [SessionRecord(StorageMode.Team, Table = "sessions_{{i}}")]
        public sealed partial class Session{{i}}
        {
            [SessionIndex] public Priority{{i}} Priority{{suffix}} { get; set; }
            public DateTimeOffset? DueAt { get; set; }
            public string? Title { get; set; }
            public int Attempts { get; set; }
            public Memory{{i}}? Memory { get; set; }
        }

        public enum Priority{{i}} { Low, Normal, Urgent }

        public sealed record Memory{{i}}(IReadOnlyList<Message{{i}}> Messages, Dictionary<string, string> Labels);

        public sealed record Message{{i}}(string Role, string Content, long CreatedAt);
        """;
}
