using Agno.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Faults.Host;

/// <summary>
/// Converts a database, and is killed right before one of the statements that this takes. Says what became of each session (<c>ID OUTCOME</c>) and, where there are not so many statements, how many they
/// are (<c>done COUNT</c>).
/// </summary>
internal static class Converting
{
    public static async Task<int> RunAsync(string source, SessionLayout from, string target, SessionLayout to, int killBefore)
    {
        using var connection = new SqliteConnection($"Data Source={target};Pooling=False");
        connection.Open();
        await using var written = SqliteStorage.OpenConnection(connection);
        await using SqliteStorage? read = source == target ? null : SqliteStorage.Open(source);
        StatementKill kill = StatementKill.Before(connection, killBefore);
        await foreach (ConvertedSession step in written.ConvertAsync(new ConversionTables(from) { Storage = read }, to))
            Output.Write($"{step.SessionId} {step.Outcome}");
        kill.End();
        Output.Write($"done {kill.Statements}");
        return 0;
    }
}
