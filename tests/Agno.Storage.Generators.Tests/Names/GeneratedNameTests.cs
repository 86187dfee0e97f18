using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agno.Storage.Generators.Tests.Names;

/// <summary>Every identifier that occurs in generated code is one that users may give to anything of theirs, and the project still compiles without a warning.</summary>
public sealed class GeneratedNameTests
{
    private const string Store = "global::Agno.Storage.ISessionStore<global::Demo.Chat>";

    private static readonly string[] Declared = ["Chat", "Queries", "Level", "Color", "Money", "MoneyConverter", "Doc", "Loose", "Page", "PageJson", "Part", "Text", "Image", "Run", "Root", "Evolved"];

    // What users see of generated code has the names that it has: AGS0018 says so where one is taken.
    private static readonly string[] Promised = ["SessionId", "UserId", "AgentId", "TeamSessionId", "WorkflowId", "CreatedAt", "UpdatedAt", "JsonTypeInfoResolver"];

    private static readonly Lazy<string[]> Identifiers = new(() => Collect(new NameSources()));

    [Fact]
    public void OfTypesBesideARecord() => AssertCompiles(names => new()
    {
        Types = Each(names.Except(Declared).Except(["Demo"]), name => $"public sealed class @{name};"),
    });

    [Fact]
    public void OfTypesThatAMemberIsOf() => AssertCompiles(names => new()
    {
        Types = $"namespace Other {{ {Each(names, name => $"public sealed class @{name} {{ public int Quantity {{ get; set; }} }}")} }}",
        Members = Numbered(names, (name, number) => $"public global::Demo.Other.@{name}? Member{number} {{ get; set; }}"),
    });

    [Fact]
    public void OfTypesInARecord() => AssertCompiles(names => new()
    {
        Members = Each(Users(names), name => $"public sealed class @{name} {{ public int Quantity {{ get; set; }} }}")
            + Numbered(Users(names), (name, number) => $"public @{name}? Member{number} {{ get; set; }}"),
    });

    [Fact]
    public void OfTypesThatARecordNamesShortly() => AssertCompiles(names =>
    {
        string[] reserved = [.. names.Where(name => name.StartsWith("__", StringComparison.Ordinal))];
        Assert.NotEmpty(reserved);
        return new()
        {
            Types = Each(reserved, name => $"public sealed class @{name} {{ public int Quantity {{ get; set; }} }}"),
            Members = Numbered(reserved, (name, number) => $"public @{name}? Member{number} {{ get; set; }}"),
        };
    });

    [Fact]
    public void OfMembers() => AssertCompiles(names => new() { Members = Numbered(Users(names), (name, number) => $"[global::Agno.Storage.SessionColumn(\"c{number}\")] public {TypeOf(number)} @{name} {{ get; set; }}") });

    [Fact]
    public void OfInheritedMembers() => AssertCompiles(names => new() { BaseMembers = Numbered(InheritedUsers(names), (name, number) => $"[global::Agno.Storage.SessionColumn(\"c{number}\")] public {TypeOf(number)} @{name} {{ get; set; }}") });

    [Fact]
    public void OfInheritedTypes() => AssertCompiles(names => new() { BaseMembers = Each(InheritedUsers(names).Append("Chat"), name => $"public class @{name};") });

    [Fact]
    public void OfMethods() => AssertCompiles(names => new() { Members = Each(Users(names), name => $"public static int @{name}(int @{name}) => @{name};") });

    [Fact]
    public void OfFields() => AssertCompiles(names => new() { Members = Each(Users(names), name => $"private static int @{name};") });

    [Fact]
    public void OfMembersInJson() => AssertCompiles(names => new() { JsonMembers = Numbered(JsonUsers(names), (name, number) => $"public {TypeOf(number)} @{name} {{ get; {(number % 2 == 0 ? "set" : "init")}; }}") });

    [Fact]
    public void OfMembersInJsonThatAreLeftOut() => AssertCompiles(names => new()
    {
        JsonMembers = Numbered(JsonUsers(names), (name, number) =>
            $"[global::System.Text.Json.Serialization.JsonIgnore(Condition = global::System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)] public {TypeOf(number).TrimEnd('?')}? @{name} {{ get; set; }}"),
    });

    [Fact]
    public void OfRequiredMembersInJson() => AssertCompiles(names => new() { JsonMembers = Numbered(JsonUsers(names), (name, number) => $"public required {TypeOf(number)} @{name} {{ get; set; }}") });

    [Fact]
    public void OfParametersInJson() => AssertCompiles(names => new() { JsonParameters = Numbered(JsonUsers(names).Except(["EqualityContract", "Equals", "GetType"]), (name, number) => $", {TypeOf(number)} @{name}") });

    [Fact]
    public void OfEnumMembers() => AssertCompiles(names => new() { EnumMembers = Each(names.Except(["Red", "Blue", "Low", "High", "value__"]), name => $"@{name}, ") });

    [Fact]
    public void OfComparedParameters() => AssertCompiles(names => new()
    {
        QueryMembers = string.Concat(names.Chunk(40).Select((chunk, method) => $"""
            [global::Agno.Storage.SessionQuery]
            public static partial global::System.Collections.Generic.IAsyncEnumerable<global::Demo.Chat> Compared{method}(this {Store} sessions{Numbered(chunk.Except(["sessions", "limit"]), (name, number) => ", " + (number % 4) switch
        {
            0 => $"[global::Agno.Storage.SessionWhere(\"Title\")] string @{name}",
            1 => $"[global::Agno.Storage.SessionWhere(\"Other\")] global::Demo.Color? @{name}",
            2 => $"[global::Agno.Storage.SessionWhere(\"Level\")] global::System.Collections.Generic.IReadOnlyCollection<global::Demo.Level> @{name}",
            _ => $"[global::Agno.Storage.SessionWhere(\"Price\")] global::Demo.Money @{name}",
        })});

            """)),
    });

    [Fact]
    public void OfOtherParameters() => AssertCompiles(names => new()
    {
        QueryMembers = Numbered(names.Except(["limit", "after", "title"]), (name, number) => "[global::Agno.Storage.SessionQuery, global::Agno.Storage.SessionOrder(\"DueAt\")] public static partial " + (number % 3) switch
        {
            0 => $"global::System.Threading.Tasks.ValueTask<global::Demo.Chat?> Store{number}(this {Store} @{name}, string title);",
            1 => $"global::System.Threading.Tasks.ValueTask<global::Demo.Chat?> Token{number}({Store} after, string title, global::System.Threading.CancellationToken @{name});",
            _ => $"global::System.Collections.Generic.IAsyncEnumerable<(string SessionId, string Title)> After{number}({Store} after, string title, global::Demo.Chat? @{name} = null);",
        }),
    });

    [Fact]
    public void OfQueries() => AssertCompiles(names => new()
    {
        QueryMembers = Each(names.Except(["Queries", "Pages", "Tuples", "First", "Count", "Delete"]), name => $"""
            [global::Agno.Storage.SessionQuery]
            public static partial global::System.Threading.Tasks.ValueTask<global::Demo.Chat?> @{name}(this {Store} sessions, string title);
            [global::Agno.Storage.SessionQuery]
            public static partial global::System.Threading.Tasks.ValueTask<long> @{name}(this {Store} sessions, bool hasTitle);

            """),
    });

    [Fact]
    public void OfStores() => AssertCompiles(names => new()
    {
        // A member of a class hides a parameter of its constructor.
        Types = Numbered(OneOfEachKind(names).Except(["title", "First", "GetType", "Equals"]), (name, number) => $$"""
            public sealed partial class Reader{{number}}({{Store}} @{{name}})
            {
                [global::Agno.Storage.SessionQuery] public partial global::System.Threading.Tasks.ValueTask<global::Demo.Chat?> First(string title);
            }
            public sealed partial class Keeper{{number}}
            {
                private readonly {{Store}} @{{name}} = null!;
                [global::Agno.Storage.SessionQuery] public partial global::System.Threading.Tasks.ValueTask<global::Demo.Chat?> First([global::Agno.Storage.SessionWhere("Title")] string @{{name}});
            }

            """),
    });

    [Fact]
    public void OfClassesWithQueries() => AssertCompiles(names => new()
    {
        Types = Each(OneOfEachKind(names), name => $$"""
            namespace Other
            {
                public static partial class @{{name}}
                {
                    [global::Agno.Storage.SessionQuery] public static partial global::System.Threading.Tasks.ValueTask<global::Demo.Chat?> FirstQuery({{Store}} sessions, string title);
                    public static partial class Inner
                    {
                        [global::Agno.Storage.SessionQuery] public static partial global::System.Threading.Tasks.ValueTask<global::Demo.Chat?> FirstQuery({{Store}} sessions, string title);
                    }
                }
            }

            """),
    });

    [Fact]
    public void OfNamespaces() => AssertCompiles(names => new() { Types = Each(OneOfEachKind(names).Except(Declared), name => $"namespace @{name} {{ {OneRecord("Session")} }} ") });

    [Fact]
    public void OfRecords() => AssertCompiles(names => new() { Types = $"namespace Other {{ {Each(OneOfEachKind(Users(names)).Except(["Evolved"]), OneRecord)} }}" });

    [Fact]
    public void OfTypesAroundRecords() => AssertCompiles(names => new() { Types = $"namespace Other {{ {Each(OneOfEachKind(names).Except(["Session"]), name => $"public partial class @{name} {{ {OneRecord("Session")} }}")} }}" });

    private static string OneRecord(string name) => $$"""
        [global::Agno.Storage.SessionRecord(global::Agno.Storage.StorageMode.Agent)]
        public sealed partial class @{{name}}
        {
            public global::Demo.Doc? Memory { get; set; }
            public global::Demo.Color Color { get; set; }
            [global::Agno.Storage.SessionRuns] public global::System.Collections.Generic.List<global::Demo.Run> Turns { get; set; } = [];
        }

        """;

    private static void AssertCompiles(Func<string[], NameSources> declare)
    {
        NameSources source = declare(Identifiers.Value);
        GeneratorResult result = Run(source);

        Assert.Null(result.Run.Exception);
        IEnumerable<Diagnostic> found = result.Diagnostics.Concat(result.CompilerDiagnostics).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        Assert.Equal("", string.Join('\n', found.Take(10).Select(diagnostic => diagnostic.ToString())));
    }

    private static GeneratorResult Run(NameSources source) => GeneratorTestHost.Run(source.ToString(), files: NameSources.Snapshot);

    private static string[] Collect(NameSources source)
    {
        IEnumerable<string> names = Run(source).Files.Values
            .SelectMany(file => GeneratorTestHost.Parse(file).GetRoot().DescendantTokens())
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken))
            .Select(token => token.ValueText)
            .Distinct();
        string[] all = [.. names.Order(StringComparer.Ordinal)];
        Assert.Contains("__Json", all);
        Assert.Contains("value_Title", all);
        return all;
    }

    // A record is several files: of names that differ only in the user's part, one will do.
    private static IEnumerable<string> OneOfEachKind(IEnumerable<string> names) => names.DistinctBy(name => name.Length > 2 && name.IndexOf('_', 2) is > 0 and int end ? name[..end] : name);

    private static IEnumerable<string> Users(IEnumerable<string> names) => names.Except(Promised).Except(["Chat"]).Except(
    [
        "Title", "HasTitle", "Level", "Color", "Other", "Price", "DueAt", "Revision", "Turns", "Memory", "Loose", "SessionData", "AgentData", "ExtraData", "Parts", "ByNumber", "Grid",
        "Levels", "Colors", "Lazy", "Inherited", "sessionId", "color", "level", "title",
    ]);

    // No type has a member of its own name.
    private static IEnumerable<string> InheritedUsers(IEnumerable<string> names) => Users(names).Except(["Root"]);

    private static IEnumerable<string> JsonUsers(IEnumerable<string> names) => names.Except(["Doc", "Loose", "Page", "Text", "Title", "HasTitle", "More", "HasMore", "Rest", "Number", "Note", "Last", "Id", "Content"]);

    private static string TypeOf(int number) => (number % 5) switch
    {
        0 => "string?",
        1 => "int",
        2 => "global::System.DateTimeOffset?",
        3 => "global::Demo.Color",
        _ => "global::System.Collections.Generic.List<int?>?",
    };

    private static string Each(IEnumerable<string> names, Func<string, string> declare) => string.Concat(names.Select(declare));

    private static string Numbered(IEnumerable<string> names, Func<string, int, string> declare) => string.Concat(names.Select(declare));
}
