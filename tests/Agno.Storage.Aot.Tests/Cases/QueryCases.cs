using Agno.Storage.Sqlite;

namespace Agno.Storage.Aot.Tests.Cases;

internal static partial class QueryCases
{
    public static async Task A_generated_query_finds_counts_and_deletes()
    {
        await using var storage = SqliteStorage.OpenInMemory();
        ISessionStore<ScalarSession> sessions = storage.Sessions<ScalarSession>();
        for (int i = 0; i < 6; i++)
            await sessions.UpsertAsync(new ScalarSession { SessionId = $"s{i}", Text = $"text {i}", UserId = i < 4 ? "ada" : "bob", Priority = i % 2 == 0 ? Priority.Urgent : Priority.Normal, Amount = new Money(i), CreatedAt = 100 + i });

        Expect.Sequence(["s4", "s2", "s0"], (await sessions.Of(Priority.Urgent).ToListAsync()).Select(session => session.SessionId));
        Expect.Sequence(["s2", "s0"], (await sessions.Of(Priority.Urgent, "ada").ToListAsync()).Select(session => session.SessionId));
        Expect.Sequence([("s3", new Money(3)), ("s1", new Money(1))], await sessions.Amounts([Priority.Normal], new Money(4)).ToListAsync());
        ScalarSession second = (await sessions.ReadAsync("s4"))!;
        Expect.Sequence(["s3", "s2"], (await sessions.Page(second, 2).ToListAsync()).Select(session => session.SessionId));
        Expect.Equal(2L, await sessions.ForUser("ada").Count("text "));
        Expect.Equal(3L, await sessions.DeleteOf(Priority.Urgent));
        Expect.Equal(1L, await sessions.DeleteManyAsync(new() { After = SessionCursor.Parse("105.s5"), Limit = 1 }));
        Expect.Sequence(["s5", "s1"], await sessions.ListIdsAsync().ToListAsync());
    }

    [SessionQuery]
    private static partial IAsyncEnumerable<ScalarSession> Of(this ISessionStore<ScalarSession> sessions, Priority priority, string? userId = null, int limit = 50);

    [SessionQuery]
    [SessionOrder(nameof(ScalarSession.Amount), Descending = true)]
    private static partial IAsyncEnumerable<(string SessionId, Money Amount)> Amounts(this ISessionStore<ScalarSession> sessions, [SessionWhere(nameof(ScalarSession.Priority))] IReadOnlyList<Priority> priorities, [SessionWhere(nameof(ScalarSession.Amount), SessionComparison.Below)] Money below);

    [SessionQuery]
    private static partial IAsyncEnumerable<ScalarSession> Page(this ISessionStore<ScalarSession> sessions, ScalarSession? after, int limit);

    [SessionQuery]
    private static partial ValueTask<long> Count(this ISessionStore<ScalarSession> sessions, [SessionWhere(nameof(ScalarSession.Text), SessionComparison.StartsWith)] string prefix, Priority priority = Priority.Urgent);

    [SessionDelete]
    private static partial ValueTask<long> DeleteOf(this ISessionStore<ScalarSession> sessions, Priority priority);
}
