using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;
using Agno.Storage.Sqlite.Writes;

namespace Agno.Storage.Sqlite;

// Read, change, write, as if nobody else wrote meanwhile.
public sealed partial class SqliteSessionStore<TSession>
{
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
        while (true)
        {
            var runs = new List<CountedRun>();
            using RowBuffer before = RowBuffer.Rent(TSession.Table.RowLength);
            if (ReadForUpdate(sessionId, userId, before, runs) is not { } session)
                return null;
            session = Change(session, change);
            using EncodedSession encoded = Encode(session, before, touch);
            (bool isSwapped, StoredRow stored) = Run<SwapWrite, (bool, StoredRow)>(Swap(sessionId, userId, before, runs, encoded), sessionId);
            if (isSwapped)
                return Accept(session, encoded, stored);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<TSession?> UpdateAsync(string sessionId, Func<TSession, TSession> change, bool touch, string? userId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        ArgumentNullException.ThrowIfNull(change);
        cancellationToken.ThrowIfCancellationRequested();
        if (!TryNarrow(ref userId) || Look() is null)
            return null;
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var runs = new List<CountedRun>();
            using RowBuffer before = RowBuffer.Rent(TSession.Table.RowLength);
            if (ReadForUpdate(sessionId, userId, before, runs) is not { } session)
                return null;
            session = Change(session, change);
            using EncodedSession encoded = Encode(session, before, touch);
            (bool isSwapped, StoredRow stored) = await RunAsync<SwapWrite, (bool, StoredRow)>(Swap(sessionId, userId, before, runs, encoded), sessionId, cancellationToken).ConfigureAwait(false);
            if (isSwapped)
                return Accept(session, encoded, stored);
        }
    }
#pragma warning restore RS0026

    private SwapWrite Swap(string sessionId, string? userId, RowBuffer before, List<CountedRun> runs, in EncodedSession encoded) =>
        new(userId is null ? _schema.Sql.Read : _schema.Sql.ReadOfUser, UpsertSql, _writing, sessionId, userId, before, encoded.Row, runs, encoded.Runs is { } changed ? Write(encoded.SessionId, changed) : null);

    private TSession? ReadForUpdate(string sessionId, string? userId, RowBuffer row, List<CountedRun> runs) =>
        ReadTable((sessionId, userId, row, runs), static (store, connection, reading, update) =>
        {
            using Statement statement = connection.Rent(update.userId is null ? reading.Sql.Read : reading.Sql.ReadOfUser, store._reading);
            statement.Bind(1, update.sessionId);
            if (update.userId is not null)
                statement.Bind(2, update.userId);
            if (!statement.Step())
                return null;
            statement.CopyTo(update.row);
            TSession session = store.Decode(statement);
            if (Runs is null)
                return session;
            // Where the table compares ids without regard to case, the stored one is what the runs have.
            string id = TSession.GetSessionId(session);
            update.runs.Clear();
            update.runs.AddRange(store.ReadRows(connection, reading, id, RunWindow.All));
            return store.Attach(session, RunWindow.All, store.ReadList(connection, reading, id), update.runs);
        });

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
    private EncodedSession Encode(TSession session, RowBuffer before, bool touch)
    {
        EncodedSession encoded = Encode(session);
        if (touch)
            return encoded;
        long? updatedAt = before.GetKind(UpdatedAt) == ValueKind.Null ? null : before.GetInt64(UpdatedAt);
        if (updatedAt is { } kept)
            encoded.Row.WriteInt64(UpdatedAt, kept);
        else
            encoded.Row.WriteNull(UpdatedAt);
        return encoded with { UpdatedAt = updatedAt };
    }
}
