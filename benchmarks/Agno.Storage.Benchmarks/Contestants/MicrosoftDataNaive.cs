using System.Text.Json;
using Agno.Storage.Benchmarks.Workload;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Benchmarks.Contestants;

/// <summary>Microsoft.Data.Sqlite as most code uses it: a command for each call on an open connection.</summary>
public sealed class MicrosoftDataNaive(string path) : IContestant
{
    private readonly SqliteConnection _connection = Database.Connect(path);

    public Func<BenchRow, long>? Get(string operation) => operation switch
    {
        Operation.Read => row => Query(Database.Read, row.Session.SessionId),
        Operation.List => row => Query(Database.List, row.Session.UserId!),
        Operation.Upsert => Upsert,
        _ => null,
    };

    public void Dispose() => _connection.Dispose();

    private long Query(string sql, string argument)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("?1", argument);
        using SqliteDataReader reader = command.ExecuteReader();
        long sum = 0;
        while (reader.Read())
            sum += MicrosoftDataPrepared.Session(reader).CreatedAt!.Value;
        return sum;
    }

    private long Upsert(BenchRow row)
    {
        BenchSession session = row.Session;
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = Database.Upsert;
        command.Parameters.AddWithValue("?1", session.SessionId);
        command.Parameters.AddWithValue("?2", (object?)session.UserId ?? DBNull.Value);
        command.Parameters.AddWithValue("?3", (object?)session.WorkflowId ?? DBNull.Value);
        command.Parameters.AddWithValue("?4", (object?)session.CreatedAt ?? DBNull.Value);
        command.Parameters.AddWithValue("?5", DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        command.Parameters.AddWithValue("?6", session.Memory is { } memory ? JsonSerializer.Serialize(memory, BenchJsonContext.Default.AgentMemory) : DBNull.Value);
        return (long)command.ExecuteScalar()!;
    }
}
