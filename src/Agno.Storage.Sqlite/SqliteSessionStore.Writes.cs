using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;
using Agno.Storage.Sqlite.Writes;

namespace Agno.Storage.Sqlite;

// What stores single sessions. All of it goes through the lane.
public sealed partial class SqliteSessionStore<TSession>
{
    private static readonly Accepting<TSession> Upserted = static (store, session, in encoded, stored) => store.Accept(session, encoded, stored);
    private static readonly Accepting<TSession> Inserted = static (store, session, in encoded, stored) => store.AcceptInsert(session, encoded, stored);
    private static readonly Accepting<TSession?> Replaced = static (store, session, in encoded, stored) => store.AcceptReplace(session, encoded, stored);

    // What a call gives once the row was stored, or was not.
    private delegate TResult Accepting<TResult>(SqliteSessionStore<TSession> store, TSession session, in EncodedSession encoded, StoredRow stored);

    /// <inheritdoc cref="ISessionStore{TSession}.UpsertAsync"/>
    public TSession Upsert(TSession session) => Store(session, UpsertSql, Upserted);

    /// <inheritdoc/>
    public ValueTask<TSession> UpsertAsync(TSession session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<TSession>(cancellationToken);
        try
        {
            if (TryUpsert(session) is { } stored)
                return new(stored);
        }
        catch (Exception exception)
        {
            return FailedTask.Of<TSession>(exception);
        }
        return StoreAsync(session, UpsertSql, Upserted, cancellationToken);
    }

    /// <inheritdoc cref="ISessionStore{TSession}.InsertAsync"/>
    public TSession Insert(TSession session) => Store(session, InsertSql, Inserted);

    /// <inheritdoc/>
    public ValueTask<TSession> InsertAsync(TSession session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        return StoreAsync(session, InsertSql, Inserted, cancellationToken);
    }

    /// <inheritdoc cref="ISessionStore{TSession}.ReplaceAsync"/>
    public TSession? Replace(TSession session) => Store(session, ReplaceSql, Replaced);

    /// <inheritdoc/>
    public ValueTask<TSession?> ReplaceAsync(TSession session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        return StoreAsync(session, ReplaceSql, Replaced, cancellationToken);
    }

    /// <inheritdoc cref="ISessionStore{TSession}.ImportAsync"/>
    public void Import(TSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        using WriteCall call = Open(session, IdOf);
        using EncodedSession encoded = EncodeAsIs(session, call);
        AcceptImport(session, encoded, Run(ImportSql, encoded, call));
    }

    /// <inheritdoc/>
    public ValueTask ImportAsync(TSession session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        return StoreAsIsAsync(session, cancellationToken);
    }

    // Most writes find the lane free: only those that don't pay for waiting.
    private TSession? TryUpsert(TSession session)
    {
        if (!_isPrepared || !_connections.Lane.IsFree)
            return null;
        Deadline deadline = _connections.Lane.Start();
        using EncodedSession encoded = Encode(session);
        return TryRun(UpsertSql, encoded, deadline, out StoredRow stored) ? Accept(session, encoded, stored) : null;
    }

    private TResult Store<TResult>(TSession session, RowSql sql, Accepting<TResult> accept)
    {
        ArgumentNullException.ThrowIfNull(session);
        using WriteCall call = Open(session, IdOf);
        using EncodedSession encoded = Encode(session, call);
        return accept(this, session, encoded, Run(sql, encoded, call));
    }

    private async ValueTask<TResult> StoreAsync<TResult>(TSession session, RowSql sql, Accepting<TResult> accept, CancellationToken cancellationToken)
    {
        using WriteCall call = await OpenAsync(session, IdOf, cancellationToken).ConfigureAwait(false);
        using EncodedSession encoded = Encode(session, call);
        return accept(this, session, encoded, await RunAsync(sql, encoded, call, cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask StoreAsIsAsync(TSession session, CancellationToken cancellationToken)
    {
        using WriteCall call = await OpenAsync(session, IdOf, cancellationToken).ConfigureAwait(false);
        using EncodedSession encoded = EncodeAsIs(session, call);
        AcceptImport(session, encoded, await RunAsync(ImportSql, encoded, call, cancellationToken).ConfigureAwait(false));
    }

    // SQLite writes the index entries of all columns that are set, also of those that stay as they are: mostly none of them need be.
    private RowSql UpsertSql => new(_schema.Sql.UpsertInPlace, _userId is null ? _schema.Sql.Upsert : _schema.Sql.UpsertOfUser);

    private RowSql InsertSql => new(_schema.Sql.Insert);

    private RowSql ReplaceSql => new(_userId is null ? _schema.Sql.Replace : _schema.Sql.ReplaceOfUser);

    private RowSql ImportSql => new(_userId is null ? _schema.Sql.Import : _schema.Sql.ImportOfUser);

    // Before anything is encoded: what waits must not take memory without bounds. The id is for the error alone, because getters may throw.
    private WriteCall Open<T>(T subject, Func<T, string?> idOf)
    {
        try
        {
            return _connections.Lane.Open();
        }
        catch (StorageException exception)
        {
            throw InContext(exception, idOf(subject) ?? "");
        }
    }

    private async ValueTask<WriteCall> OpenAsync<T>(T subject, Func<T, string?> idOf, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await _connections.Lane.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException exception)
        {
            throw InContext(exception, idOf(subject) ?? "");
        }
    }

    private static string? IdOf(TSession? session) => session is null ? null : TSession.GetSessionId(session);

    private static string Itself(string sessionId) => sessionId;

    private EncodedSession Encode(TSession session, in WriteCall call)
    {
        EncodedSession encoded = Encode(session);
        call.Count(encoded.Size);
        return encoded;
    }

    private EncodedSession EncodeAsIs(TSession session, in WriteCall call)
    {
        EncodedSession encoded = EncodeAsIs(session);
        call.Count(encoded.Size);
        return encoded;
    }

    private EncodedSession Encode(TSession session)
    {
        EncodedSession encoded = Encode(session, isImport: false);
        if (encoded.SessionId is "")
        {
            encoded.Dispose();
            throw SessionEncoder.NoId();
        }
        long now = encoded.UpdatedAt!.Value;
        if (encoded.Row.GetKind(CreatedAt) == ValueKind.Null)
            encoded.Row.WriteInt64(CreatedAt, now);
        encoded.Row.WriteInt64(UpdatedAt, now);
        return encoded;
    }

    private EncodedSession EncodeAsIs(TSession session) => Encode(session, isImport: true);

    private EncodedSession Encode(TSession session, bool isImport)
    {
        long now = Now;
        RowBuffer row = SessionEncoder.Encode(session, TableName, now, out string sessionId);
        try
        {
            ThrowIfNotOurs(sessionId, row);
            return new(sessionId, row, EncodeRuns(session, sessionId, row, now, isImport), now);
        }
        catch
        {
            row.Dispose();
            throw;
        }
    }

    private TSession Accept(TSession session, in EncodedSession encoded, StoredRow stored) =>
        stored.Exists ? Times(session, encoded, stored) : throw Refusal(encoded, Find(encoded.SessionId));

    private TSession AcceptInsert(TSession session, in EncodedSession encoded, StoredRow stored)
    {
        if (stored.Exists)
            return Times(session, encoded, stored);
        throw !IsTaken(encoded.SessionId) && CanIgnore() ? Ignored(encoded.SessionId) : Conflict(encoded.SessionId, "there is one with that id", Find(encoded.SessionId));
    }

    private TSession? AcceptReplace(TSession session, in EncodedSession encoded, StoredRow stored)
    {
        if (stored.Exists)
            return Times(session, encoded, stored);
        try
        {
            // One that fits now was not there yet, unless a trigger had its say.
            return Find(encoded.SessionId) is not { } found || (Fits(found, encoded) && !CanIgnore()) ? null : throw Refusal(encoded, found);
        }
        catch (ObjectDisposedException) when (Version < 0 && TSession.Table.SessionType is null)
        {
            // The storage did the write and closed before this could look. Nothing but its absence keeps such a session from being replaced.
            return null;
        }
    }

    private void AcceptImport(TSession session, in EncodedSession encoded, StoredRow stored)
    {
        if (!stored.Exists)
            throw RefusalOfImport(encoded);
        Remember(session, encoded);
    }

    private TSession Times(TSession session, in EncodedSession encoded, StoredRow stored)
    {
        Remember(session, encoded);
        session = TSession.WithTimes(session, stored.CreatedAt, stored.UpdatedAt ?? encoded.UpdatedAt);
        return Version < 0 ? session : TSession.WithVersion(session, stored.Version);
    }

    // Why the stored session was left as it is: it is another's, or newer, or the table ignores writes.
    private StorageException Refusal(in EncodedSession encoded, TSession? found)
    {
        bool wasStored = Version >= 0 && encoded.Row.GetInt64(Version) != 0;
        bool isAnothers = found is null && !wasStored && IsTaken(encoded.SessionId);
        if ((found is null ? !wasStored && !isAnothers : Fits(found, encoded)) && CanIgnore())
            return Ignored(encoded.SessionId);
        // Nothing is left of what it met where that came before it in its own batch, which was undone.
        return Version >= 0 && !isAnothers ? Outdated(encoded, found) : OfAnother(encoded);
    }

    // An import takes the place of any session that this store finds, unless that is newer.
    private StorageException RefusalOfImport(in EncodedSession encoded)
    {
        if (Find(encoded.SessionId) is not { } found)
            return !IsTaken(encoded.SessionId) && CanIgnore() ? Ignored(encoded.SessionId) : OfAnother(encoded);
        if ((Version < 0 || Fits(found, encoded)) && CanIgnore())
            return Ignored(encoded.SessionId);
        return Version < 0 ? OfAnother(encoded) : Outdated(encoded, found);
    }

    private SessionConflictException<TSession> Outdated(in EncodedSession encoded, TSession? found) =>
        Conflict(encoded.SessionId, $"version {encoded.Row.GetInt64(Version)} of it is outdated", found);

    private SessionOwnershipException OfAnother(in EncodedSession encoded) =>
        new($"The session '{Shorten(encoded.SessionId)}' was not stored, because table '{TableName}' holds it as another user's or of another type: use another id, or delete that session first.")
        {
            Table = TableName,
            SessionId = encoded.SessionId,
        };

    private StorageException Ignored(string sessionId) =>
        new($"The session '{Shorten(sessionId)}' was not stored, because table '{TableName}' ignored the write, as a trigger with RAISE(IGNORE) does: look at the table's triggers.") { Table = TableName, SessionId = sessionId };

    // Whether nothing about the stored session forbids to store this one in its place.
    private static bool Fits(TSession found, in EncodedSession encoded)
    {
        using RowBuffer stored = RowBuffer.Rent(TSession.Table.RowLength);
        TSession.Write(found, stored);
        // Only tables of several types heed whose the session is; the store of one user finds that user's alone.
        bool isOurs = TSession.Table.SessionType is null || stored.GetKind(UserId) == ValueKind.Null || IsSame(stored, encoded.Row, UserId);
        return isOurs && (Version < 0 || IsSame(stored, encoded.Row, Version));
    }

    // What a write met is looked for after it, when others may have changed it: only a trigger with RAISE(IGNORE) can have ignored a write that nothing else forbids.
    private bool CanIgnore() => Look(connection => IgnoringTriggers.Exist(connection, TableName, _reading));

    // Whether there is a session with the id, of whatever type and whoever's.
    private bool IsTaken(string sessionId) => Look(connection =>
    {
        using var statement = new Statement(connection, $"SELECT 1 FROM {new SqlTable(TableName)} WHERE \"session_id\" = ?1", _reading);
        statement.Bind(1, sessionId);
        return statement.Step();
    });

    private SessionConflictException<TSession> Conflict(string sessionId, string reason, TSession? found) =>
        new($"The session '{Shorten(sessionId)}' was not stored in table '{TableName}', because {reason}: look at the exception's Stored session, and store again what should stand.", found)
        {
            Table = TableName,
            SessionId = sessionId,
        };

    // Reads from the writer's side: what a refused write met must be seen.
    private TSession? Find(string sessionId) => ReadWith(sessionId, _userId, RunWindow.All with { OnUnreadable = static _ => { } });

    // A session without runs is one statement; most have none that changed.
    private StoredRow Run(RowSql sql, in EncodedSession encoded, in WriteCall call) => RunsOf(encoded) is { } runs
        ? Run<TurnWrite, StoredRow>(new(sql, _writing, encoded.Row, runs), encoded.SessionId, call.Deadline)
        : Run<RowWrite, StoredRow>(new(sql, _writing, encoded.Row), encoded.SessionId, call.Deadline);

    private ValueTask<StoredRow> RunAsync(RowSql sql, in EncodedSession encoded, in WriteCall call, CancellationToken cancellationToken) => RunsOf(encoded) is { } runs
        ? RunAsync<TurnWrite, StoredRow>(new(sql, _writing, encoded.Row, runs), encoded.SessionId, cancellationToken, call.Deadline)
        : RunAsync<RowWrite, StoredRow>(new(sql, _writing, encoded.Row), encoded.SessionId, cancellationToken, call.Deadline);

    // Does a write at once, where the lane is free.
    private bool TryRun(RowSql sql, in EncodedSession encoded, Deadline deadline, out StoredRow stored)
    {
        try
        {
            (bool isDone, stored) = OnTable((sql, encoded, deadline), static (store, write) => store.TryRun(write.sql, write.encoded, write.deadline));
            return isDone;
        }
        catch (StorageException exception) when (exception.SessionId is null)
        {
            throw InContext(exception, encoded.SessionId);
        }
    }

    private (bool IsDone, StoredRow Stored) TryRun(RowSql sql, in EncodedSession encoded, Deadline deadline)
    {
        StoredRow stored = default;
        bool isDone = _isPrepared && (RunsOf(encoded) is { } runs
            ? _connections.Lane.TryRun(new TurnWrite(sql, _writing, encoded.Row, runs), deadline, out stored)
            : _connections.Lane.TryRun(new RowWrite(sql, _writing, encoded.Row), deadline, out stored));
        return (isDone, stored);
    }

    private TResult Run<TWrite, TResult>(TWrite write, string sessionId, Deadline? deadline = null)
        where TWrite : IWrite<TResult>
    {
        try
        {
            return OnTable((write, deadline), static (store, call) =>
            {
                WriteLane lane = store._connections.Lane;
                Deadline end = call.deadline ?? lane.Start();
                store.Prepare(end);
                return lane.Run<TWrite, TResult>(call.write, end);
            });
        }
        catch (StorageException exception) when (exception.SessionId is null)
        {
            throw InContext(exception, sessionId);
        }
    }

    private async ValueTask<TResult> RunAsync<TWrite, TResult>(TWrite write, string sessionId, CancellationToken cancellationToken, Deadline? deadline = null)
        where TWrite : IWrite<TResult>
    {
        try
        {
            return await OnTableAsync((write, deadline, cancellationToken), static async (store, call) =>
            {
                WriteLane lane = store._connections.Lane;
                Deadline end = call.deadline ?? lane.Start();
                await store.PrepareAsync(end, call.cancellationToken).ConfigureAwait(false);
                return await lane.RunAsync<TWrite, TResult>(call.write, end, call.cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
        catch (StorageException exception) when (exception.SessionId is null)
        {
            throw InContext(exception, sessionId);
        }
    }

    private StorageException InContext(StorageException exception, string sessionId)
    {
        if (exception is SchemaException)
            return exception;
        string message = $"The session '{Shorten(sessionId)}' was not stored. {exception.Message}";
        return exception is StorageBusyException
            ? new StorageBusyException(message, exception) { Table = TableName, SessionId = sessionId }
            : new StorageException(message, exception) { Table = TableName, SessionId = sessionId, RunId = exception.RunId, Column = exception.Column };
    }
}
