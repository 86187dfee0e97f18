using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;
using Agno.Storage.Sqlite.Writes;

namespace Agno.Storage.Sqlite;

// Read, change, write, as if nobody else wrote meanwhile.
public sealed partial class SqliteSessionStore<TSession>
{
    // So often others are let write while the function runs; then it runs while nobody else can write.
    private const int MaxTries = 16;

#pragma warning disable RS0026 // Whether the session is touched, which has no default, tells the two apart.
    /// <inheritdoc cref="ISessionStore{TSession}.UpdateAsync(string, Func{TSession, TSession}, string?, CancellationToken)"/>
    public TSession? Update(string sessionId, Func<TSession, TSession> change, string? userId = null) => Update(sessionId, change, touch: true, userId);

    /// <inheritdoc/>
    public ValueTask<TSession?> UpdateAsync(string sessionId, Func<TSession, TSession> change, string? userId = null, CancellationToken cancellationToken = default) =>
        UpdateAsync(sessionId, change, touch: true, userId, cancellationToken);

    /// <inheritdoc cref="ISessionStore{TSession}.UpdateAsync(string, Func{TSession, TSession}, bool, string?, CancellationToken)"/>
    public TSession? Update(string sessionId, Func<TSession, TSession> change, bool touch, string? userId = null)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        ArgumentNullException.ThrowIfNull(change);
        if (!TryNarrow(ref userId) || Look() is null)
            return null;
        // The table is made fit for writing first, so that the row is read in the shape it will be compared in.
        Prepare();
        for (int tries = 0; tries < MaxTries; tries++)
        {
            var runs = new List<CountedRun>();
            using RowBuffer before = RowBuffer.Rent(TSession.Table.RowLength);
            if (ReadTable(new ReadArguments(sessionId, userId, before, runs), ReadForUpdate) is not { } session)
                return null;
            session = Change(session, change);
            using WriteCall call = Open(sessionId, Itself);
            using EncodedSession encoded = Encode(session, before, touch, call);
            (bool isSwapped, StoredRow stored) = Run<SwapWrite, (bool, StoredRow)>(Swap(sessionId, userId, before, runs, encoded), sessionId, call.Deadline);
            if (isSwapped)
                return Accept(session, encoded, stored);
        }
        var last = new LastTry(this, sessionId, userId, change, touch);
        try
        {
            Exclusively(last.Run);
        }
        catch (StorageException exception) when (exception.SessionId is null)
        {
            throw InContext(exception, sessionId);
        }
        return last.Stored;
    }

    /// <inheritdoc/>
    public ValueTask<TSession?> UpdateAsync(string sessionId, Func<TSession, TSession> change, bool touch, string? userId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        ArgumentNullException.ThrowIfNull(change);
        return UpdateOneAsync(sessionId, change, touch, userId, cancellationToken);
    }
#pragma warning restore RS0026

    private async ValueTask<TSession?> UpdateOneAsync(string sessionId, Func<TSession, TSession> change, bool touch, string? userId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!TryNarrow(ref userId) || Look() is null)
            return null;
        await PrepareAsync(deadline: null, cancellationToken).ConfigureAwait(false);
        for (int tries = 0; tries < MaxTries; tries++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var runs = new List<CountedRun>();
            using RowBuffer before = RowBuffer.Rent(TSession.Table.RowLength);
            if (await ReadTableAsync(new ReadArguments(sessionId, userId, before, runs), ReadForUpdate, cancellationToken).ConfigureAwait(false) is not { } session)
                return null;
            session = Change(session, change);
            using WriteCall call = await OpenAsync(sessionId, Itself, cancellationToken).ConfigureAwait(false);
            using EncodedSession encoded = Encode(session, before, touch, call);
            (bool isSwapped, StoredRow stored) = await RunAsync<SwapWrite, (bool, StoredRow)>(Swap(sessionId, userId, before, runs, encoded), sessionId, cancellationToken, call.Deadline).ConfigureAwait(false);
            if (isSwapped)
                return Accept(session, encoded, stored);
        }
        var last = new LastTry(this, sessionId, userId, change, touch);
        try
        {
            await ExclusivelyAsync(last.Run, deadline: null, cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException exception) when (exception.SessionId is null)
        {
            throw InContext(exception, sessionId);
        }
        return last.Stored;
    }

    private SwapWrite Swap(string sessionId, string? userId, RowBuffer before, List<CountedRun> runs, in EncodedSession encoded) =>
        new(userId is null ? _schema.Sql.Read : _schema.Sql.ReadOfUser, UpsertSql, _writing, sessionId, userId, before, encoded.Row, runs, encoded.Runs is { } changed ? Write(encoded.SessionId, changed) : null);

    private static TSession? ReadForUpdate(SqliteSessionStore<TSession> store, Connection connection, Reading reading, ReadArguments read)
    {
        using Statement statement = connection.Rent(read.UserId is null ? reading.Sql.Read : reading.Sql.ReadOfUser, store._reading);
        statement.Bind(1, read.SessionId);
        if (read.UserId is not null)
            statement.Bind(2, read.UserId);
        if (!statement.Step())
            return null;
        statement.CopyTo(read.Row);
        TSession session = store.Decode(statement);
        if (Runs is null)
            return session;
        // Where the table compares ids without regard to case, the stored one is what the runs have.
        string id = TSession.GetSessionId(session);
        read.Runs.Clear();
        List<CountedRun> rows = store.ReadRows(connection, reading, id, RunWindow.All);
        IReadOnlyList<CountedRun>? list = store.ReadList(connection, reading, id);
        read.Runs.AddRange(rows);
        read.Runs.AddRange(list?.Where(run => run.Run.IsInSessionRow) ?? []);
        return store.Attach(session, RunWindow.All, list, rows);
    }

    private static TSession Change(TSession session, Func<TSession, TSession> change)
    {
        string sessionId = TSession.GetSessionId(session);
        TSession changed = change(session) ?? throw new InvalidOperationException($"The function gave null for session '{Shorten(sessionId)}': give the session to store.");
        if (TSession.GetSessionId(changed) != sessionId)
            throw new InvalidOperationException($"The function changed the id of session '{Shorten(sessionId)}': an update keeps it.");
        Runs?.Inherit(changed, session);
        return changed;
    }

    // A session that is not touched keeps the updated_at that it was read with, NULL too.
    private EncodedSession Encode(TSession session, RowBuffer before, bool touch, in WriteCall call = default)
    {
        EncodedSession encoded = Encode(session, call);
        if (touch)
            return encoded;
        long? updatedAt = before.GetKind(UpdatedAt) == ValueKind.Null ? null : before.GetInt64(UpdatedAt);
        if (updatedAt is { } kept)
            encoded.Row.WriteInt64(UpdatedAt, kept);
        else
            encoded.Row.WriteNull(UpdatedAt);
        return encoded with { UpdatedAt = updatedAt };
    }

    // What an update reads, and where it keeps that.
    private readonly record struct ReadArguments(string SessionId, string? UserId, RowBuffer Row, List<CountedRun> Runs);

    // Others were faster every time, or the function itself writes the session each time, which fails in here.
    private sealed class LastTry(SqliteSessionStore<TSession> store, string sessionId, string? userId, Func<TSession, TSession> change, bool touch)
    {
        public TSession? Stored { get; private set; }

        public void Run(Connection writer)
        {
            using var scope = new WriteScope(writer, store._writing);
            var runs = new List<CountedRun>();
            using RowBuffer before = RowBuffer.Rent(TSession.Table.RowLength);
            if (store.ReadTable(writer, new ReadArguments(sessionId, userId, before, runs), ReadForUpdate) is not { } session)
                return;
            using (Callback.Begin(writer, "The function of an update whose session was stored meanwhile each time, perhaps by that function itself,"))
                session = Change(session, change);
            store._connections.ThrowIfEndedWithin();
            using EncodedSession encoded = store.Encode(session, before, touch);
            (_, StoredRow stored) = store.Swap(sessionId, userId, before, runs, encoded).Run(writer);
            scope.Commit();
            Stored = store.Accept(session, encoded, stored);
        }
    }
}
