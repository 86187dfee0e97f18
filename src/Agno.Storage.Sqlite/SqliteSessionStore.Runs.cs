using System.Text.Json.Nodes;
using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Schema;
using Agno.Storage.Sqlite.Statements;
using Agno.Storage.Sqlite.Writes;

namespace Agno.Storage.Sqlite;

// Runs that are rows of their own: single ones, and those that are read and stored with their session.
public sealed partial class SqliteSessionStore<TSession>
{
    private static readonly SessionRuns<TSession>? Runs = TSession.Runs;

    /// <inheritdoc cref="ISessionStore{TSession}.AppendRunAsync"/>
    public long AppendRun<TRun>(string sessionId, TRun run, string? userId = null)
        where TRun : notnull
    {
        CheckRun(sessionId, run);
        using WriteCall call = Open(sessionId, Itself);
        using RowBuffer row = EncodeRun(sessionId, run, call);
        NarrowToAppend(sessionId, ref userId);
        return AcceptAppend(sessionId, userId, row, Run<RunWrite, WrittenRun>(Write(RunChange.Append, sessionId, userId, row), sessionId, call.Deadline));
    }

    /// <inheritdoc/>
    public ValueTask<long> AppendRunAsync<TRun>(string sessionId, TRun run, string? userId = null, CancellationToken cancellationToken = default)
        where TRun : notnull
    {
        CheckRun(sessionId, run);
        return AppendAsync(sessionId, run, userId, cancellationToken);
    }

    private async ValueTask<long> AppendAsync<TRun>(string sessionId, TRun run, string? userId, CancellationToken cancellationToken)
        where TRun : notnull
    {
        using WriteCall call = await OpenAsync(sessionId, Itself, cancellationToken).ConfigureAwait(false);
        using RowBuffer row = EncodeRun(sessionId, run, call);
        NarrowToAppend(sessionId, ref userId);
        return AcceptAppend(sessionId, userId, row, await RunAsync<RunWrite, WrittenRun>(Write(RunChange.Append, sessionId, userId, row), sessionId, cancellationToken, call.Deadline).ConfigureAwait(false));
    }

    /// <inheritdoc cref="ISessionStore{TSession}.UpdateRunAsync"/>
    public bool UpdateRun<TRun>(string sessionId, TRun run, string? userId = null)
        where TRun : notnull
    {
        CheckRun(sessionId, run);
        using WriteCall call = Open(sessionId, Itself);
        using RowBuffer row = EncodeRun(sessionId, run, call);
        return TryNarrow(ref userId) && AcceptUpdate(sessionId, row, Run<RunWrite, WrittenRun>(Write(RunChange.Update, sessionId, userId, row), sessionId, call.Deadline));
    }

    /// <inheritdoc/>
    public ValueTask<bool> UpdateRunAsync<TRun>(string sessionId, TRun run, string? userId = null, CancellationToken cancellationToken = default)
        where TRun : notnull
    {
        CheckRun(sessionId, run);
        return UpdateOneRunAsync(sessionId, run, userId, cancellationToken);
    }

    private async ValueTask<bool> UpdateOneRunAsync<TRun>(string sessionId, TRun run, string? userId, CancellationToken cancellationToken)
        where TRun : notnull
    {
        using WriteCall call = await OpenAsync(sessionId, Itself, cancellationToken).ConfigureAwait(false);
        using RowBuffer row = EncodeRun(sessionId, run, call);
        return TryNarrow(ref userId)
            && AcceptUpdate(sessionId, row, await RunAsync<RunWrite, WrittenRun>(Write(RunChange.Update, sessionId, userId, row), sessionId, cancellationToken, call.Deadline).ConfigureAwait(false));
    }

    /// <inheritdoc cref="ISessionStore{TSession}.DeleteRunAsync"/>
    public bool DeleteRun(string sessionId, string runId, string? userId = null)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        ArgumentNullException.ThrowIfNull(runId);
        ThrowIfNoRuns();
        if (!TryNarrow(ref userId))
            return false;
        UpgradeToDeleteRun();
        return RunOnTable<(string, string, string?), RunDelete, bool>((sessionId, runId, userId), static (store, _, run) => store.DeleteRun(run));
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteRunAsync(string sessionId, string runId, string? userId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        ArgumentNullException.ThrowIfNull(runId);
        return DeleteOneRunAsync(sessionId, runId, userId, cancellationToken);
    }

    private async ValueTask<bool> DeleteOneRunAsync(string sessionId, string runId, string? userId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfNoRuns();
        if (!TryNarrow(ref userId))
            return false;
        await UpgradeToDeleteRunAsync(cancellationToken).ConfigureAwait(false);
        return await RunOnTableAsync<(string, string, string?), RunDelete, bool>((sessionId, runId, userId), static (store, _, run) => store.DeleteRun(run), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="ISessionStore{TSession}.ImportRunAsync"/>
    public void ImportRun(string sessionId, RunRow run)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        ArgumentNullException.ThrowIfNull(run);
        using WriteCall call = Open(sessionId, Itself);
        using RowBuffer row = EncodeRow(sessionId, run, call);
        AcceptImport(sessionId, run, Run<RunWrite, WrittenRun>(Write(RunChange.Import, sessionId, _userId, row), sessionId, call.Deadline));
    }

    /// <inheritdoc/>
    public ValueTask ImportRunAsync(string sessionId, RunRow run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        ArgumentNullException.ThrowIfNull(run);
        return ImportRowAsync(sessionId, run, cancellationToken);
    }

    private async ValueTask ImportRowAsync(string sessionId, RunRow run, CancellationToken cancellationToken)
    {
        using WriteCall call = await OpenAsync(sessionId, Itself, cancellationToken).ConfigureAwait(false);
        using RowBuffer row = EncodeRow(sessionId, run, call);
        AcceptImport(sessionId, run, await RunAsync<RunWrite, WrittenRun>(Write(RunChange.Import, sessionId, _userId, row), sessionId, cancellationToken, call.Deadline).ConfigureAwait(false));
    }

    private RunSql RunSql => _schema.Sql.Runs!;

    private long Now => _connections.Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();

    private static void ThrowIfNoRuns()
    {
        if (Runs is null)
            throw NoRuns();
    }

    private static InvalidOperationException NoRuns() =>
        new($"The runs of sessions in table '{TSession.Table.Name}' are not rows of their own: mark the member of the record that lists them with [SessionRuns].");

    private RunWrite Write(RunChange change, string sessionId, string? userId, RowBuffer row) => new(_runTables!, change, _writing, sessionId, userId, row, Now);

    private RunDelete DeleteRun((string SessionId, string RunId, string? UserId) run) => new(_runTables!, _deleting, run.SessionId, run.RunId, run.UserId, Now);

    // Deletes never create a table. But one run is deleted where it will be, and the session's row says that it was changed.
    private void UpgradeToDeleteRun()
    {
        if (Look() is { IsBehind: true })
            Prepare(_connections.Options.AutoCreate, _connections.Options.AutoUpgrade);
    }

    private ValueTask UpgradeToDeleteRunAsync(CancellationToken cancellationToken) =>
        Look() is { IsBehind: true } ? PrepareAsync(_connections.Options.AutoCreate, _connections.Options.AutoUpgrade, deadline: null, cancellationToken) : default;

    // What can be wrong about the arguments themselves, whatever the run holds.
    private static void CheckRun<TRun>(string sessionId, TRun run)
        where TRun : notnull
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        ArgumentNullException.ThrowIfNull(run);
        if (Runs is not (null or SessionRuns<TSession, TRun> or SessionRuns<TSession, JsonColumn<TRun>>) && !(run is JsonNode && Runs is SessionRuns<TSession, JsonColumn<JsonNode>>))
            throw OtherType(typeof(TRun));
    }

    private void NarrowToAppend(string sessionId, ref string? userId)
    {
        string? wanted = userId;
        if (!TryNarrow(ref userId))
            throw NoSession(sessionId, wanted);
    }

    private long AcceptAppend(string sessionId, string? userId, RowBuffer row, WrittenRun written)
    {
        if (!written.HasSession)
            throw NoSession(sessionId, userId);
        ThrowIfAnothers(sessionId, row, written);
        if (written.Exists)
            return written.Index;
        string runId = row.GetString(RunTable.RunId);
        throw Conflict(sessionId, $"there is a run '{Shorten(runId)}' already (UpdateRunAsync stores a run anew)", Find(sessionId));
    }

    private bool AcceptUpdate(string sessionId, RowBuffer row, WrittenRun written)
    {
        ThrowIfAnothers(sessionId, row, written);
        return written.Exists;
    }

    private void ThrowIfAnothers(string sessionId, RowBuffer row, WrittenRun written)
    {
        if (!written.IsAnothers)
            return;
        throw new SessionOwnershipException($"The run '{Shorten(row.GetString(RunTable.RunId))}' says that it is user '{Shorten(row.GetString(RunTable.UserId))}''s, and was not stored, because session '{Shorten(sessionId)}' in table '{TableName}' is another user's: set the run's user to the session's.")
        {
            Table = _schema.RunsTable,
            SessionId = sessionId,
            RunId = row.GetString(RunTable.RunId),
        };
    }

    private void AcceptImport(string sessionId, RunRow run, WrittenRun written)
    {
        if (!written.HasSession)
            throw NoSession(sessionId, _userId);
        if (!written.Exists)
            throw RunsWrite.OfAnother(_schema.RunsTable, sessionId, run.RunId);
    }

    private StorageException NoSession(string sessionId, string? userId)
    {
        string message = $"The run was not stored, because table '{TableName}' has no session '{Shorten(sessionId)}'{(userId is null ? "" : $" of user '{Shorten(userId)}'")}: store the session first.";
        bool isAnothers = userId is not null && ReadTable(sessionId, static (store, connection, _, sessionId) => RunWrite.Exists(connection, store.RunSql, store._reading, sessionId, userId: null));
        return isAnothers
            ? new SessionOwnershipException(message) { Table = TableName, SessionId = sessionId }
            : new StorageException(message) { Table = TableName, SessionId = sessionId };
    }

    private RowBuffer EncodeRun<TRun>(string sessionId, TRun run, in WriteCall call)
        where TRun : notnull
    {
        ThrowIfNoRuns();
        (string table, RunDefaults defaults) = (_schema.RunsTable, RunDefaults.Now(TSession.Table.Mode, Now));
        RowBuffer row = Runs switch
        {
            SessionRuns<TSession, TRun> runs => runs.Encode(run, sessionId, table, defaults),
            SessionRuns<TSession, JsonColumn<TRun>> runs => runs.Encode(new(run), sessionId, table, defaults),
            var runs => ((SessionRuns<TSession, JsonColumn<JsonNode>>)runs!).Encode(new((JsonNode)(object)run), sessionId, table, defaults),
        };
        return Check(sessionId, row, call);
    }

    private RowBuffer EncodeRow(string sessionId, RunRow run, in WriteCall call)
    {
        ThrowIfNoRuns();
        try
        {
            return Check(sessionId, RunRows.Encode(sessionId, run), call);
        }
        catch (Exception exception) when (exception is not SessionOwnershipException && EncodingFault.IsOf(exception))
        {
            throw EncodingFault.Of($"The run '{Shorten(run.RunId)}' of session '{Shorten(sessionId)}' can't be stored in table '{_schema.RunsTable}'", null, nameof(run), exception);
        }
    }

    // A store of one user's takes no other's runs.
    private RowBuffer Check(string sessionId, RowBuffer row, in WriteCall call)
    {
        try
        {
            ThrowIfNotOurs(row, sessionId);
            call.Count(row.Size);
            return row;
        }
        catch
        {
            row.Dispose();
            throw;
        }
    }

    private void ThrowIfNotOurs(RowBuffer run, string sessionId)
    {
        if (_userId is null || run.GetKind(RunTable.UserId) == ValueKind.Null)
            return;
        string userId = run.GetString(RunTable.UserId);
        if (userId != _userId)
            throw new SessionOwnershipException($"A run of session '{Shorten(sessionId)}' is user '{Shorten(userId)}''s, and was not stored through the store of user '{Shorten(_userId)}': set its user to that one.") { Table = _schema.RunsTable, SessionId = sessionId };
    }

    private static ArgumentException OtherType(Type type) => new($"The runs of sessions in table '{TSession.Table.Name}' are of type {Runs!.RunType}, not {type}.");

    // What is stored with a session's row; null where that is only the row.
    private RunsWrite? RunsOf(in EncodedSession encoded) =>
        encoded.Runs is { Runs.Count: > 0 } runs ? Write(encoded.SessionId, runs) : null;

    private RunsWrite Write(string sessionId, EncodedRuns runs) => new(_runTables!, _writing, sessionId, runs);

    private EncodedRuns? EncodeRuns(TSession session, string sessionId, RowBuffer row, long now, bool isImport)
    {
        RunDefaults defaults = isImport
            ? new(TSession.Table.Mode, row.GetKind(CreatedAt) == ValueKind.Integer ? row.GetInt64(CreatedAt) : now, UpdatedAt: null, UserOf(row))
            : RunDefaults.Now(TSession.Table.Mode, now);
        EncodedRuns? encoded = Runs?.Encode(session, sessionId, _schema.RunsTable, defaults, _origin);
        if (_userId is null || encoded is null)
            return encoded;
        try
        {
            foreach (EncodedRun run in encoded.Runs)
                if (run.Row is { } changed)
                    ThrowIfNotOurs(changed, sessionId);
            return encoded;
        }
        catch
        {
            encoded.Dispose();
            throw;
        }
    }

    private void Remember(TSession session, in EncodedSession encoded)
    {
        if (encoded.Runs is { } runs)
            Runs!.Remember(session, encoded.SessionId, runs, _origin);
    }

    /// <summary>Gives a session that was just read its runs.</summary>
    private TSession ReadRuns(Connection connection, Reading reading, TSession session, RunWindow window)
    {
        if (Runs is null || window.Count == 0)
            return session;
        string sessionId = TSession.GetSessionId(session);
        IReadOnlyList<CountedRun>? list = ReadList(connection, reading, sessionId);
        return Attach(session, window, list, ReadRows(connection, reading, sessionId, list is null ? window : RunWindow.All));
    }

    private TSession Attach(TSession session, RunWindow window, IReadOnlyList<CountedRun>? list, List<CountedRun> rows)
    {
        List<StoredRun> runs = list is null ? rows.ConvertAll(row => row.Run) : RunRows.Window(LegacyRuns.Merge(list, rows), window);
        return Runs!.Attach(session, _schema.RunsTable, runs, window.OnUnreadable);
    }

    private IReadOnlyList<CountedRun> ReadAllRuns(Connection connection, Reading reading, string sessionId)
    {
        List<CountedRun> rows = ReadRows(connection, reading, sessionId, RunWindow.All);
        return ReadList(connection, reading, sessionId) is { } list ? LegacyRuns.Merge(list, rows) : rows;
    }

    private List<CountedRun> ReadRows(Connection connection, Reading reading, string sessionId, RunWindow window)
    {
        var runs = new List<CountedRun>();
        if (!HasRuns(connection, reading))
            return runs;
        RunSql sql = reading.Sql.Runs!;
        using Statement statement = connection.Rent(window.Count is null ? sql.ReadAll : sql.ReadLast, _reading);
        RunRows.Bind(statement, sessionId, window);
        while (statement.Step())
            runs.Add(RunRows.Read(statement, sessionId, _origin));
        if (window.Count is not null)
            runs.Reverse();
        return runs;
    }

    // The runs that a session has in its own row; null for none.
    private IReadOnlyList<CountedRun>? ReadList(Connection connection, Reading reading, string sessionId)
    {
        if (reading.List is not { } list)
            return null;
        using Statement statement = connection.Rent(list.Sql, _reading);
        statement.Bind(1, sessionId);
        if (!statement.Step() || statement.GetKind(0) == ValueKind.Null)
            return null;
        return list.IsMoved ? RunListMove.Read(statement, sessionId, list.Column, TableName, _origin, ordinal: 0)
            : statement.GetKind(0) == ValueKind.Text ? LegacyRuns.Read(statement.GetText(0), sessionId, _origin)
            : null;
    }

    private bool HasRuns(Connection connection, Reading reading) => reading.HasRuns || (reading.HasRuns = _schema.HasRuns(connection));

    // Where the table compares ids without regard to case, for instance, the stored id is what the runs have.
    private string StoredId(Connection connection, Reading reading, string action, string sessionId)
    {
        if (reading.IdSql is not { } sql)
            return sessionId;
        using Statement statement = connection.Rent(sql, action);
        statement.Bind(1, sessionId);
        return statement.Step() ? statement.GetString(0) : sessionId;
    }

    // What writes ask on their connection. There may be no table any more.
    private sealed class RunTables(SqliteSessionStore<TSession> store) : IRunTables
    {
        public RunSql Sql => store.RunSql;

        public string RunsTable => store._schema.RunsTable;

        public string SessionsTable => store.TableName;

        public bool HasRuns(Connection connection) => store.Look(connection) is { } reading && store.HasRuns(connection, reading);

        public RunList? FindList(Connection connection) => store._schema.OwnList is not null ? store.Look(connection)?.List : null;

        public string StoredId(Connection connection, string action, string sessionId) => store.Look(connection) is { } reading ? store.StoredId(connection, reading, action, sessionId) : sessionId;
    }
}
