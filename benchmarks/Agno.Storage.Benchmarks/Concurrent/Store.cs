using Agno.Storage.Benchmarks.Contestants;
using Agno.Storage.Benchmarks.Workload;
using Agno.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Benchmarks.Concurrent;

/// <summary>A way to share one database between many tasks; each write is on the disk when it returns.</summary>
internal abstract class Store : IDisposable
{
    public abstract string Name { get; }

    /// <summary>Whether a call keeps its thread until it is done, so that each worker needs one of its own.</summary>
    public virtual bool IsBlocking => true;

    public abstract ValueTask UpsertAsync(BenchSession session);

    public abstract BenchSession? Read(string sessionId);

    public virtual void Dispose()
    {
    }
}

/// <summary>This library as it is used: writes that wait share a commit.</summary>
internal sealed class LaneStore(string path) : Store
{
    private readonly SqliteStorage _storage = SqliteStorage.Open(path);

    public override string Name => AgnoStorage.ContestantName;

    public override bool IsBlocking => false;

    public override async ValueTask UpsertAsync(BenchSession session) => await Sessions.UpsertAsync(session).ConfigureAwait(false);

    public override BenchSession? Read(string sessionId) => Sessions.Read(sessionId);

    public override void Dispose() => _storage.Dispose();

    private SqliteSessionStore<BenchSession> Sessions => field ??= _storage.Sessions<BenchSession>();
}

/// <summary>This library with one write at a time, and so a commit for each.</summary>
internal sealed class SerialStore(string path) : Store
{
    public const string StoreName = "commit per upsert";

    private readonly SqliteStorage _storage = SqliteStorage.Open(path);
    private readonly Lock _writing = new();

    public override string Name => StoreName;

    public override ValueTask UpsertAsync(BenchSession session)
    {
        lock (_writing)
            Sessions.Upsert(session);
        return default;
    }

    public override BenchSession? Read(string sessionId) => Sessions.Read(sessionId);

    public override void Dispose() => _storage.Dispose();

    private SqliteSessionStore<BenchSession> Sessions => field ??= _storage.Sessions<BenchSession>();
}

/// <summary>What most programs do: a connection from Microsoft.Data.Sqlite's pool for each call. Its asynchronous methods are synchronous.</summary>
internal sealed class PooledStore : Store
{
    public const string StoreName = "MDS-pooled";

    private readonly string _connectionString;

    // A new connection's synchronous is FULL; the write-ahead log is the file's.
    public PooledStore(string path)
    {
        _connectionString = $"Data Source={path};Pooling=True";
        using SqliteConnection connection = Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL";
        command.ExecuteNonQuery();
    }

    public override string Name => StoreName;

    public override ValueTask UpsertAsync(BenchSession session)
    {
        using SqliteConnection connection = Open();
        MicrosoftDataNaive.Upsert(connection, session);
        return default;
    }

    public override BenchSession? Read(string sessionId)
    {
        using SqliteConnection connection = Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Database.Read;
        command.Parameters.AddWithValue("@sessionId", sessionId);
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() ? MicrosoftDataPrepared.Session(reader) : null;
    }

    public override void Dispose()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }
}
