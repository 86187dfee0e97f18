using Agno.Storage.Benchmarks.Workload;
using Agno.Storage.Json;
using Agno.Storage.Sqlite;

namespace Agno.Storage.Benchmarks.Contestants;

/// <summary>This library, through its public face.</summary>
public sealed class AgnoStorage : IContestant
{
    public const string ContestantName = "Agno.Storage";

    private readonly SqliteStorage _storage;
    private readonly SqliteSessionStore<BenchSession> _sessions;
    private readonly SqliteSessionStore<LazyBenchSession> _lazy;
    private readonly string _path;
    private readonly Utf8Buffer _buffer = new();
    private SqliteStorage? _own;
    private SqliteSessionStore<BenchHeader>? _headers;

    public AgnoStorage(string path)
    {
        _storage = SqliteStorage.Open(path, new() { Synchronous = SqliteSynchronous.Normal });
        _sessions = _storage.Sessions<BenchSession>();
        _lazy = _storage.Sessions<LazyBenchSession>();
        _path = path;
    }

    /// <summary>Creates the table as this library does where there is none.</summary>
    public static void CreateTable(string path)
    {
        using var storage = SqliteStorage.Open(path);
        storage.Sessions<BenchSession>().Create();
    }

    public Func<BenchRow, long>? Get(string operation, Answer answer) => operation switch
    {
        Operation.Read => row => answer.Of(_sessions.Read(row.Session.SessionId)!),
        Operation.ReadLazy => row => Of(answer, _lazy.Read(row.Session.SessionId)!),
        Operation.List => row => answer.SumOf(_sessions.List(Newest(row))),
        Operation.ListLazy => row => ListLazy(answer, row),
        Operation.ListMeta => row => ListMeta(answer, row),
        Operation.UpsertMany => UpsertMany,
        Operation.Delete => row => _sessions.Delete(row.Session.SessionId) ? 1 : 0,
        Operation.Upsert => row => _sessions.Upsert(row.Session).CreatedAt!.Value,
        Operation.JsonRead => ReadJson,
        Operation.JsonWrite => WriteJson,
        _ => null,
    };

    public void Dispose()
    {
        _storage.Dispose();
        _own?.Dispose();
    }

    private static SessionFilter Newest(BenchRow row) => new() { UserId = row.Session.UserId, Limit = 100 };

    private static long Of(Answer answer, LazyBenchSession session) =>
        answer(session.SessionId, session.UserId, session.WorkflowId, session.CreatedAt, session.UpdatedAt, session.Memory);

    private long ListLazy(Answer answer, BenchRow row)
    {
        long sum = 0;
        foreach (LazyBenchSession session in _lazy.List(Newest(row)))
            sum += Of(answer, session);
        return sum;
    }

    private long ListMeta(Answer answer, BenchRow row)
    {
        long sum = 0;
        foreach (BenchHeader session in (_headers ??= Copy().Sessions<BenchHeader>()).List(Newest(row)))
            sum += answer(session.SessionId, session.UserId, session.WorkflowId, session.CreatedAt, session.UpdatedAt, null);
        return sum;
    }

    // The same sessions in a table of our own making.
    private SqliteStorage Copy()
    {
        _own = SqliteStorage.Open(_path + ".own", new() { Synchronous = SqliteSynchronous.Normal });
        using SqliteStorageTransaction transaction = _own.Begin();
        foreach (BenchSession session in _sessions.List())
            transaction.Sessions<BenchSession>().Import(session);
        transaction.Commit();
        return _own;
    }

    private long UpsertMany(BenchRow row)
    {
        using SqliteStorageTransaction transaction = _storage.Begin();
        SqliteSessionStore<BenchSession> sessions = transaction.Sessions<BenchSession>();
        long sum = 0;
        for (int i = 0; i < 1000; i++, row = row.Next)
            sum += sessions.Upsert(row.Session).CreatedAt!.Value;
        transaction.Commit();
        return sum;
    }

    private static long ReadJson(BenchRow row)
    {
        var json = new JsonCursor(row.Memory);
        try
        {
            AgentMemory memory = BenchSession.MemoryCodec.Read(ref json)!;
            json.ReadEnd();
            return memory.Runs.Count;
        }
        finally
        {
            json.Dispose();
        }
    }

    private long WriteJson(BenchRow row)
    {
        _buffer.Clear();
        var json = new JsonEmitter(_buffer);
        BenchSession.MemoryCodec.Write(ref json, row.Session.Memory);
        json.Flush();
        return _buffer.Length;
    }
}
