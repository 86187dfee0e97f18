using Agno.Storage.Sqlite;

namespace Agno.Storage.Faults.Host;

/// <summary>One of several processes that append runs to one session, by several tasks each. Says what it was told (<c>appended RUN INDEX</c>). Any error ends it.</summary>
internal static class Appending
{
    public static async Task<int> RunAsync(string path, string process, int tasks, int runs)
    {
        await using var storage = SqliteStorage.Open(path, new() { BusyTimeout = TimeSpan.FromMinutes(1) });
        SqliteSessionStore<TrialTurns> store = storage.Sessions<TrialTurns>();
        Output.Write("ready");
        Console.In.ReadLine();
        await Task.WhenAll(Enumerable.Range(0, tasks).Select(task => Task.Run(async () =>
        {
            for (int i = 0; i < runs; i++)
            {
                string id = $"{process}-{task}-{i:000}";
                Output.Write($"appended {id} {await store.AppendRunAsync("turns", new TrialTurn(id, TrialText.Of(id, i)))}");
            }
        })));
        return 0;
    }
}
