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

    /// <summary>Every session: its id, and what writes its line.</summary>
    public abstract IAsyncEnumerable<(string Id, Action<ArrayBufferWriter<byte>> Write)> ListAsync(SqliteStorage storage, string table);

    /// <summary>Reads a line; gives what stores its session.</summary>
    /// <exception cref="TransferException">The line is no such session.</exception>
    public abstract Func<SqliteStorage, string, Task> Read(ReadOnlySpan<byte> line);
}

/// <inheritdoc />
internal sealed class SessionLines<TSession>(params string[] keys) : SessionLines
    where TSession : class, ISessionRecord<TSession>
{
    private readonly LineFormat<TSession> _format = new(keys);

    public override string? SessionType => TSession.Table.SessionType;

    public override async Task<bool> ExistsAsync(SqliteStorage storage, string table) => await storage.Sessions<TSession>(table).ExistsAsync();

    public override async Task CreateAsync(SqliteStorage storage, string table) => await storage.Sessions<TSession>(table).CreateAsync();

    public override IAsyncEnumerable<(string Id, Action<ArrayBufferWriter<byte>> Write)> ListAsync(SqliteStorage storage, string table) =>
        storage.Sessions<TSession>(table).ListAsync().Select(session => (TSession.GetSessionId(session), new Action<ArrayBufferWriter<byte>>(line => _format.Write(session, line))));

    public override Func<SqliteStorage, string, Task> Read(ReadOnlySpan<byte> line)
    {
        TSession session = _format.Read(line);
        return async (storage, table) => await storage.Sessions<TSession>(table).ImportAsync(session);
    }
}
