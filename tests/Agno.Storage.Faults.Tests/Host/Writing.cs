using System.Text;
using Agno.Storage.Sqlite;

namespace Agno.Storage.Faults.Host;

/// <summary>
/// Writers that write until the process is killed, and log what was acknowledged: <c>ID SEQUENCE stored</c> or <c>deleted</c>. A quarter of them write pairs in transactions,
/// a quarter write many at once.
/// </summary>
internal static class Writing
{
    public static async Task<int> RunAsync(string path, SqliteSynchronous synchronous, int writers, long first)
    {
        await using var storage = SqliteStorage.Open(path, new() { Synchronous = synchronous });
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() => (writer % 4) switch
        {
            2 => WritePairsAsync(storage, writer, first),
            3 => WriteManyAsync(storage, writer, first),
            _ => WriteSinglesAsync(storage, writer, first),
        })));
        return 0;
    }

    private static async Task WriteSinglesAsync(SqliteStorage storage, int writer, long first)
    {
        SqliteSessionStore<TrialSession> store = storage.Sessions<TrialSession>();
        for (long sequence = first; ; sequence++)
        {
            string id = $"single-{writer}-{sequence % 5}";
            await store.UpsertAsync(TrialSession.Of(id, sequence));
            Output.Write($"{id} {sequence} stored");
            if (sequence % 7 != 0)
                continue;
            await store.DeleteAsync(id);
            Output.Write($"{id} {sequence} deleted");
        }
    }

    private static async Task WritePairsAsync(SqliteStorage storage, int writer, long first)
    {
        for (long sequence = first; ; sequence++)
        {
            await using SqliteStorageTransaction transaction = await storage.BeginAsync();
            SqliteSessionStore<TrialSession> store = transaction.Sessions<TrialSession>();
            await store.UpsertAsync(TrialSession.Of($"pair-{writer}-a", sequence));
            await store.UpsertAsync(TrialSession.Of($"pair-{writer}-b", sequence));
            await transaction.CommitAsync();
            Output.Write($"pair-{writer}-a {sequence} stored\npair-{writer}-b {sequence} stored");
        }
    }

    private static async Task WriteManyAsync(SqliteStorage storage, int writer, long first)
    {
        SqliteSessionStore<TrialSession> store = storage.Sessions<TrialSession>();
        for (long sequence = first; ; sequence++)
        {
            TrialSession[] sessions = [.. Enumerable.Range(0, 10).Select(i => TrialSession.Of($"many-{writer}-{i}", sequence))];
            await store.UpsertManyAsync(sessions.ToAsyncEnumerable());
            var lines = new StringBuilder();
            foreach (TrialSession session in sessions)
                lines.Append(session.SessionId).Append(' ').Append(sequence).Append(" stored\n");
            Output.Write(lines.ToString());
        }
    }
}
