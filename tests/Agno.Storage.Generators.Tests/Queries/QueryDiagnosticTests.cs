using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Tests.Queries;

/// <summary>Every rule about query methods: its id, where it points ([| |] in the source) and what it says.</summary>
public sealed class QueryDiagnosticTests
{
    private const string Store = "this ISessionStore<SupportSession> sessions";

    public static TheoryData<string, string, string> Cases { get; } = new()
    {
        { "AGS0401", "'Q' can't be generated, because it is not partial: write 'partial' before its return type, and no body", Static($"[SessionQuery] public static IAsyncEnumerable<SupportSession> [|Q|]({Store}) => null!;") },
        { "AGS0401", "'Q' can't be generated, because it is generic: write a method for each type", Static($"[SessionQuery] public static partial IAsyncEnumerable<SupportSession> [|Q|]<T>({Store});") },
        { "AGS0401", "'Q' can't be generated, because 'priority' is not a plain parameter: remove 'ref', 'in', 'out' or 'params'", Static($"[SessionQuery] public static partial IAsyncEnumerable<SupportSession> [|Q|]({Store}, in Priority priority);") },
        { "AGS0401", "'Q' can't be generated, because 'Whole' around it is not partial: write 'partial' before its keyword", $"public static class Whole {{ [SessionQuery] public static partial IAsyncEnumerable<SupportSession> [|Q|](ISessionStore<SupportSession> sessions); }}" },
        { "AGS0401", "'Q' can't be generated, because a type around it is generic: put it into one that is not", "public partial class Generic<T> { [SessionQuery] public static partial IAsyncEnumerable<SupportSession> [|Q|](ISessionStore<SupportSession> sessions); }" },
        { "AGS0401", "'Q' can't be generated, because it has [SessionQuery] and [SessionDelete]: keep one of them", Static($"[SessionQuery, SessionDelete] public static partial ValueTask<long> [|Q|]({Store}, Priority priority);") },
        { "AGS0402", "'Q' has no sessions to look at, because it is static and takes no ISessionStore: give it a parameter 'this ISessionStore<...> sessions', or its class a primary constructor with one", Static("[SessionQuery] public static partial IAsyncEnumerable<SupportSession> [|Q|](Priority priority);") },
        { "AGS0402", "'Q' has no sessions to look at, because 'left' and 'right' are two stores: give it a parameter 'this ISessionStore<...> sessions', or its class a primary constructor with one", "public partial class Two(ISessionStore<SupportSession> left, ISessionStore<AgentSession> right) { [SessionQuery] public partial IAsyncEnumerable<SupportSession> [|Q|](Priority priority); }" },
        { "AGS0403", "'Q' can't return 'IEnumerable<SupportSession>', because a query gives IAsyncEnumerable<T>, ValueTask<T?> or ValueTask<long>, and a delete ValueTask<long>", Static($"[SessionQuery] public static partial [|IEnumerable<SupportSession>|] Q({Store});") },
        { "AGS0403", "'Q' can't return 'ValueTask<SupportSession>', because there may be none to give: write 'ValueTask<SupportSession?>'", Static($"[SessionQuery] public static partial [|ValueTask<SupportSession>|] Q({Store});") },
        { "AGS0401", "'Q' can't be generated, because it is in a file-local type, which generated code can't add to: remove 'file'", $"file static partial class SupportQueries {{ [SessionQuery] public static partial IAsyncEnumerable<SupportSession> [|Q|]({Store}); }}" },
        { "AGS0402", "'Q' has no sessions to look at, because a parameter or member of the name 'sessions' hides the one that holds the store: give it a parameter 'this ISessionStore<...> sessions', or its class a primary constructor with one", "public partial class Hidden(ISessionStore<SupportSession> sessions) { [SessionQuery] public partial IAsyncEnumerable<SupportSession> [|Q|]([SessionWhere(\"Title\")] string sessions); }" },
        { "AGS0403", "'Q' can't return 'ValueTask<int>', because a count is a long: write 'ValueTask<long>'; for a member of one session, name it with [SessionQuery(Select = nameof(...))]", Static($"[SessionQuery] public static partial [|ValueTask<int>|] Q({Store});") },
        { "AGS0403", "'Q' can't return 'ValueTask<bool>', because a query does not tell whether there are any: write 'ValueTask<long>' and compare the count with 0; for a member of one session, write 'ValueTask<bool?>' and name it with [SessionQuery(Select = nameof(...))]", Static($"[SessionQuery] public static partial [|ValueTask<bool>|] Q({Store});") },
        { "AGS0403", "'Q' can't return 'ValueTask<List<SupportSession>>', because sessions are given one by one: write 'IAsyncEnumerable<SupportSession>'", Static($"[SessionQuery] public static partial [|ValueTask<List<SupportSession>>|] Q({Store});") },
        { "AGS0403", "'Q' can't return 'IAsyncEnumerable<SupportSession[]>', because sessions are given one by one: write 'IAsyncEnumerable<SupportSession>'", Static($"[SessionQuery] public static partial [|IAsyncEnumerable<SupportSession[]>|] Q({Store});") },
        { "AGS0403", "'Q' can't return 'ValueTask<bool>', because a delete gives ValueTask<long>: how many sessions it deleted", Static($"[SessionDelete] public static partial [|ValueTask<bool>|] Q({Store}, Priority priority);") },
        { "AGS0403", "'Q' can't return 'IAsyncEnumerable<string>', because it is neither 'SupportSession' nor a tuple or record of its members: name the member of a single value with [SessionQuery(Select = nameof(SupportSession. ...))]", Static($"[SessionQuery] public static partial [|IAsyncEnumerable<string>|] Q({Store});") },
        { "AGS0404", "'urgency' is not a stored member of 'SupportSession': give the parameter the name of a member, or name one with [SessionWhere(nameof(SupportSession. ...))]", Static($"[SessionQuery] public static partial IAsyncEnumerable<SupportSession> Q({Store}, Priority [|urgency|]);") },
        { "AGS0404", "'Urgency' is not a stored member of 'SupportSession': name one that it has", Static($"[SessionQuery] public static partial IAsyncEnumerable<SupportSession> Q({Store}, [SessionWhere(\"Urgency\")] Priority [|priority|]);") },
        { "AGS0404", "'Urgency' is not a stored member of 'SupportSession': order by one that it has", Static($"[SessionQuery, [|SessionOrder(\"Urgency\")|]] public static partial IAsyncEnumerable<SupportSession> Q({Store});") },
        { "AGS0404", "'Urgency' is not a stored member of 'SupportSession': give each part of the result the name of a member", Static($"[SessionQuery] public static partial [|IAsyncEnumerable<(string SessionId, int Urgency)>|] Q({Store});") },
        { "AGS0405", "'priority' is of type 'int', and 'Priority' of type 'Demo.Priority': compare it with a value of its type, or for any of them with an IReadOnlyCollection", Static($"[SessionQuery] public static partial IAsyncEnumerable<SupportSession> Q({Store}, int [|priority|]);") },
        { "AGS0405", "'Title' is of type 'string', and 'Title' of type 'string?': it may be null; write '?' behind the type", Static($"[SessionQuery] public static partial [|IAsyncEnumerable<(string SessionId, string Title)>|] Q({Store});") },
        { "AGS0406", "'Tags' is stored as JSON, which a query neither compares, orders by nor gives alone: store what is needed in a scalar member of its own, or read the whole session", Static($"[SessionQuery] public static partial IAsyncEnumerable<SupportSession> Q({Store}, List<string> [|tags|]);") },
        { "AGS0407", "'Title' can't be compared with 'title' by AtLeast, because null cannot be ordered: remove the '?', or give the parameter the default null to leave the comparison out", Static($"[SessionQuery] public static partial IAsyncEnumerable<SupportSession> Q({Store}, [SessionWhere(\"Title\", SessionComparison.AtLeast)] string? [|title|]);") },
        { "AGS0407", "'Status' can't be compared with 'status' by Above, because the enum is stored by its names, which don't sort by its values; remove its string converter to store its number", Static($"[SessionQuery] public static partial IAsyncEnumerable<SupportSession> Q({Store}, [SessionWhere(\"Status\", SessionComparison.Above)] Status [|status|]);") },
        { "AGS0407", "'Priority' can't be compared with 'priority' by StartsWith, because only text starts with text", Static($"[SessionQuery] public static partial IAsyncEnumerable<SupportSession> Q({Store}, [SessionWhere(\"Priority\", SessionComparison.StartsWith)] Priority [|priority|]);") },
        { "AGS0407", "'Key' can't be compared with 'keys' by In, because a list holds what it may be equal to: leave the comparison out", Static($"[SessionQuery] public static partial IAsyncEnumerable<SupportSession> Q({Store}, [SessionWhere(\"Key\", SessionComparison.NotEqual)] Guid[] [|keys|]);") },
        { "AGS0408", "'Q' can't be ordered by 'Status', because the enum is stored by its names, which don't sort by its values; remove its string converter to store its number", Static($"[SessionQuery, [|SessionOrder(nameof(SupportSession.Status))|]] public static partial IAsyncEnumerable<SupportSession> Q({Store});") },
        { "AGS0408", "'Q' can't be ordered by 'Title', because it gives no sessions: remove [SessionOrder]", Static($"[SessionQuery, SessionOrder(nameof(SupportSession.Title))] public static partial ValueTask<long> [|Q|]({Store});") },
        { "AGS0409", "'Q' has no use for 'limit', because it gives one at most", Static($"[SessionQuery] public static partial ValueTask<SupportSession?> Q({Store}, int [|limit|]);") },
        { "AGS0409", "'Q' has no use for 'after', because a cursor is a place in the order newest first, and the query has another: take the last session of the page before, a 'SupportSession?'", Static($"[SessionQuery, SessionOrder(nameof(SupportSession.Title))] public static partial IAsyncEnumerable<SupportSession> Q({Store}, SessionCursor? [|after|] = null);") },
        { "AGS0410", "'Q' would delete more than was meant, because 'title' may be left out: remove its default value", Static($"[SessionDelete] public static partial ValueTask<long> [|Q|]({Store}, string? title = null);") },
        { "AGS0410", "'Q' would delete more than was meant, because it compares nothing: give it a parameter, or call DeleteManyAsync with an empty filter", Static($"[SessionDelete] public static partial ValueTask<long> [|Q|]({Store});") },
        { "AGS0411", "'Q' looks at every session, because no index begins with 'score': add [SessionIndex] to the member, if the table grows large", Static($"[SessionQuery] public static partial IAsyncEnumerable<SupportSession> [|Q|]({Store}, double score);") },
        { "AGS0411", "'Q' looks at every session, because no index begins with 'score': add [SessionIndex] to the member, if the table grows large", Static($"[SessionQuery, SessionOrder(nameof(SupportSession.Score))] public static partial IAsyncEnumerable<SupportSession> [|Q|]({Store});") },
        { "AGS0411", "'Q' looks at every session, because equal values of 'price' may be stored as different texts, which no index finds: compare another member too, if the table grows large", Static("[SessionQuery] public static partial ValueTask<long> [|Q|](this ISessionStore<PricedSession> sessions, decimal price);") + " [SessionRecord(StorageMode.Agent)] public sealed partial class PricedSession { [SessionIndex] public decimal Price { get; set; } }" },
    };

    public static IEnumerable<string> Ids => Cases.Select(row => row.Data.Item1).Distinct();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rule(string id, string message, string source)
    {
        string marked = QuerySources.Record + source;
        int start = marked.IndexOf("[|", StringComparison.Ordinal);
        int end = marked.IndexOf("|]", StringComparison.Ordinal) - 2;
        GeneratorResult result = GeneratorTestHost.Run(marked.Replace("[|", "").Replace("|]", ""));

        Assert.Null(result.Run.Exception);
        Diagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal((id, message), (diagnostic.Id, diagnostic.GetMessage()));
        Assert.Equal((start, end), (diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.End));
        // A method with an error gets a body that throws, where one can be added; the record is another matter.
        if (!message.Contains("around it is not partial", StringComparison.Ordinal) && !message.Contains("file-local", StringComparison.Ordinal))
            DiagnosticTests.AssertNothingFollows(result, id);
        Assert.Contains("Demo.SupportSession.Row.g.cs", result.Files.Keys);
    }

    [Fact]
    public void AnErrorTakesAwayItsOwnMethodAlone()
    {
        GeneratorResult result = GeneratorTestHost.Run(QuerySources.Record + Static($"[SessionQuery] public static partial IAsyncEnumerable<SupportSession> Bad({Store}, int urgency); [SessionQuery] public static partial IAsyncEnumerable<SupportSession> Good({Store}, Priority priority);"));

        Assert.Equal(["AGS0404"], result.Diagnostics.Select(diagnostic => diagnostic.Id));
        string file = result.Files["Demo.SupportQueries.Queries.g.cs"];
        Assert.Contains(" Good(", file, StringComparison.Ordinal);
        Assert.Contains(" Bad(this global::Agno.Storage.ISessionStore<global::Demo.SupportSession> sessions, int urgency) => throw ", file, StringComparison.Ordinal);
        Assert.Empty(result.CompilerDiagnostics);
    }

    private static string Static(string method) => $"public static partial class SupportQueries {{ {method} }}";
}
