using Agno.Storage.Benchmarks.Workload;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Benchmarks.Contestants;

/// <summary>Microsoft.Data.Sqlite as most code uses it: a command for each call on an open connection.</summary>
public sealed class MicrosoftDataNaive(string path) : IContestant
{
    private readonly SqliteConnection _connection = Database.Connect(path);

    public Func<BenchRow, long>? Get(string operation, Answer answer) => operation switch
    {
        Operation.Read => row => Query(Database.Read, "@sessionId", row.Session.SessionId, answer),
        Operation.List => row => Query(Database.List, "@userId", row.Session.UserId!, answer),
        Operation.Upsert => row => Upsert(_connection, row.Session),
        _ => null,
    };

    public void Dispose() => _connection.Dispose();

    private long Query(string sql, string parameter, string argument, Answer answer)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue(parameter, argument);
        using SqliteDataReader reader = command.ExecuteReader();
        long sum = 0;
        while (reader.Read())
            sum += answer.Of(MicrosoftDataPrepared.Session(reader));
        return sum;
    }

    internal static long Upsert(SqliteConnection connection, BenchSession session)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Database.Upsert;
        command.Parameters.AddWithValue("@sessionId", session.SessionId);
        command.Parameters.AddWithValue("@userId", (object?)session.UserId ?? DBNull.Value);
        command.Parameters.AddWithValue("@workflowId", (object?)session.WorkflowId ?? DBNull.Value);
        command.Parameters.AddWithValue("@createdAt", (object?)session.CreatedAt ?? DBNull.Value);
        command.Parameters.AddWithValue("@updatedAt", DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        command.Parameters.AddWithValue("@memory", (object?)MemoryText.Write(session.Memory) ?? DBNull.Value);
        return (long)command.ExecuteScalar()!;
    }
}
