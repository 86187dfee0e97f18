using System.Diagnostics;
using Agno.Storage.Sqlite;

namespace Agno.Storage.Faults.Host;

/// <summary>
/// One of several processes that work on one file: each task counts, reads, writes and deletes. At the end it says how often it counted what
/// (<c>counted ID TIMES</c>) and what became of its own sessions (<c>own ID SEQUENCE</c>, or <c>own ID deleted</c>). Any error ends it.
/// </summary>
internal static class Counting
{
    private const int Counters = 8;

    // A busy machine may stop a process that holds the lock for long.
    private static readonly SqliteStorageOptions Options = new() { BusyTimeout = TimeSpan.FromMinutes(1) };

    public static async Task<int> RunAsync(string path, string process, int tasks, TimeSpan duration)
    {
        await using var storage = SqliteStorage.Open(path, Options);
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, tasks).Select(task => Task.Run(() => WorkAsync(storage.Sessions<TrialSession>(), $"{process}-{task}", () => Stopwatch.GetElapsedTime(start) < duration))));
        return 0;
    }

    private static async Task WorkAsync(SqliteSessionStore<TrialSession> store, string name, Func<bool> goesOn)
    {
        var random = new Random(name.GetHashCode(StringComparison.Ordinal));
        var counted = new int[Counters];
        var seen = new long[Counters];
        var own = new Dictionary<string, long?>();
        for (long sequence = 1; goesOn(); sequence++)
        {
            int counter = random.Next(Counters);
            string ownId = $"own-{name}-{random.Next(6)}";
            switch (random.Next(8))
            {
                case 0 or 1:
                    await CountAsync(store, $"counter-{counter}");
                    counted[counter]++;
                    break;
                case 2 or 3:
                    long now = (await store.ReadAsync($"counter-{counter}"))?.Sequence ?? 0;
                    Require(now >= seen[counter], $"counter-{counter} went back from {seen[counter]} to {now}");
                    seen[counter] = now;
                    break;
                case 4:
                    await store.UpsertAsync(TrialSession.Of(ownId, sequence));
                    own[ownId] = sequence;
                    break;
                case 5:
                    bool existed = own.GetValueOrDefault(ownId) is not null;
                    Require(await store.DeleteAsync(ownId) == existed, $"{ownId} was {(existed ? "lost" : "there")} when it was deleted");
                    own[ownId] = null;
                    break;
                case 6:
                    await foreach (TrialSession session in store.ListAsync(new() { Limit = 10 }))
                        RequireWhole(session);
                    break;
                default:
                    TrialSession? stored = await store.ReadAsync(ownId);
                    Require(stored?.Sequence == own.GetValueOrDefault(ownId), $"{ownId} is {stored?.Sequence}, not {own.GetValueOrDefault(ownId)}");
                    if (stored is not null)
                        RequireWhole(stored);
                    break;
            }
        }
        for (int i = 0; i < Counters; i++)
            Output.Write($"counted counter-{i} {counted[i]}");
        foreach ((string id, long? sequence) in own)
            Output.Write($"own {id} {sequence?.ToString() ?? "deleted"}");
    }

    private static async Task CountAsync(SqliteSessionStore<TrialSession> store, string id)
    {
        while (await store.UpdateAsync(id, Next) is null)
        {
            try
            {
                await store.InsertAsync(TrialSession.Of(id, 1));
                return;
            }
            catch (SessionConflictException)
            {
                // Another was first.
            }
        }

        TrialSession Next(TrialSession session) => TrialSession.Of(id, session.Sequence + 1);
    }

    private static void RequireWhole(TrialSession session) =>
        Require(session.Text == TrialText.Of(session.SessionId, session.Sequence), $"{session.SessionId} does not hold the text of {session.Sequence}");

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
            throw new InvalidOperationException(otherwise);
    }
}
