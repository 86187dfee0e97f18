using System.Diagnostics;
using Agno.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Agno.Storage.Faults.Host;

/// <summary>
/// Changes a session of one turn, and is killed right before one of the statements that this takes. Says how many they are (<c>done COUNT</c>) where there are not so many.
/// </summary>
internal static class Turning
{
    private const string Id = "turns";

    public static async Task<int> RunAsync(string path, string change, int killBefore)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        await using var storage = SqliteStorage.OpenConnection(connection);
        SqliteSessionStore<TrialTurns> store = storage.Sessions<TrialTurns>();
        var session = new TrialTurns { SessionId = Id };
        session.Add(1);
        await store.UpsertAsync(session);

        int statements = 0;
        strdelegate_trace trace = (_, _) => Count();
        raw.sqlite3_trace(connection.Handle, trace, null);
        await ChangeAsync(store, change);
        raw.sqlite3_trace(connection.Handle, (strdelegate_trace?)null, null);
        Output.Write($"done {statements}");
        return 0;

        void Count()
        {
            if (statements++ != killBefore)
                return;
            using Process self = Process.GetCurrentProcess();
            self.Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    }

    private static async Task ChangeAsync(SqliteSessionStore<TrialTurns> store, string change)
    {
        switch (change)
        {
            case "turn":
                TrialTurns session = (await store.ReadAsync(Id, RunWindow.Last(1)))!;
                session.Add(2);
                await store.UpsertAsync(session);
                break;
            case "append":
                await store.AppendRunAsync(Id, new TrialTurn("2", "appended"));
                break;
            case "update":
                await store.UpdateRunAsync(Id, new TrialTurn("1", "updated"));
                break;
            case "delete":
                await store.DeleteAsync(Id);
                break;
            case "fork":
                await store.ForkAsync(Id);
                break;
            default:
                throw new ArgumentException($"There is no change '{change}'.", nameof(change));
        }
    }
}
