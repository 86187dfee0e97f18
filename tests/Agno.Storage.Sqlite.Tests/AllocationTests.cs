using System.Text.Json.Nodes;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>What calls allocate in steady state. Exact, so a regression shows as a number.</summary>
[Collection(typeof(AloneCollection))]
public sealed class AllocationTests
{
    private const int Calls = 200;

    [Fact]
    public void AnUpsertAllocatesNothing()
    {
        using SqliteStorage storage = SqliteStorage.OpenInMemory();
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        StrictSession[] versions =
        [
            new() { SessionId = "s", UserId = "ada", Level = 1, Token = Guid.Empty, Plan = new() { Goal = "ship", Steps = { new() { Goal = "größer" } } } },
            new() { SessionId = "s", UserId = "bob", Level = 2, Label = "later", Plan = new() { Goal = "rest" } },
        ];

        Assert.Equal(0, Measure(i => store.Upsert(versions[i % 2])));
        Assert.Equal(0, Measure(i => store.UpsertAsync(versions[i % 2])));
    }

    [Fact]
    public void ADeleteAllocatesNothing()
    {
        using SqliteStorage storage = SqliteStorage.OpenInMemory();
        SqliteSessionStore<AgentSession> store = storage.Sessions<AgentSession>();
        AgentSession session = new() { SessionId = "s" };

        Assert.Equal(0, Measure(_ =>
        {
            store.Upsert(session);
            store.Delete("s");
        }));
    }

    [Fact]
    public void ReadingAllocatesTheSessionAndLittleElse()
    {
        using SqliteStorage storage = SqliteStorage.OpenInMemory();
        SqliteSessionStore<AgentSession> store = storage.Sessions<AgentSession>();
        store.Upsert(new() { SessionId = "s", Memory = new JsonObject { ["text"] = new string('x', 10_000) } });

        // The session (under 200 bytes), its id, the 10 KB of stored text and its cell.
        Assert.InRange(Measure(_ => store.Read("s")) / Calls, 10_000, 10_500);
        Assert.Equal(0, Measure(_ => store.Read("missing")));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("two\nlines, \"quoted\"")]
    [InlineData("größer, 世界")]
    public void ReadingJsonAllocatesAtMostATenthOverItsObjects(string text)
    {
        using SqliteStorage storage = SqliteStorage.OpenInMemory();
        SqliteSessionStore<StrictSession> store = storage.Sessions<StrictSession>();
        string goal = string.Concat(Enumerable.Repeat(text, 50));
        store.Upsert(New());

        long objects = Measure(_ => New());

        Assert.InRange(Measure(_ => store.Read("s")), objects * 9 / 10, objects * 11 / 10);

        StrictSession New() => new()
        {
            SessionId = new("s".AsSpan()),
            UserId = new("ada".AsSpan()),
            CreatedAt = 1,
            Plan = new() { Goal = new(goal.AsSpan()), Steps = [.. Steps()] },
        };

        IEnumerable<StrictPlan> Steps()
        {
            for (int i = 0; i < 20; i++)
                yield return new() { Goal = new(goal.AsSpan()) };
        }
    }

    private static long Measure(Action<int> call)
    {
        for (int i = 0; i < Calls; i++)
            call(i);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
            call(i);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
