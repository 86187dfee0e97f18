namespace Agno.Storage.Generators.Tests;

/// <summary>What a declaration may use without a warning, generated code uses without one too: warnings are errors in many projects.</summary>
public sealed class WarningTests
{
    [Fact]
    public void NullableTypeArguments() => AssertClean("""
        public sealed record Page(List<string?> Lines, Dictionary<string, List<string?>?>? Notes);
        [SessionRecord(StorageMode.Agent)]
        public sealed partial class Session
        {
            public Dictionary<string, string?>? Memory { get; set; }
            public List<string?> AgentData { get; set; } = [];
            public string?[]? Names { get; set; }
            public JsonColumn<List<string?>> Lazy { get; set; }
            public JsonColumn<string?> Text { get; set; }
            public Page? SessionData { get; set; }
        }
        [SessionRecord(StorageMode.Team)]
        public sealed partial record Copied(string SessionId, Dictionary<string, string?> Memory, List<string?>? TeamData, long? CreatedAt, long? UpdatedAt);
        """);

    [Theory]
    [InlineData("Obsolete")]
    [InlineData("Obsolete(\"old\")")]
    [InlineData("Obsolete(\"old\", DiagnosticId = \"OLD001\")")]
    [InlineData("Obsolete(\"old\", error: true)")]
    [InlineData("Obsolete(\"old\", error: true, DiagnosticId = \"OLD001\")")]
    [InlineData("Experimental(\"EXP001\")")]
    public void WhatIsMarked(string mark) => AssertClean($$"""
        #pragma warning disable CS0612, CS0618, OLD001, EXP001
        [{{mark}}] public sealed class Doc { [{{mark}}] public Doc() { } public string? Now { [{{mark}}] get; [{{mark}}] set; } [{{mark}}] public required int Needed { get; init; } }
        [{{mark}}] public enum Level { Low, [{{mark}}] High }
        [{{mark}}, JsonConverter(typeof(JsonStringEnumConverter<Color>))] public enum Color { Red, [{{mark}}] Blue }
        [{{mark}}] public readonly record struct Money(long Cents);
        [{{mark}}] public sealed class MoneyConverter : IColumnConverter<Money, long>
        {
            public static long ToStored(Money value) => value.Cents;
            public static Money FromStored(long stored) => new(stored);
        }
        [{{mark}}] public sealed record Run([property: JsonPropertyName("run_id")] string Id);
        [{{mark}}, SessionRecord(StorageMode.Agent, Table = "t")]
        public sealed partial class Session
        {
            [{{mark}}] public Session() { }
            public Session(int unrelated) { }
            public string? A { [{{mark}}] get; [{{mark}}] set; }
            [{{mark}}] public int Rank { get; set; }
            public List<Doc>? Memory { get; set; }
            public JsonColumn<Doc> SessionData { get; set; }
            public Dictionary<string, Color>? Colors { get; set; }
            public Level Level { get; set; }
            public Color Color { get; set; }
            [SessionColumn(Converter = typeof(MoneyConverter))] public Money? Price { get; set; }
            [SessionRuns] public List<Run> Turns { get; set; } = [];
        }
        public static partial class Queries
        {
            [{{mark}}, SessionQuery] public static partial IAsyncEnumerable<Session> ByA(this ISessionStore<Session> sessions, string a, Color color);
            [{{mark}}, SessionQuery] public static partial ValueTask<Session?> ByRank(this ISessionStore<Session> sessions, int rank, IReadOnlyCollection<Level> level);
            [{{mark}}, SessionQuery(Select = "Price")] public static partial ValueTask<Money?> PriceOf(this ISessionStore<Session> sessions, Money price);
            [{{mark}}, SessionDelete] public static partial ValueTask<long> Delete(this ISessionStore<Session> sessions, Level level);
        }
        """);

    [Theory]
    [InlineData("Obsolete(\"for serializers\", error: true)")]
    [InlineData("Experimental(\"EXP001\")")]
    public void WhatIsMarkedInsideARecordThatIsNot(string mark) => AssertClean($$"""
        public sealed class Doc { [{{mark}}] public Doc() { } [{{mark}}] public string? Now { get; set; } public int Then { get; [{{mark}}] init; } }
        public enum Level { Low, [{{mark}}] High }
        [JsonConverter(typeof(JsonStringEnumConverter<Color>))] public enum Color { Red, [{{mark}}] Blue }
        [SessionRecord(StorageMode.Agent)]
        public sealed partial class Session
        {
            [{{mark}}] public Session() { }
            public string? A { get; [{{mark}}] set; }
            [{{mark}}] public long Rank { get; set; }
            public Doc? Memory { get; set; }
            public Color Color { get; set; }
            public List<Color>? Colors { get; set; }
            public Level Level { get; set; }
        }
        """);

    [Fact]
    public void NullabilityAttributes() => AssertClean("""
        public sealed class Doc
        {
            [AllowNull] public string Set { get => field ?? ""; set; }
            [DisallowNull] public string? Get { get; set; }
            [MaybeNull] public string Maybe { get; set; } = "";
            [NotNull] public string? Never { get => field ?? ""; set; }
        }
        [SessionRecord(StorageMode.Agent)]
        public sealed partial class Session
        {
            [AllowNull] public string Set { get => field ?? ""; set; }
            [DisallowNull] public string? Get { get; set; }
            [MaybeNull] public string Maybe { get; set; } = "";
            [DisallowNull] public int? Number { get; set; }
            [DisallowNull] public List<string>? Tags { get; set; }
            public Doc? Memory { get; set; }
        }
        """);

    [Fact]
    public void NamesOfOtherScripts() => AssertClean("""
        [JsonConverter(typeof(JsonStringEnumConverter<Цвет>))] public enum Цвет { Красный, Синий }
        public sealed record Größe(int Länge, Цвет 色) { public string? @class { get; set; } public int ñ { get; init; } }
        [SessionRecord(StorageMode.Agent)]
        public sealed partial class Сессия
        {
            [SessionColumn("a")] public Цвет 色 { get; set; }
            [SessionColumn("b")] public List<Цвет>? Цвета { get; set; }
            [SessionColumn("c")] public Größe? Größe { get; set; }
            [SessionColumn("d")] public int @event { get; set; }
        }
        public static partial class Запросы { [SessionQuery] public static partial IAsyncEnumerable<Сессия> Найти(this ISessionStore<Сессия> сессии, Цвет 色, int? @event = null); }
        """);

    [Theory]
    [InlineData("get; set;")]
    [InlineData("get; init;")]
    public void RequiredAndInit(string accessors) => AssertClean($$"""
        public sealed class Doc { public required string? Text { {{accessors}} } public required int Number { {{accessors}} } public required List<int?> List { {{accessors}} } }
        [SessionRecord(StorageMode.Agent)]
        public sealed partial record Session(string? Given)
        {
            public required string? Text { {{accessors}} }
            public required int Number { {{accessors}} }
            public required Doc? Memory { {{accessors}} }
            public required JsonColumn<Doc> SessionData { {{accessors}} }
            public string Plain { {{accessors}} } = "";
        }
        """);

    [Fact]
    public void AProjectWithoutNullability() => AssertClean("""
        #nullable disable
        public sealed class Doc { public string Text { get; set; } public List<string> Lines { get; set; } public Doc Inner { get; init; } }
        [SessionRecord(StorageMode.Agent)]
        public sealed partial class Session
        {
            public string Text { get; set; }
            public Dictionary<string, Doc> Memory { get; set; }
            public JsonColumn<Doc> SessionData { get; set; }
            [SessionRuns] public List<Turn> Runs { get; set; } = new();
        }
        public sealed class Turn { [JsonPropertyName("run_id")] public string Id { get; set; } }
        public static partial class Queries
        {
            [SessionQuery] public static partial IAsyncEnumerable<Session> ByText(this ISessionStore<Session> sessions, string text);
            [SessionQuery] public static partial IAsyncEnumerable<Session> ByTexts(this ISessionStore<Session> sessions, [SessionWhere("Text")] IReadOnlyCollection<string> texts);
            [SessionQuery] public static partial IAsyncEnumerable<Session> ByAnyTexts(this ISessionStore<Session> sessions, [SessionWhere("Text")] string[] texts = null);
            [SessionQuery] public static partial IAsyncEnumerable<Session> Prefixed(this ISessionStore<Session> sessions, [SessionWhere("Text", SessionComparison.StartsWith)] string prefix);
            [SessionQuery] public static partial IAsyncEnumerable<Session> From(this ISessionStore<Session> sessions, [SessionWhere("Text", SessionComparison.AtLeast)] string text, Session after = null);
            [SessionQuery] public static partial ValueTask<Session> First(this ISessionStore<Session> sessions, string text);
        }
        """);

    [Fact]
    public void TheOldestLanguage() => GeneratorTestHost.Run($"{Usings}\n{new Names.NameSources()}", language: Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp13, files: Names.NameSources.Snapshot).AssertNoWarnings();

    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Diagnostics.CodeAnalysis;
        using System.Text.Json.Serialization;
        using System.Threading.Tasks;
        using Agno.Storage;
        #pragma warning disable CS1591
        """;

    private static void AssertClean(string declarations) => GeneratorTestHost.Run($"{Usings}\nnamespace Demo;\n{declarations}").AssertNoWarnings();
}
