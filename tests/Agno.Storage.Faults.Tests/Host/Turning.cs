using Agno.Storage.Sqlite;
using Microsoft.Data.Sqlite;

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

        StatementKill kill = StatementKill.Before(connection, killBefore);
        await ChangeAsync(store, change);
        kill.End();
        Output.Write($"done {kill.Statements}");
        return 0;
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
