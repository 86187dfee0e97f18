using Agno.Storage.Sqlite;
using Agno.Storage.Tests;

namespace Agno.Storage.Faults.Tests;

/// <summary>The write-ahead log beside the database.</summary>
public sealed class LogTests
{
    private const int Written = 400 << 20;
    private const long Bound = 200 << 20;

    [Fact]
    public async Task TheLogStaysBoundedUnderConstantReaders()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.PathOf("log.db");
        using var storage = SqliteStorage.Open(path, new() { Synchronous = SqliteSynchronous.Normal });
        SqliteSessionStore<TrialSession> store = storage.Sessions<TrialSession>();
        // Two texts in turn: SQLite does not write a page that stays as it is.
        string[] texts = [new('x', 100_000), new('y', 100_000)];
        for (int i = 0; i < 50; i++)
            store.Upsert(new() { SessionId = $"{i}", Text = texts[0] });

        using var end = new CancellationTokenSource();
        Task[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => ReadWithoutPause(store, end.Token)))];
        long longest = 0;
        for (long written = 0, i = 0; written < Written; written += texts[0].Length, i++)
        {
            store.Upsert(new() { SessionId = $"{i % 50}", Sequence = i, Text = texts[i / 50 % 2] });
            if (i % 20 == 0)
                longest = Math.Max(longest, new FileInfo(path + "-wal").Length);
        }
        await end.CancelAsync();
        await Task.WhenAll(readers);

        Assert.InRange(longest, 1, Bound);
        TestContext.Current.SendDiagnosticMessage($"longest log {longest >> 20} MB of {Written >> 20} MB written");
    }

    // The next list begins before the last ends: at no time does nobody read, and a checkpoint that only takes its chance never gets to the end.
    private static void ReadWithoutPause(SqliteSessionStore<TrialSession> store, CancellationToken end)
    {
        IEnumerator<TrialSession>? list = null;
        while (!end.IsCancellationRequested)
        {
            IEnumerator<TrialSession> next = store.List().GetEnumerator();
            next.MoveNext();
            list?.Dispose();
            list = next;
        }
        list?.Dispose();
    }
}
