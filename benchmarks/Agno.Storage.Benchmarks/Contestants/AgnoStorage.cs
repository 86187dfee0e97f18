using Agno.Storage.Benchmarks.Workload;
using Agno.Storage.Json;
using Agno.Storage.Records;
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

    public AgnoStorage(string path)
    {
        _storage = SqliteStorage.Open(path, new() { Synchronous = SqliteSynchronous.Normal });
        _sessions = _storage.Sessions<BenchSession>();
        _lazy = _storage.Sessions<LazyBenchSession>();
        _path = path;
    }

    public Func<BenchRow, long>? Get(string operation) => operation switch
    {
        Operation.Read => row => _sessions.Read(row.Session.SessionId) is { } session ? session.CreatedAt!.Value : 0,
        Operation.ReadLazy => row => _lazy.Read(row.Session.SessionId) is { } session ? session.CreatedAt!.Value : 0,
        Operation.List => row => List(_sessions, row, static session => session.CreatedAt!.Value),
        Operation.ListLazy => row => List(_lazy, row, static session => session.CreatedAt!.Value),
        Operation.ListMeta => ListMeta,
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

    private static long List<TSession>(SqliteSessionStore<TSession> sessions, BenchRow row, Func<TSession, long> createdAt)
        where TSession : class, ISessionRecord<TSession>
    {
        long sum = 0;
        foreach (TSession session in sessions.List(new() { UserId = row.Session.UserId, Limit = 100 }))
            sum += createdAt(session);
        return sum;
    }

    private long ListMeta(BenchRow row)
    {
        if (_own is null)
        {
            // The same sessions in a table of our own making.
            _own = SqliteStorage.Open(_path + ".own", new() { Synchronous = SqliteSynchronous.Normal });
            _own.Sessions<BenchSession>().UpsertMany(_sessions.List());
        }
        return List(_own.Sessions<BenchHeader>(), row, static session => session.CreatedAt!.Value);
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
