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
    private readonly SqliteCommand _listMeta;
    private readonly SqliteCommand _delete;

    public MicrosoftDataPrepared(string path)
    {
        _connection = Database.Connect(path);
        _read = Prepare(Database.Read, 1);
        _list = Prepare(Database.List, 1);
        _upsert = Prepare(Database.Upsert, 6);
        _listMeta = Prepare(Database.ListMeta, 1);
        _delete = Prepare(Database.Delete, 1);
    }

    public Func<BenchRow, long>? Get(string operation) => operation switch
    {
        Operation.Read => row => Query(_read, row.Session.SessionId, Session),
        Operation.ReadLazy => row => Query(_read, row.Session.SessionId, LazySession),
        Operation.List => row => Query(_list, row.Session.UserId!, Session),
        Operation.ListLazy => row => Query(_list, row.Session.UserId!, LazySession),
        Operation.ListMeta => row => Query(_listMeta, row.Session.UserId!, Header),
        Operation.Upsert => Upsert,
        Operation.UpsertMany => UpsertMany,
        Operation.Delete => Delete,
        _ => null,
    };

    public void Dispose()
    {
        _read.Dispose();
        _list.Dispose();
        _upsert.Dispose();
        _listMeta.Dispose();
        _delete.Dispose();
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

    // The memory stays the text it is.
    internal static BenchSession LazySession(SqliteDataReader reader)
    {
        BenchSession session = Header(reader);
        _ = reader.IsDBNull(5) ? null : reader.GetString(5);
        return session;
    }

    internal static BenchSession Header(SqliteDataReader reader) => new()
    {
        SessionId = reader.GetString(0),
        UserId = reader.IsDBNull(1) ? null : reader.GetString(1),
        WorkflowId = reader.IsDBNull(2) ? null : reader.GetString(2),
        CreatedAt = reader.IsDBNull(3) ? null : reader.GetInt64(3),
        UpdatedAt = reader.IsDBNull(4) ? null : reader.GetInt64(4),
    };

    private static long Query(SqliteCommand command, string argument, Func<SqliteDataReader, BenchSession> read)
    {
        command.Parameters[0].Value = argument;
        using SqliteDataReader reader = command.ExecuteReader();
        long sum = 0;
        while (reader.Read())
            sum += read(reader).CreatedAt!.Value;
        return sum;
    }

    private long UpsertMany(BenchRow row)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        _upsert.Transaction = transaction;
        long sum = 0;
        for (int i = 0; i < 1000; i++, row = row.Next)
            sum += Upsert(row);
        transaction.Commit();
        _upsert.Transaction = null;
        return sum;
    }

    private long Delete(BenchRow row)
    {
        _delete.Parameters[0].Value = row.Session.SessionId;
        return _delete.ExecuteNonQuery();
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
