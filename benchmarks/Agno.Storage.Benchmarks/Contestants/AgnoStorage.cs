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
    private readonly Utf8Buffer _buffer = new();

    public AgnoStorage(string path)
    {
        _storage = SqliteStorage.Open(path, new() { Synchronous = SqliteSynchronous.Normal });
        _sessions = _storage.Sessions<BenchSession>();
    }

    public Func<BenchRow, long>? Get(string operation) => operation switch
    {
        Operation.Read => row => _sessions.Read(row.Session.SessionId) is { } session ? session.CreatedAt!.Value : 0,
        Operation.List => List,
        Operation.Upsert => row => _sessions.Upsert(row.Session).CreatedAt!.Value,
        Operation.JsonRead => ReadJson,
        Operation.JsonWrite => WriteJson,
        _ => null,
    };

    public void Dispose() => _storage.Dispose();

    private long List(BenchRow row)
    {
        long sum = 0;
        foreach (BenchSession session in _sessions.List(new() { UserId = row.Session.UserId, Limit = 100 }))
            sum += session.CreatedAt!.Value;
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
