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
        _read = Prepare(Database.Read, "@sessionId");
        _list = Prepare(Database.List, "@userId");
        _upsert = Prepare(Database.Upsert, "@sessionId", "@userId", "@workflowId", "@createdAt", "@updatedAt", "@memory");
        _listMeta = Prepare(Database.ListMeta, "@userId");
        _delete = Prepare(Database.Delete, "@sessionId");
    }

    public Func<BenchRow, long>? Get(string operation, Answer answer) => operation switch
    {
        Operation.Read => row => Query(_read, row.Session.SessionId, reader => answer.Of(Session(reader))),
        Operation.ReadLazy => row => Query(_read, row.Session.SessionId, reader => answer.Of(Text(reader, memory: 5))),
        Operation.List => row => Query(_list, row.Session.UserId!, reader => answer.Of(Session(reader))),
        Operation.ListLazy => row => Query(_list, row.Session.UserId!, reader => answer.Of(Text(reader, memory: 5))),
        Operation.ListMeta => row => Query(_listMeta, row.Session.UserId!, reader => answer.Of(Text(reader, memory: null))),
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
        Memory = reader.IsDBNull(5) ? null : MemoryText.Read(reader.GetString(5)),
    };

    private static TextSession Text(SqliteDataReader reader, int? memory) => new()
    {
        SessionId = reader.GetString(0),
        UserId = reader.IsDBNull(1) ? null : reader.GetString(1),
        WorkflowId = reader.IsDBNull(2) ? null : reader.GetString(2),
        CreatedAt = reader.IsDBNull(3) ? null : reader.GetInt64(3),
        UpdatedAt = reader.IsDBNull(4) ? null : reader.GetInt64(4),
        Memory = memory is not { } column || reader.IsDBNull(column) ? null : reader.GetString(column),
    };

    private static long Query(SqliteCommand command, string argument, Func<SqliteDataReader, long> read)
    {
        command.Parameters[0].Value = argument;
        using SqliteDataReader reader = command.ExecuteReader();
        long sum = 0;
        while (reader.Read())
            sum += read(reader);
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
        parameters[5].Value = (object?)MemoryText.Write(session.Memory) ?? DBNull.Value;
        return (long)_upsert.ExecuteScalar()!;
    }

    private SqliteCommand Prepare(string sql, params string[] parameters)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (string parameter in parameters)
            command.Parameters.Add(new SqliteParameter(parameter, DBNull.Value));
        command.Prepare();
        return command;
    }
}
