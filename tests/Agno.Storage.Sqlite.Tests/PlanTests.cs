using Agno.Storage.Conformance;
using Agno.Storage.Records;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>Lists are read along an index, from the place where they begin.</summary>
public sealed class PlanTests
{
    [Fact]
    public Task PagesOfLayout1NeedNoSort() => PagesNeedNoSort<AgentSession, AgentSample>();

    [Fact]
    public Task PagesOfLayout2NeedNoSort() => PagesNeedNoSort<AgentSessionV2, AgentLayout2Sample>();

    private static async Task PagesNeedNoSort<TSession, TSample>()
        where TSession : class, ISessionRecord<TSession>
        where TSample : SessionSample<TSession>, new()
    {
        using var plans = new QueryPlans();
        CancellationToken token = TestContext.Current.CancellationToken;
        SqliteSessionStore<TSession> sessions = plans.Storage.Sessions<TSession>();
        await sessions.UpsertAsync(new TSample().Create("s", "ada", "helper", createdAt: 100), token);
        foreach (SessionFilter filter in (SessionFilter[])[new(), new() { UserId = "ada" }, new() { EntityId = "helper" }])
        {
            SessionFilter page = filter with { After = new(200, "r"), Limit = 20 };
            IReadOnlyList<string> found = await plans.OfAsync(async () =>
            {
                Assert.Single(await sessions.ListAsync(page, token).ToListAsync(token));
                Assert.Single(await sessions.ListIdsAsync(page, token).ToListAsync(token));
            });
            Assert.Equal(2, found.Count);
            Assert.All(found, plan => Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal));
            Assert.All(found, plan => Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal));
            // The index of layout 2 on the agent says nothing of the type.
            if (filter.EntityId is null)
                Assert.Contains("COVERING INDEX", found[1], StringComparison.Ordinal);
        }
    }
}
