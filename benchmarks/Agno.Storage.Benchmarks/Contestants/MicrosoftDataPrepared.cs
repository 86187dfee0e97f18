using System.Text.Json;
using Agno.Storage.Benchmarks.Workload;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Benchmarks.Contestants;

/// <summary>Hand-written Microsoft.Data.Sqlite at its best: commands prepared once, parameters reused, a System.Text.Json source-generated context.</summary>
public sealed class MicrosoftDataPrepared : IContestant
{
    public const string ContestantName = "MDS-prepared";

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _read;
    private readonly SqliteCommand _list;
    private readonly SqliteCommand _upsert;

    public MicrosoftDataPrepared(string path)
    {
        _connection = Database.Connect(path);
        _read = Prepare(Database.Read, 1);
        _list = Prepare(Database.List, 1);
        _upsert = Prepare(Database.Upsert, 6);
    }

    public Func<BenchRow, long>? Get(string operation) => operation switch
    {
        Operation.Read => Read,
        Operation.List => List,
        Operation.Upsert => Upsert,
        _ => null,
    };

    public void Dispose()
    {
        _read.Dispose();
        _list.Dispose();
        _upsert.Dispose();
        _connection.Dispose();
    }

    internal static BenchSession Session(SqliteDataReader reader) => new()
    {
        SessionId = reader.GetString(0),
        UserId = reader.IsDBNull(1) ? null : reader.GetString(1),
        WorkflowId = reader.IsDBNull(2) ? null : reader.GetString(2),
        CreatedAt = reader.IsDBNull(3) ? null : reader.GetInt64(3),
        UpdatedAt = reader.IsDBNull(4) ? null : reader.GetInt64(4),
        Memory = reader.IsDBNull(5) ? null : JsonSerializer.Deserialize(reader.GetString(5), BenchJsonContext.Default.AgentMemory),
    };

    private long Read(BenchRow row)
    {
        _read.Parameters[0].Value = row.Session.SessionId;
        using SqliteDataReader reader = _read.ExecuteReader();
        return reader.Read() ? Session(reader).CreatedAt!.Value : 0;
    }

    private long List(BenchRow row)
    {
        _list.Parameters[0].Value = row.Session.UserId;
        using SqliteDataReader reader = _list.ExecuteReader();
        long sum = 0;
        while (reader.Read())
            sum += Session(reader).CreatedAt!.Value;
        return sum;
    }

    private long Upsert(BenchRow row)
    {
        BenchSession session = row.Session;
        SqliteParameterCollection parameters = _upsert.Parameters;
        parameters[0].Value = session.SessionId;
        parameters[1].Value = (object?)session.UserId ?? DBNull.Value;
        parameters[2].Value = (object?)session.WorkflowId ?? DBNull.Value;
        parameters[3].Value = (object?)session.CreatedAt ?? DBNull.Value;
        parameters[4].Value = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        parameters[5].Value = session.Memory is { } memory ? JsonSerializer.Serialize(memory, BenchJsonContext.Default.AgentMemory) : DBNull.Value;
        return (long)_upsert.ExecuteScalar()!;
    }

    private SqliteCommand Prepare(string sql, int parameters)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 1; i <= parameters; i++)
            command.Parameters.Add(new SqliteParameter($"?{i}", DBNull.Value));
        command.Prepare();
        return command;
    }
}
