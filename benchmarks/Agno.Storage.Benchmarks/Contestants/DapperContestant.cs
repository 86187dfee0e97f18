using System.Data;
using Agno.Storage.Benchmarks.Workload;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Benchmarks.Contestants;

/// <summary>Dapper on an open connection: rows mapped to the session itself, a type handler for its memory, lists unbuffered.</summary>
[DapperAot(false)]
public sealed class DapperContestant : IContestant
{
    private readonly SqliteConnection _connection;

    public DapperContestant(string path)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new MemoryHandler());
        _connection = Database.Connect(path);
    }

    public Func<BenchRow, long>? Get(string operation, Answer answer) => operation switch
    {
        Operation.Read => row => answer.Of(_connection.QueryFirstOrDefault<BenchSession>(Database.Read, new { sessionId = row.Session.SessionId })!),
        Operation.ReadLazy => row => answer.Of(_connection.QueryFirstOrDefault<TextSession>(Database.Read, new { sessionId = row.Session.SessionId })!),
        Operation.List => row => answer.SumOf(_connection.Query<BenchSession>(Database.List, new { userId = row.Session.UserId }, buffered: false)),
        Operation.ListLazy => row => answer.SumOf(_connection.Query<TextSession>(Database.List, new { userId = row.Session.UserId }, buffered: false)),
        Operation.ListMeta => row => answer.SumOf(_connection.Query<TextSession>(Database.ListMeta, new { userId = row.Session.UserId }, buffered: false)),
        Operation.Upsert => row => Upsert(row, null),
        Operation.UpsertMany => UpsertMany,
        Operation.Delete => row => _connection.Execute(Database.Delete, new { sessionId = row.Session.SessionId }),
        _ => null,
    };

    public void Dispose() => _connection.Dispose();

    private long UpsertMany(BenchRow row)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        long sum = 0;
        for (int i = 0; i < 1000; i++, row = row.Next)
            sum += Upsert(row, transaction);
        transaction.Commit();
        return sum;
    }

    private long Upsert(BenchRow row, SqliteTransaction? transaction)
    {
        BenchSession session = row.Session;
        var parameters = new
        {
            sessionId = session.SessionId,
            userId = session.UserId,
            workflowId = session.WorkflowId,
            createdAt = session.CreatedAt,
            updatedAt = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            memory = session.Memory,
        };
        return _connection.ExecuteScalar<long>(Database.Upsert, parameters, transaction);
    }

    private sealed class MemoryHandler : SqlMapper.TypeHandler<AgentMemory>
    {
        public override void SetValue(IDbDataParameter parameter, AgentMemory? value) => parameter.Value = (object?)MemoryText.Write(value) ?? DBNull.Value;

        public override AgentMemory? Parse(object value) => MemoryText.Read((string)value);
    }
}
