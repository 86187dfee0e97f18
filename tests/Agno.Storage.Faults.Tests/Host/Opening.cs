using Agno.Storage.Sqlite;

namespace Agno.Storage.Faults.Host;

/// <summary>Opens each file that a line of the input names, together with other processes that were told the same, and writes one session.</summary>
internal static class Opening
{
    public static int Run()
    {
        Output.Write("ready");
        while (Console.In.ReadLine() is { } path)
        {
            using (var storage = SqliteStorage.Open(path, new() { BusyTimeout = TimeSpan.FromMinutes(1) }))
                storage.Sessions<TrialSession>().Upsert(TrialSession.Of($"{Environment.ProcessId}", 1));
            Output.Write("opened");
        }
        return 0;
    }
}
