using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Tests;

/// <summary>Every rule: its id, where it points ([| |] in the source) and what it says.</summary>
public sealed class DiagnosticTests
{
    public static TheoryData<string, string, string> Cases { get; } = new()
    {
        {
            "AGS0001", "'Session' must be partial, so that its generated part can be added: write 'partial class Session'",
            "[SessionRecord(StorageMode.Agent)] internal class [|Session|];"
        },
        {
            "AGS0002", "'Session' can't be a session record, because it is generic or inside a generic type: declare a record for each type argument",
            "[SessionRecord(StorageMode.Agent)] internal partial class [|Session|]<T>;"
        },
        {
            "AGS0002", "'Session' can't be a session record, because it is generic or inside a generic type: declare a record for each type argument",
            "internal partial class Outer<T> { [SessionRecord(StorageMode.Agent)] internal partial class [|Session|]; }"
        },
        {
            "AGS0003", "'Session' can't be a session record, because it is abstract: declare a class or record that is not",
            "[SessionRecord(StorageMode.Agent)] internal abstract partial class [|Session|];"
        },
        {
            "AGS0003", "'Session' can't be a session record, because it is static: declare a class or record that is not",
            "[SessionRecord(StorageMode.Agent)] internal static partial class [|Session|];"
        },
        {
            "AGS0003", "'Session' can't be a session record, because it is a struct: declare a class or record that is not",
            "[SessionRecord(StorageMode.Agent)] internal partial record struct [|Session|];"
        },
        {
            "AGS0004", "'SessionId' is the session id and must be of type 'string', not 'System.Guid': change its type, or leave it out and let the generator add it",
            Class("public Guid [|SessionId|] { get; set; }")
        },
        {
            "AGS0004", "'Key' is the session id and must be of type 'string', not 'string?': change its type, or leave it out and let the generator add it",
            Class("[SessionColumn(\"session_id\")] public string? [|Key|] { get; set; }")
        },
        {
            "AGS0005", "'Pointer' is of type 'int*', which can't be stored: a pointer means nothing once it is stored; ignore it with [SessionIgnore]",
            Class("public unsafe int* [|Pointer|] { get; set; }")
        },
        {
            "AGS0005", "'Callback' is of type 'System.Action', which can't be stored: a delegate can't be stored; ignore it with [SessionIgnore]",
            Class("public Action? [|Callback|] { get; set; }")
        },
        {
            "AGS0005", "'Anything' is of type 'dynamic', which can't be stored: its type is not known at build time; use JsonNode",
            Class("public dynamic? [|Anything|] { get; set; }")
        },
        {
            "AGS0005", "'Flags' is of type 'Demo.Flags', which can't be stored: the names of a [Flags] enum combine; remove its string converter to store its number, or use a column converter",
            Class("[JsonConverter(typeof(JsonStringEnumConverter))] public Flags [|Flags|] { get; set; }") + " [Flags] internal enum Flags { A = 1, B = 2 }"
        },
        {
            "AGS0005", "'Rank' is of type 'Demo.Rank', which can't be stored: 'CamelConverter' writes it in JSON, and what it writes is not known at build time; use JsonStringEnumConverter<T> with [JsonStringEnumMemberName], or a column converter",
            Class("public Rank [|Rank|] { get; set; }") + " [JsonConverter(typeof(CamelConverter))] internal enum Rank { First } internal sealed class CamelConverter() : JsonStringEnumConverter<Rank>(System.Text.Json.JsonNamingPolicy.CamelCase);"
        },
        {
            "AGS0006", "'First' and 'Second' are both stored in the column 'name': give one of them another name with [SessionColumn(\"...\")]",
            Class("[SessionColumn(\"name\")] public int First { get; set; } [SessionColumn(\"name\")] public int [|Second|] { get; set; }")
        },
        {
            "AGS0006", "'Name' and 'Other' are both stored in the column 'name': give one of them another name with [SessionColumn(\"...\")]",
            Class("public int Name { get; set; } [SessionColumn(\"NAME\")] public int [|Other|] { get; set; }")
        },
        {
            "AGS0007", "'UserId' is stored in the column 'user_id', which holds text in this mode: change the member's type to one that is stored as text, or give it another name with [SessionColumn(\"...\")]",
            Class("public int [|UserId|] { get; set; }")
        },
        {
            "AGS0007", "'Memory' is stored in the column 'memory', which holds JSON in this mode: change the member's type to one that is stored as JSON, or give it another name with [SessionColumn(\"...\")]",
            Class("public string? [|Memory|] { get; set; }")
        },
        {
            "AGS0008", "The column name 'no good' is not valid: use letters a to z, digits and '_', at most 64, starting with neither a digit nor 'sqlite_'",
            Class("[SessionColumn(\"no good\")] public int [|Number|] { get; set; }")
        },
        {
            "AGS0008", "The table name 'a\"b' is not valid: use letters a to z, digits and '_', at most 64, starting with neither a digit nor 'sqlite_'",
            "[SessionRecord(StorageMode.Agent, Table = [|\"a\\\"b\"|])] internal partial class Session;"
        },
        {
            "AGS0008", "The table name 'sqlite_x' is not valid: use letters a to z, digits and '_', at most 64, starting with neither a digit nor 'sqlite_'",
            "[SessionRecord(StorageMode.Agent, Table = [|\"sqlite_x\"|])] internal partial class Session;"
        },
        {
            "AGS0009", "'Wrong' can't convert 'Number': it must implement IColumnConverter<int, TStored> with a scalar TStored",
            Class("[SessionColumn(Converter = [|typeof(Wrong)|])] public int Number { get; set; }") + " internal sealed class Wrong;"
        },
        {
            "AGS0010", "'Session.Number' can't be set when a session is read: give it a set or init accessor, a constructor parameter of its name, or [SessionIgnore]",
            Class("public int [|Number|] { get; }")
        },
        {
            "AGS0010", "'Session.Number' can't be set when a session is read: give it a set or init accessor, a constructor parameter of its name, or [SessionIgnore]",
            "internal class Root { public int [|Number|] { get; private set; } } [SessionRecord(StorageMode.Agent)] internal partial class Session : Root;"
        },
        {
            "AGS0011", "'CreatedAt' is stored in 'created_at' as Unix seconds and must be a 'long', 'long?', 'DateTimeOffset' or 'DateTimeOffset?', not 'System.DateTime'",
            Class("public DateTime [|CreatedAt|] { get; set; }")
        },
        {
            "AGS0012", "'UpdatedAt' is set when a session is stored, and a class can't be copied: give it a set accessor, or make 'Session' a record",
            Class("public long? [|UpdatedAt|] { get; init; }")
        },
        {
            "AGS0013", "'Session' has no accessible constructor whose parameters all have the name and type of a stored member: add one, or a parameterless one",
            "[SessionRecord(StorageMode.Agent)] internal partial class [|Session|] { public Session(int unknown) => Number = unknown; public int Number { get; set; } }"
        },
        {
            "AGS0014", "The version of 'Session' is 0: versions start at 1",
            "[SessionRecord(StorageMode.Agent, Version = [|0|])] internal partial class Session;"
        },
        {
            "AGS0015", "'Data' is stored as JSON, which can't be indexed: remove [SessionIndex], or store it through a converter to a scalar",
            Class("[SessionIndex] public System.Text.Json.Nodes.JsonNode? [|Data|] { get; set; }")
        },
        {
            "AGS0016", "'Session' is file-local, so that generated code can't name it: make it internal or public",
            "[SessionRecord(StorageMode.Agent)] file partial class [|Session|];"
        },
        {
            "AGS0016", "'Hidden' is file-local, so that generated code can't name it: make it internal or public",
            Class("[SessionColumn(Converter = typeof(Hidden))] public int [|Number|] { get; set; }")
            + " file sealed class Hidden : IColumnConverter<int, long> { public static long ToStored(int value) => value; public static int FromStored(long stored) => (int)stored; }"
        },
        {
            "AGS0017", "'Outer' contains the session record 'Session' and must be partial: write 'partial' before its keyword",
            "internal class [|Outer|] { [SessionRecord(StorageMode.Agent)] internal partial class Session; }"
        },
        {
            "AGS0018", "'UserId' has the name of the member that is generated for the column 'user_id': store it there, or rename it",
            Class("[SessionColumn(\"owner\")] public string? [|UserId|] { get; set; }")
        },
        {
            "AGS0018", "'CreatedAt' has the name of the member that is generated for the column 'created_at': store it there, or rename it",
            Class("public void [|CreatedAt|]() { }")
        },
        {
            "AGS0019", "'Number' is required but not stored, so that no session can be made when one is read: store it, or remove 'required'",
            Class("[SessionIgnore] public required int [|Number|] { get; set; }")
        },
        {
            "AGS0019", "'Number' is required but not stored, so that no session can be made when one is read: store it, or remove 'required'",
            Class("public required int [|Number|];")
        },
        {
            "AGS0020", "[SessionIndex] on 'Number' has no effect, because the property is ignored: remove it",
            Class("[SessionIgnore, SessionIndex] public int [|Number|] { get; set; }")
        },
        {
            "AGS0020", "[SessionColumn] on 'Number' has no effect, because static properties are not stored: remove it",
            Class("[SessionColumn(\"x\")] public static int [|Number|] { get; set; }")
        },
        {
            "AGS0005", "'Memory' is of type 'Agno.Storage.JsonColumn<int>?', which can't be stored: a JsonColumn without a value is stored as NULL already; remove the '?'",
            Class("public JsonColumn<int>? [|Memory|] { get; set; }")
        },
        {
            "AGS0018", "'JsonTypeInfoResolver' has the name of the member that is generated for System.Text.Json: rename it",
            Class("public int [|JsonTypeInfoResolver|] { get; set; }")
        },
        {
            "AGS0018", "'UserId' has the name of the member that is generated for the column 'user_id': rename the record",
            "[SessionRecord(StorageMode.Agent)] internal sealed partial class [|UserId|];"
        },
        {
            "AGS0026", "'Secret' carries [JsonIgnore], which does not keep it out of the table: add [SessionIgnore] if it is not to be stored; suppress this warning if it is",
            Class("[JsonIgnore] public string? [|Secret|] { get; set; }")
        },
        {
            "AGS0027", "'Number' is a field, and only properties are stored: make it a property, or add [SessionIgnore] if it is not to be stored",
            Class("[SessionIgnore] public int Meant; public const int Constant = 1; public static int Shared; internal int Inside; public int [|Number|];")
        },
        {
            "AGS0027", "'Number' is a field, and only properties are stored: make it a property, or add [SessionIgnore] if it is not to be stored",
            "internal class Root { public int [|Number|]; } [SessionRecord(StorageMode.Agent)] internal sealed partial class Session : Root;"
        },
        {
            "AGS0028", "'string' is not a JSON context: name a class that derives from System.Text.Json.Serialization.JsonSerializerContext and has [JsonSerializable] attributes, or remove JsonContext",
            "[SessionRecord(StorageMode.Agent, JsonContext = [|typeof(string)|])] internal sealed partial class Session { public System.Collections.Generic.List<int>? Numbers { get; set; } }"
        },
        {
            "AGS0020", "[SessionJson] on 'Number' has no effect, because the member is not stored as JSON: remove it",
            Class("[SessionJson(typeof(System.Text.Json.JsonSerializerOptions), \"Web\")] public int [|Number|] { get; set; }")
        },
        {
            "AGS0021", "'Session' is of mode 'WorkflowV2', which layout V2 does not have: use StorageMode.Workflow there, or SessionLayout.V1",
            "[SessionRecord(StorageMode.WorkflowV2, Layout = [|SessionLayout.V2|])] internal sealed partial class Session;"
        },
        {
            "AGS0021", "'Session' is of mode 'WorkflowV2', which layout V3 does not have: use StorageMode.Workflow there, or SessionLayout.V1",
            "[SessionRecord(StorageMode.WorkflowV2, Layout = [|SessionLayout.V3|])] internal sealed partial class Session;"
        },
        {
            "AGS0022", "'SessionType' is stored in the column 'session_type', which the layout fills with the type of the session: give it another name with [SessionColumn(\"...\")]",
            "[SessionRecord(StorageMode.Agent, Layout = SessionLayout.V2)] internal sealed partial class Session { public string? [|SessionType|] { get; set; } }"
        },
        {
            "AGS0023", "'Count' can't be the version of a session, because it is stored as int: declare one 'long' with a set accessor, or init in a record",
            Class("[SessionVersion] public int [|Count|] { get; set; }")
        },
        {
            "AGS0024", "'Session' is declared with a StorageMode that has no name: write one of the enum's, such as StorageMode.Agent",
            "[SessionRecord((StorageMode)7)] internal sealed partial class [|Session|];"
        },
        {
            "AGS0024", "'Session' is declared with a SessionLayout that has no name: write one of the enum's, such as SessionLayout.V1",
            "[SessionRecord(StorageMode.Agent, Layout = (SessionLayout)9)] internal sealed partial class [|Session|];"
        },
        {
            "AGS0023", "'Count' can't be the version of a session, because it can't be set when a session was stored: declare one 'long' with a set accessor, or init in a record",
            Class("[SessionVersion] public long [|Count|] { get; init; }")
        },
        {
            "AGS0023", "'Second' can't be the version of a session, because the record has another one: declare one 'long' with a set accessor, or init in a record",
            Class("[SessionVersion] public long First { get; set; } [SessionVersion] public long [|Second|] { get; set; }")
        },
        {
            "AGS0023", "'UpdatedAt' can't be the version of a session, because it is stored in 'updated_at', which has another meaning: declare one 'long' with a set accessor, or init in a record",
            Class("[SessionVersion] public long [|UpdatedAt|] { get; set; }")
        },
        {
            "AGS0007", "'TeamId' is stored in the column 'team_id', which holds text in this mode: change the member's type to one that is stored as text, or give it another name with [SessionColumn(\"...\")]",
            "[SessionRecord(StorageMode.Agent, Layout = SessionLayout.V2)] internal sealed partial class Session { public int [|TeamId|] { get; set; } }"
        },
        {
            "AGS0007", "'TeamData' is stored in the column 'team_data', which holds JSON in this mode: change the member's type to one that is stored as JSON, or give it another name with [SessionColumn(\"...\")]",
            "[SessionRecord(StorageMode.Agent, Layout = SessionLayout.V2)] internal sealed partial class Session { public string? [|TeamData|] { get; set; } }"
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rule(string id, string message, string source) => AssertReported(id, message, source);

    /// <summary>Fails unless exactly this is reported, at the marked place, and the record gets code just where it is right in itself.</summary>
    internal static void AssertReported(string id, string message, string source, params IEnumerable<AdditionalText> files) => AssertReported(id, message, source, hasCode: null, files);

    /// <inheritdoc cref="AssertReported(string, string, string, IEnumerable{AdditionalText})"/>
    internal static void AssertReported(string id, string message, string source, bool? hasCode, IEnumerable<AdditionalText> files)
    {
        string marked = $$"""
            using System;
            using System.Text.Json.Serialization;
            using Agno.Storage;

            namespace Demo;

            {{source}}
            """;
        int start = marked.IndexOf("[|", StringComparison.Ordinal);
        int end = marked.IndexOf("|]", StringComparison.Ordinal) - 2;
        GeneratorResult result = GeneratorTestHost.Run(marked.Replace("[|", "").Replace("|]", ""), files: files);

        Assert.Null(result.Run.Exception);
        Diagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal((id, message), (diagnostic.Id, diagnostic.GetMessage()));
        Assert.Equal((start, end), (diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.End));
        // A record with an error gets no code but what stands in for it; a warning takes nothing away.
        Assert.Equal(hasCode ?? diagnostic.Severity != DiagnosticSeverity.Error, result.Files.Keys.Any(file => !file.EndsWith(".Incomplete.g.cs", StringComparison.Ordinal)));
        AssertNothingFollows(result, id);
    }

    /// <summary>Fails where the compiler reports more than the rule says, about the record or about code that uses it.</summary>
    internal static void AssertNothingFollows(GeneratorResult result, string id)
    {
        // Nothing can be added to a type that is not partial.
        if (id is "AGS0001" or "AGS0017")
            return;
        // What the declarations themselves are wrong in: pointers need a compiler option, structs can't have the attribute, and System.Text.Json's generator, which completes
        // contexts, does not run here.
        string[] own = ["CS0227", "CS0592", "CS0534", "CS7036"];
        Assert.Equal([], result.CompilerDiagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !own.Contains(diagnostic.Id)).Select(diagnostic => diagnostic.ToString()));
    }

    [Theory]
    [InlineData("public object? Wrong { get; set; }")]
    [InlineData("public int UserId { get; set; }")]
    [InlineData("public Missing? Wrong { get; set; }")]
    [InlineData("public int Wrong { get; }")]
    [InlineData("public Session(int unknown) { }")]
    [InlineData("[SessionColumn(\"no good\")] public int Wrong { get; set; }")]
    public void AnErrorOfAMemberStandsAlone(string member)
    {
        GeneratorResult result = GeneratorTestHost.Run($$"""
            using System;
            using System.Collections.Generic;
            using System.Threading.Tasks;
            using Agno.Storage;
            using Agno.Storage.Sqlite;

            [SessionRecord(StorageMode.Agent)]
            public sealed partial class Session { {{member}} public string? Title { get; set; } }

            public static partial class Queries
            {
                [SessionQuery] public static partial IAsyncEnumerable<Session> ByTitle(this ISessionStore<Session> sessions, string title);
                [SessionQuery] public static partial ValueTask<long> CountByTitle(this ISessionStore<Session> sessions, string title);
                [SessionDelete] public static partial ValueTask<long> DeleteByTitle(this ISessionStore<Session> sessions, string title);
            }

            public static class Use
            {
                public static async Task Run(SqliteStorage storage, Session session)
                {
                    ISessionStore<Session> sessions = storage.Sessions<Session>();
                    session.SessionId = "a";
                    session.AgentId = "b";
                    Console.WriteLine(session.CreatedAt + session.UpdatedAt);
                    Console.WriteLine(Session.JsonTypeInfoResolver);
                    await sessions.UpsertAsync(session);
                    await sessions.DeleteByTitle("c");
                    await foreach (Session found in sessions.ByTitle("d"))
                        Console.WriteLine(found.TeamSessionId);
                }
            }
            """);

        IEnumerable<Diagnostic> errors = result.Diagnostics.Concat(result.CompilerDiagnostics).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal(member.Contains("Missing", StringComparison.Ordinal) ? "CS0246" : "AGS0", Assert.Single(errors).Id[..(member.Contains("Missing", StringComparison.Ordinal) ? 6 : 4)]);
    }

    [Fact]
    public void AnOlderLanguageIsRefused()
    {
        GeneratorResult result = GeneratorTestHost.Run("using Agno.Storage; [SessionRecord(StorageMode.Agent)] internal sealed partial class Session;", language: Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp12);

        Diagnostic error = Assert.Single(result.Diagnostics);
        Assert.Equal("AGS0025", error.Id);
        Assert.Equal("'Session' needs C# 13 or later for its generated code, and the project is compiled as C# 12.0: set <LangVersion>13</LangVersion> in the project file, or remove LangVersion from it", error.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Empty(result.Files);
    }

    [Fact]
    public void EveryRuleHasAPageAndACase()
    {
        // AGS0025 is about the project, and AGS0501 about the use of stores (TransactionDiagnosticTests).
        string[] covered = [.. new[] { "AGS0025", "AGS0501" }.Concat(Cases.Concat(JsonDiagnosticTests.Cases).Concat(RunDiagnosticTests.Cases).Select(row => row.Data.Item1).Concat(Evolution.EvolutionDiagnosticTests.Ids).Concat(Queries.QueryDiagnosticTests.Ids)).Distinct().Order(StringComparer.Ordinal)];
        string[] pages = [.. Directory.GetFiles(Storage.Tests.Repository.PathOf("docs", "rules"), "AGS*.md").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];
        Assert.Equal(pages, covered);
    }

    [Theory]
    [InlineData("AGS0001", "[SessionRecord(StorageMode.Agent)] internal class Session;")]
    [InlineData("AGS0017", "internal static class Outer { [SessionRecord(StorageMode.Agent)] internal sealed partial class Session; }")]
    [InlineData("AGS0101", """
        [System.Text.Json.Serialization.JsonSerializable(typeof(string))] internal partial class Context : System.Text.Json.Serialization.JsonSerializerContext;
        [SessionRecord(StorageMode.Agent, JsonContext = typeof(Context))] internal sealed partial class Session { public int[,]? Grid { get; set; } }
        """)]
    public void WhatACodeFixRepairsIsReportedByTheAnalyzerAlone(string id, string source)
    {
        GeneratorResult result = GeneratorTestHost.Run("using Agno.Storage; " + source);
        Assert.Empty(result.Run.Diagnostics);
        Assert.Equal(id, Assert.Single(result.Analysis).Id);
        Assert.All(result.Files.Keys, file => Assert.EndsWith(".Incomplete.g.cs", file, StringComparison.Ordinal));
    }

    [Fact]
    public void AWarningCanBeSuppressedInTheSource()
    {
        GeneratorResult result = GeneratorTestHost.Run("""
            using Agno.Storage;
            #pragma warning disable AGS0020
            [SessionRecord(StorageMode.Agent)]
            internal sealed partial class Session { [SessionIgnore, SessionIndex] public int Number { get; set; } }
            """);
        Assert.All(result.Diagnostics, diagnostic => Assert.True(diagnostic.IsSuppressed));
    }

    private static string Class(string members) => $$"""[SessionRecord(StorageMode.Agent)] internal sealed partial class Session { {{members}} }""";
}
