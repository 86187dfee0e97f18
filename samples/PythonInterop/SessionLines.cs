using System.Buffers;
using Agno.Storage;
using Agno.Storage.Records;
using Agno.Storage.Sqlite;

namespace PythonInterop;

/// <summary>Sessions of one type of record as lines.</summary>
internal abstract class SessionLines
{
    /// <summary>What a line's <c>session_type</c> says; null where lines have none.</summary>
    public abstract string? SessionType { get; }

    /// <summary>Whether the table exists.</summary>
    public abstract Task<bool> ExistsAsync(SqliteStorage storage, string table);

    /// <summary>Creates the table where it is missing.</summary>
    public abstract Task CreateAsync(SqliteStorage storage, string table);

    /// <summary>The ids of the sessions.</summary>
    public abstract IAsyncEnumerable<string> ListIdsAsync(SqliteStorage storage, string table);

    /// <summary>Writes a session's line; nothing where there is no such session any more.</summary>
    /// <exception cref="TransferException">A column's text is not valid JSON.</exception>
    public abstract Task WriteAsync(SqliteStorage storage, string table, string id, ArrayBufferWriter<byte> line);

    /// <summary>Reads a line; gives what stores its session.</summary>
    /// <exception cref="TransferException">The line is no such session.</exception>
    public abstract Func<SqliteStorage, string, Task> Read(ReadOnlySpan<byte> line);
}

/// <inheritdoc />
internal sealed class SessionLines<TSession>(params string[] keys) : SessionLines
    where TSession : class, ISessionRecord<TSession>
{
    private readonly LineFormat<TSession> _format = new(keys);

    // Whether runs are rows of their own.
    private static bool HasRuns => TSession.Runs is not null;

    public override string? SessionType => TSession.Table.SessionType;

    public override async Task<bool> ExistsAsync(SqliteStorage storage, string table) => await storage.Sessions<TSession>(table).ExistsAsync();

    public override async Task CreateAsync(SqliteStorage storage, string table) => await storage.Sessions<TSession>(table).CreateAsync();

    public override IAsyncEnumerable<string> ListIdsAsync(SqliteStorage storage, string table) => storage.Sessions<TSession>(table).ListIdsAsync();

    public override async Task WriteAsync(SqliteStorage storage, string table, string id, ArrayBufferWriter<byte> line)
    {
        SqliteSessionStore<TSession> store = storage.Sessions<TSession>(table);
        TSession? session = HasRuns ? await store.ReadAsync(id, RunWindow.None) : await store.ReadAsync(id);
        if (session is null)
            return;
        var runs = new List<RunRow>();
        if (HasRuns)
            runs = await store.ReadRunsAsync<RunRow>(id).ToListAsync();
        _format.Write(session, runs, line);
    }

    public override Func<SqliteStorage, string, Task> Read(ReadOnlySpan<byte> line)
    {
        (TSession session, List<RunRow> runs) = _format.Read(line);
        return async (storage, table) =>
        {
            SqliteSessionStore<TSession> store = storage.Sessions<TSession>(table);
            await store.ImportAsync(session);
            if (HasRuns)
                await StoreRunsAsync(store, TSession.GetSessionId(session), runs);
        };
    }

    // The line says all of a session's runs.
    private static async Task StoreRunsAsync(SqliteSessionStore<TSession> store, string id, List<RunRow> runs)
    {
        HashSet<string> given = [.. runs.Select(run => run.RunId)];
        foreach (RunRow stored in await store.ReadRunsAsync<RunRow>(id).ToListAsync())
            if (!given.Contains(stored.RunId))
                await store.DeleteRunAsync(id, stored.RunId);
        foreach (RunRow run in runs)
            await store.ImportRunAsync(id, run);
    }
}
