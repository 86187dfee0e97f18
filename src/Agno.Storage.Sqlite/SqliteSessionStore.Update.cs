using Agno.Storage.Records;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;
using Agno.Storage.Sqlite.Writes;

namespace Agno.Storage.Sqlite;

// Read, change, write, as if nobody else wrote meanwhile.
public sealed partial class SqliteSessionStore<TSession>
{
    /// <inheritdoc cref="ISessionStore{TSession}.UpdateAsync"/>
    public TSession? Update(string sessionId, Func<TSession, TSession> change, string? userId = null)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        ArgumentNullException.ThrowIfNull(change);
        if (!TryNarrow(ref userId) || Look(again: false) is null)
            return null;
        // The table is made fit for writing first, so that the row is read in the shape it will be compared in.
        Prepare();
        while (true)
        {
            var runs = new List<CountedRun>();
            using RowBuffer before = RowBuffer.Rent(TSession.Table.RowLength);
            if (ReadForUpdate(sessionId, userId, before, runs) is not { } session)
                return null;
            session = Change(sessionId, session, change);
            using EncodedSession encoded = Encode(session);
            (bool isSwapped, StoredRow stored) = Run<SwapWrite, (bool, StoredRow)>(Swap(sessionId, userId, before, runs, encoded), sessionId);
            if (isSwapped)
                return Accept(session, encoded, stored);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<TSession?> UpdateAsync(string sessionId, Func<TSession, TSession> change, string? userId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        ArgumentNullException.ThrowIfNull(change);
        cancellationToken.ThrowIfCancellationRequested();
        if (!TryNarrow(ref userId) || Look(again: false) is null)
            return null;
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var runs = new List<CountedRun>();
            using RowBuffer before = RowBuffer.Rent(TSession.Table.RowLength);
            if (ReadForUpdate(sessionId, userId, before, runs) is not { } session)
                return null;
            session = Change(sessionId, session, change);
            using EncodedSession encoded = Encode(session);
            (bool isSwapped, StoredRow stored) = await RunAsync<SwapWrite, (bool, StoredRow)>(Swap(sessionId, userId, before, runs, encoded), sessionId, cancellationToken).ConfigureAwait(false);
            if (isSwapped)
                return Accept(session, encoded, stored);
        }
    }

    private SwapWrite Swap(string sessionId, string? userId, RowBuffer before, List<CountedRun> runs, in EncodedSession encoded) =>
        new(userId is null ? _schema.Sql.Read : _schema.Sql.ReadOfUser, UpsertSql, _writing, sessionId, userId, before, encoded.Row, runs, encoded.Runs is { } changed ? Write(sessionId, changed) : null);

    private TSession? ReadForUpdate(string sessionId, string? userId, RowBuffer row, List<CountedRun> runs) =>
        Look(connection =>
        {
            Statement statement = connection.Rent(userId is null ? _schema.Sql.Read : _schema.Sql.ReadOfUser, _reading);
            try
            {
                statement.Bind(1, sessionId);
                if (userId is not null)
                    statement.Bind(2, userId);
                if (!statement.Step())
                    return null;
                statement.CopyTo(row);
                TSession session = Decode(statement);
                if (Runs is null || Look(connection) is not { } reading)
                    return session;
                runs.AddRange(ReadRows(connection, reading, sessionId, RunWindow.All));
                return Attach(session, RunWindow.All, reading.HasLegacyRuns ? ReadLegacy(connection, RunSql, sessionId) : null, runs);
            }
            finally
            {
                connection.Return(statement);
            }
        });

    private static TSession Change(string sessionId, TSession session, Func<TSession, TSession> change)
    {
        TSession changed = change(session) ?? throw new InvalidOperationException($"The function gave null for session '{Shorten(sessionId)}': give the session to store.");
        if (TSession.GetSessionId(changed) != sessionId)
            throw new InvalidOperationException($"The function changed the id of session '{Shorten(sessionId)}': an update keeps it.");
        Runs?.Inherit(changed, session);
        return changed;
    }
}
