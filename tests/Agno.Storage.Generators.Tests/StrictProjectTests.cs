using Agno.Storage.Tests;

namespace Agno.Storage.Generators.Tests;

/// <summary>Real projects, built by the SDK with all analyzers, in which every warning is an error. Only the files that users write say what they allow themselves.</summary>
public sealed class StrictProjectTests
{
    [Theory]
    [InlineData("enable", "latest")]
    [InlineData("disable", "13")]
    public async Task GeneratedCodeAddsNoWarning(string nullable, string language)
    {
        using var project = new TemporaryDirectory();
        foreach (string file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            Write(file, "<Project/>");
        Write("Strict.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>{nullable}</Nullable>
                <LangVersion>{language}</LangVersion>
                <ImplicitUsings>disable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <AnalysisLevel>latest</AnalysisLevel>
                <AnalysisMode>All</AnalysisMode>
                <EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>
                <GenerateDocumentationFile>true</GenerateDocumentationFile>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{typeof(StorageMode).Assembly.Location}" />
                <Reference Include="{typeof(Sqlite.SqliteStorage).Assembly.Location}" />
                <Analyzer Include="{typeof(SessionRecordGenerator).Assembly.Location}" />
                <AdditionalFiles Include="*.schema.txt" />
              </ItemGroup>
            </Project>
            """);
        Write("Everything.cs", "#pragma warning disable\n" + new Names.NameSources());
        Write(Names.NameSources.Snapshot.Path, Names.NameSources.Snapshot.GetText(TestContext.Current.CancellationToken).ToString());
        Write("Marked.cs", $"#pragma warning disable\n#nullable {(nullable == "enable" ? "enable" : "disable")} warnings\n#nullable enable annotations\n{Marked}");

        // It ends with another exit code, and this with its output, where there is a warning.
        await CommandLine.DotNetAsync(project.Path, null, "build", "-v", "q", "-nologo", "-m:1");

        void Write(string name, string text) => File.WriteAllText(project.PathOf(name), text);
    }

    private const string Marked = """
        using System;
        using System.Collections.Generic;
        using System.Diagnostics.CodeAnalysis;
        using System.Text.Json.Serialization;
        using System.Threading.Tasks;
        using Agno.Storage;
        namespace Strict;
        [Obsolete("old", DiagnosticId = "OLD001")] public sealed class Old { public Old() { } public string? Now { get; [Obsolete("set", error: true)] set; } }
        [Experimental("EXP001")] public sealed class New { public required int Number { get; init; } }
        public sealed class Doc { [Obsolete("for serializers", error: true)] public Doc() { } public List<string?>? Lines { get; init; } [DisallowNull] public string? Never { get; set; } }
        [JsonConverter(typeof(JsonStringEnumConverter<Цвет>))] public enum Цвет { Красный, [Obsolete("old", error: true)] Синий }
        [SessionRecord(StorageMode.Agent, Table = "t")]
        public sealed partial class Chat
        {
            [Obsolete("for serializers", error: true)] public Chat() { }
            public Chat(int unrelated) { }
            public string? A { get; [Obsolete("set", error: true)] set; }
            [AllowNull] public string B { get; set; } = "";
            public Dictionary<string, string?>? Memory { get; set; }
            public List<Old?>? SessionData { get; set; }
            public JsonColumn<New?> AgentData { get; set; }
            public required Doc? Doc { get; init; }
            public Цвет Color { get; set; }
            public List<Цвет>? Colors { get; set; }
            public int @class { get; set; }
        }
        [Obsolete("old", error: true), SessionRecord(StorageMode.Agent, Table = "t2")] public sealed partial class OldChat { public int A { get; set; } }
        [Experimental("EXP002"), SessionRecord(StorageMode.Agent, Table = "t3")] public sealed partial class NewChat { public int A { get; set; } }
        public static partial class Queries
        {
            [SessionQuery] public static partial IAsyncEnumerable<Chat> ByA(this ISessionStore<Chat> sessions, string? a, Цвет color);
            [Obsolete("old"), SessionQuery] public static partial IAsyncEnumerable<OldChat> ByOldA(this ISessionStore<OldChat> sessions, int a);
            [SessionQuery] public static partial ValueTask<NewChat?> ByNewA(this ISessionStore<NewChat> sessions, int a);
        }
        """;
}
