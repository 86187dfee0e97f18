using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;
using Agno.Storage.Sqlite.Writes;

namespace Agno.Storage.Sqlite;

// What deletes sessions, one or many. A table is never created for it.
public sealed partial class SqliteSessionStore<TSession>
{
    /// <inheritdoc cref="ISessionStore{TSession}.DeleteAsync"/>
    public bool Delete(string sessionId, string? userId = null)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        if (!TryNarrow(ref userId))
            return false;
        return Runs is null ? RunOnTable<RowDelete, bool>(_ => DeleteRow(sessionId, userId)) : RunOnTable<SessionDelete, bool>(_ => DeleteWithRuns(sessionId, userId));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(string sessionId, string? userId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        cancellationToken.ThrowIfCancellationRequested();
        if (!TryNarrow(ref userId))
            return false;
        return Runs is null
            ? await RunOnTableAsync<RowDelete, bool>(_ => DeleteRow(sessionId, userId), cancellationToken).ConfigureAwait(false)
            : await RunOnTableAsync<SessionDelete, bool>(_ => DeleteWithRuns(sessionId, userId), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="ISessionStore{TSession}.DeleteManyAsync"/>
    public long DeleteMany(SessionFilter filter, int batchSize = 500)
    {
        CheckBatch(filter, batchSize);
        if (!TryNarrow(ref filter!))
            return 0;
        long deleted = 0;
        while (TakePage(ref filter, batchSize, out List<SessionCursor> page))
        {
            SessionFilter found = filter;
            deleted += RunOnTable<BatchDelete, long>(reading => Delete(reading, page, found));
        }
        return deleted;
    }

    /// <inheritdoc/>
    public async ValueTask<long> DeleteManyAsync(SessionFilter filter, int batchSize = 500, CancellationToken cancellationToken = default)
    {
        CheckBatch(filter, batchSize);
        cancellationToken.ThrowIfCancellationRequested();
        if (!TryNarrow(ref filter!))
            return 0;
        long deleted = 0;
        while (TakePage(ref filter, batchSize, out List<SessionCursor> page))
        {
            SessionFilter found = filter;
            deleted += await RunOnTableAsync<BatchDelete, long>(reading => Delete(reading, page, found), cancellationToken).ConfigureAwait(false);
        }
        return deleted;
    }

    /// <inheritdoc cref="ISessionStore{TSession}.DeleteOlderThanAsync"/>
    public long DeleteOlderThan(TimeSpan age, int batchSize = 500) => DeleteMany(OlderThan(age), batchSize);

    /// <inheritdoc/>
    public ValueTask<long> DeleteOlderThanAsync(TimeSpan age, int batchSize = 500, CancellationToken cancellationToken = default) =>
        DeleteManyAsync(OlderThan(age), batchSize, cancellationToken);

    private static void CheckBatch(SessionFilter filter, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
    }

    private SessionFilter OlderThan(TimeSpan age)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(age, TimeSpan.Zero);
        DateTimeOffset now = _connections.Options.TimeProvider.GetUtcNow();
        return new() { UpdatedBefore = age < now - DateTimeOffset.MinValue ? now - age : DateTimeOffset.MinValue };
    }

    // Reads the next sessions to delete, and moves the filter behind them. No read lasts longer than that, and none looks at what an earlier one did.
    private bool TakePage(ref SessionFilter filter, int batchSize, out List<SessionCursor> page)
    {
        SessionFilter next = filter with { Limit = Math.Min(batchSize, filter.Limit ?? batchSize) };
        page = Look(connection => ReadCursors(connection, next));
        if (page.Count == 0)
            return false;
        filter = filter with { After = page[^1], Limit = filter.Limit - page.Count };
        return true;
    }

    private List<SessionCursor> ReadCursors(Connection connection, SessionFilter filter)
    {
        var cursors = new List<SessionCursor>();
        if (Start(connection, filter, FilterSql.Head.Ids) is not { } statement)
            return cursors;
        try
        {
            while (statement.Step())
                cursors.Add(new(statement.GetKind(1) == ValueKind.Null ? null : statement.GetInt64(1), statement.GetString(0)));
            return cursors;
        }
        finally
        {
            connection.Return(statement);
        }
    }

    private BatchDelete Delete(Reading reading, List<SessionCursor> page, SessionFilter filter)
    {
        // Where in the list a session is, the page said.
        SessionFilter found = filter with { After = null };
        return new(reading.Filters.TextFor(found, FilterSql.Head.Delete), _schema.Sql.Runs, _deleting, page, found);
    }

    private RowDelete DeleteRow(string sessionId, string? userId) => new(userId is null ? _schema.Sql.Delete : _schema.Sql.DeleteOfUser, _deleting, sessionId, userId);

    private SessionDelete DeleteWithRuns(string sessionId, string? userId) => new(DeleteRow(sessionId, userId), RunSql, _deleting, sessionId);

    // Does a write on the table as it stands; where there is none, nothing.
    private TResult? RunOnTable<TWrite, TResult>(Func<Reading, TWrite> write)
        where TWrite : IWrite<TResult>
    {
        for (bool isRetry = false; Look(isRetry) is { } reading; isRetry = true)
        {
            try
            {
                return _connections.Lane.Run<TWrite, TResult>(write(reading));
            }
            catch (SqliteStorageException exception) when (exception.IsSchemaMismatch && !isRetry)
            {
                // The table was dropped or changed since it was looked at.
                Forget();
            }
        }
        return default;
    }

    private async ValueTask<TResult?> RunOnTableAsync<TWrite, TResult>(Func<Reading, TWrite> write, CancellationToken cancellationToken)
        where TWrite : IWrite<TResult>
    {
        for (bool isRetry = false; Look(isRetry) is { } reading; isRetry = true)
        {
            try
            {
                return await _connections.Lane.RunAsync<TWrite, TResult>(write(reading), cancellationToken).ConfigureAwait(false);
            }
            catch (SqliteStorageException exception) when (exception.IsSchemaMismatch && !isRetry)
            {
                Forget();
            }
        }
        return default;
    }

    // The table was seen once, unless it is to be looked at again.
    private Reading? Look(bool again) => (again ? null : _read) ?? Look(Look);
}
