using Agno.Storage.Benchmarks.Workload;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Benchmarks.Contestants;

/// <summary>Dapper with its build-time code: the calls below are intercepted, their commands cached. Its code for parameters knows no type handlers, so memories pass as text.</summary>
[DapperAot, CacheCommand, StrictTypes]
public sealed class DapperAotContestant(string path) : IContestant
{
    private readonly SqliteConnection _connection = Database.Connect(path);

    public Func<BenchRow, long>? Get(string operation, Answer answer) => operation switch
    {
        Operation.Read => row => Typed(answer, _connection.QueryFirst<TextSession>(Database.Read, new { sessionId = row.Session.SessionId })),
        Operation.ReadLazy => row => answer.Of(_connection.QueryFirst<TextSession>(Database.Read, new { sessionId = row.Session.SessionId })),
        Operation.List => row => List(answer, row),
        Operation.ListLazy => row => answer.SumOf(_connection.Query<TextSession>(Database.List, new { userId = row.Session.UserId }, buffered: false)),
        Operation.ListMeta => row => answer.SumOf(_connection.Query<TextSession>(Database.ListMeta, new { userId = row.Session.UserId }, buffered: false)),
        Operation.Upsert => row => Upsert(row, null),
        Operation.UpsertMany => UpsertMany,
        Operation.Delete => row => _connection.Execute(Database.Delete, new { sessionId = row.Session.SessionId }),
        _ => null,
    };

    public void Dispose() => _connection.Dispose();

    private long List(Answer answer, BenchRow row)
    {
        long sum = 0;
        foreach (TextSession session in _connection.Query<TextSession>(Database.List, new { userId = row.Session.UserId }, buffered: false))
            sum += Typed(answer, session);
        return sum;
    }

    private static long Typed(Answer answer, TextSession session) =>
        answer(session.SessionId, session.UserId, session.WorkflowId, session.CreatedAt, session.UpdatedAt, MemoryText.Read(session.Memory));

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
        var parameters = new UpsertParameters
        {
            SessionId = session.SessionId,
            UserId = session.UserId,
            WorkflowId = session.WorkflowId,
            CreatedAt = session.CreatedAt,
            UpdatedAt = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            Memory = MemoryText.Write(session.Memory),
        };
        return _connection.ExecuteScalar<long>(Database.Upsert, parameters, transaction);
    }

    internal sealed class UpsertParameters
    {
        [DbValue(Name = "sessionId")]
        public required string SessionId { get; init; }

        [DbValue(Name = "userId")]
        public string? UserId { get; init; }

        [DbValue(Name = "workflowId")]
        public string? WorkflowId { get; init; }

        [DbValue(Name = "createdAt")]
        public long? CreatedAt { get; init; }

        [DbValue(Name = "updatedAt")]
        public long UpdatedAt { get; init; }

        // Without a size, a cached command keeps the one that its first text was given, and cuts longer ones off at 4,000 characters.
        [DbValue(Name = "memory", Size = -1)]
        public string? Memory { get; init; }
    }
}
