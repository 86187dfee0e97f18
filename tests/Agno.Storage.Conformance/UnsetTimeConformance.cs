using System.Text.Json.Nodes;
using Agno.Storage.Records;

namespace Agno.Storage.Conformance;

/// <summary>Times that are never null, in Unix seconds.</summary>
[SessionRecord(StorageMode.Agent, Table = "second_sessions")]
public sealed partial class SecondSession
{
    /// <summary>When it was first stored.</summary>
    public long CreatedAt { get; set; }

    /// <summary>When it was last stored.</summary>
    public long UpdatedAt { get; set; }
}

/// <summary>Times that may be null, in Unix seconds.</summary>
[SessionRecord(StorageMode.Agent, Table = "maybe_second_sessions")]
public sealed partial class MaybeSecondSession
{
    /// <summary>When it was first stored.</summary>
    public long? CreatedAt { get; set; }

    /// <summary>When it was last stored.</summary>
    public long? UpdatedAt { get; set; }
}

/// <summary>Times that are never null.</summary>
[SessionRecord(StorageMode.Agent, Table = "moment_sessions")]
public sealed partial class MomentSession
{
    /// <summary>When it was first stored.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was last stored.</summary>
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>Times that may be null.</summary>
[SessionRecord(StorageMode.Agent, Table = "maybe_moment_sessions")]
public sealed partial class MaybeMomentSession
{
    /// <summary>When it was first stored.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>When it was last stored.</summary>
    public DateTimeOffset? UpdatedAt { get; set; }
}

/// <summary>What every engine does with times that were not set, in each type that they may have: they become now, and reading gives the same.</summary>
public abstract class UnsetTimeConformance : ConformanceSuite
{
    [Fact]
    public Task SecondsThatAreNeverNull() =>
        AssertTimes<SecondSession>((id, time) => new() { SessionId = id, CreatedAt = time ?? 0, UpdatedAt = time ?? 0 }, session => (session.CreatedAt, session.UpdatedAt), canBeNull: false);

    [Fact]
    public Task SecondsThatMayBeNull() =>
        AssertTimes<MaybeSecondSession>((id, time) => new() { SessionId = id, CreatedAt = time, UpdatedAt = time }, session => (session.CreatedAt, session.UpdatedAt), canBeNull: true);

    [Fact]
    public Task MomentsThatAreNeverNull() => AssertTimes<MomentSession>(
        (id, time) => time is { } seconds ? new() { SessionId = id, CreatedAt = DateTimeOffset.FromUnixTimeSeconds(seconds), UpdatedAt = DateTimeOffset.FromUnixTimeSeconds(seconds) } : new() { SessionId = id },
        session => (session.CreatedAt.ToUnixTimeSeconds(), session.UpdatedAt.ToUnixTimeSeconds()),
        canBeNull: false);

    [Fact]
    public Task MomentsThatMayBeNull() => AssertTimes<MaybeMomentSession>(
        (id, time) => time is { } seconds ? new() { SessionId = id, CreatedAt = DateTimeOffset.FromUnixTimeSeconds(seconds), UpdatedAt = DateTimeOffset.FromUnixTimeSeconds(seconds) } : new() { SessionId = id },
        session => (session.CreatedAt?.ToUnixTimeSeconds(), session.UpdatedAt?.ToUnixTimeSeconds()),
        canBeNull: true);

    [Fact]
    public async Task ASessionWhoseTimesCanBeSetIsGivenBackItselfAndAnotherACopy()
    {
        ISessionStore<SecondSession> settable = Host.Sessions<SecondSession>();
        var session = new SecondSession { SessionId = "s" };
        Assert.Same(session, await settable.UpsertAsync(session, Token));
        Assert.Equal(Host.Clock.UnixSeconds, session.UpdatedAt);
        var many = new SecondSession { SessionId = "of many" };
        await settable.UpsertManyAsync(new[] { many }.ToAsyncEnumerable(), cancellationToken: Token);
        Assert.Equal((Host.Clock.UnixSeconds, Host.Clock.UnixSeconds), (many.CreatedAt, many.UpdatedAt));

        var note = new NoteSession("n", "title", null) { Revision = 7 };
        NoteSession stored = await Host.Sessions<NoteSession>().UpsertAsync(note, Token);
        Assert.NotSame(note, stored);
        Assert.Equal((null, Host.Clock.UnixSeconds), (note.CreatedAt, stored.CreatedAt?.ToUnixTimeSeconds()));
    }

    [Fact]
    public async Task AnImportedRunThatWasNeverStoredHasTheTimeOfItsJsonOrElseItsSessions()
    {
        ISessionStore<AgentSessionV3> sessions = Host.Sessions<AgentSessionV3>();
        await sessions.ImportAsync(new()
        {
            SessionId = "s",
            CreatedAt = 5,
            Runs = { new JsonObject { ["run_id"] = "timed", ["created_at"] = 7 }, new JsonObject { ["run_id"] = "timeless" } },
        }, Token);

        Assert.Equal([("timed", 7L), ("timeless", 5)], await sessions.ReadRunsAsync<RunRow>("s", cancellationToken: Token).Select(run => (run.RunId, run.CreatedAt)).ToListAsync(Token));
    }

    private async Task AssertTimes<TSession>(Func<string, long?, TSession> create, Func<TSession, (long? CreatedAt, long? UpdatedAt)> times, bool canBeNull)
        where TSession : class, ISessionRecord<TSession>
    {
        ISessionStore<TSession> store = Host.Sessions<TSession>();
        long now = Host.Clock.UnixSeconds;
        (long?, long?) imported = canBeNull ? (null, null) : (now, now);

        Assert.Equal((now, now), times(await store.UpsertAsync(create("upserted", null), Token)));
        Assert.Equal((now, now), times(await store.InsertAsync(create("inserted", null), Token)));
        await store.UpsertManyAsync(new[] { create("of many", null) }.ToAsyncEnumerable(), cancellationToken: Token);
        await store.ImportAsync(create("imported", null), Token);
        Assert.Equal((5, now), times(await store.UpsertAsync(create("set", 5), Token)));
        await store.ImportAsync(create("imported as set", 5), Token);
        Host.Clock.UnixSeconds += 60;
        Assert.Equal((now, now + 60), times((await store.ReplaceAsync(create("upserted", null), Token))!));

        Assert.Equal((now, now + 60), await Read("upserted"));
        Assert.Equal((now, now), await Read("inserted"));
        Assert.Equal((now, now), await Read("of many"));
        Assert.Equal(imported, await Read("imported"));
        Assert.Equal((5, now), await Read("set"));
        Assert.Equal((5, 5), await Read("imported as set"));

        async Task<(long?, long?)> Read(string id) => times((await store.ReadAsync(id, cancellationToken: Token))!);
    }
}
