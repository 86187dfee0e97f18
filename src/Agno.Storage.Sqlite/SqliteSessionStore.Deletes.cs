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
        return Runs is null
            ? RunOnTable<(string, string?), RowDelete, bool>((sessionId, userId), static (store, _, session) => store.DeleteRow(session))
            : RunOnTable<(string, string?), SessionDelete, bool>((sessionId, userId), static (store, _, session) => store.DeleteWithRuns(session));
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(string sessionId, string? userId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        return DeleteOneAsync(sessionId, userId, cancellationToken);
    }

    private async ValueTask<bool> DeleteOneAsync(string sessionId, string? userId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!TryNarrow(ref userId))
            return false;
        return Runs is null
            ? await RunOnTableAsync<(string, string?), RowDelete, bool>((sessionId, userId), static (store, _, session) => store.DeleteRow(session), cancellationToken).ConfigureAwait(false)
            : await RunOnTableAsync<(string, string?), SessionDelete, bool>((sessionId, userId), static (store, _, session) => store.DeleteWithRuns(session), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="ISessionStore{TSession}.DeleteManyAsync"/>
    public long DeleteMany(SessionFilter filter, int batchSize = 500)
    {
        CheckBatch(filter, batchSize);
        if (!TryNarrow(ref filter!))
            return 0;
        var pages = new DeletePages(this, filter, batchSize);
        while (pages.Next() is { Count: > 0 } page)
            pages.Deleted += RunOnTable<(List<StoredValue>, SessionFilter), BatchDelete, long>((page, filter), static (store, reading, batch) => store.DeleteBatch(reading, batch));
        return pages.End();
    }

    /// <inheritdoc/>
    public ValueTask<long> DeleteManyAsync(SessionFilter filter, int batchSize = 500, CancellationToken cancellationToken = default)
    {
        CheckBatch(filter, batchSize);
        return DeletePagesAsync(filter, batchSize, cancellationToken);
    }

    private async ValueTask<long> DeletePagesAsync(SessionFilter? filter, int batchSize, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!TryNarrow(ref filter))
            return 0;
        var pages = new DeletePages(this, filter!, batchSize);
        while (pages.Next() is { Count: > 0 } page)
            pages.Deleted += await RunOnTableAsync<(List<StoredValue>, SessionFilter), BatchDelete, long>((page, filter!), static (store, reading, batch) => store.DeleteBatch(reading, batch), cancellationToken).ConfigureAwait(false);
        return pages.End();
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
        if (age >= now - DateTimeOffset.MinValue)
            return new() { UpdatedBefore = DateTimeOffset.MinValue };
        // Stored times have lost their fraction: a session may have been stored at the end of its second.
        return new() { UpdatedBefore = DateTimeOffset.FromUnixTimeSeconds((now - age).ToUnixTimeSeconds()) };
    }

    private BatchDelete DeleteBatch(Reading reading, (List<StoredValue> Page, SessionFilter Filter) batch) =>
        // Where in the list a session is, the page said.
        new(reading.Filters.TextFor(batch.Filter, behind: null, FilterSql.Head.Delete), _runTables, _deleting, batch.Page, batch.Filter);

    private RowDelete DeleteRow((string Id, string? UserId) session) =>
        new(session.UserId is null ? _schema.Sql.Delete : _schema.Sql.DeleteOfUser, _deleting, session.Id, session.UserId);

    private SessionDelete DeleteWithRuns((string Id, string? UserId) session) => new(DeleteRow(session), _runTables!, _deleting, session.Id);

    // The sessions to delete, page by page. No read lasts longer than that, and none looks at what an earlier one did.
    private sealed class DeletePages(SqliteSessionStore<TSession> store, SessionFilter filter, int batchSize)
    {
        private ListPlace? _behind = ListPlace.Of(filter.After);
        private int? _left = filter.Limit;
        private long _nameless;

        /// <summary>How many sessions were deleted so far.</summary>
        public long Deleted { get; set; }

        /// <summary>The ids of the next page, as they are stored; empty at the end.</summary>
        public List<StoredValue> Next()
        {
            var page = new List<StoredValue>();
            // A page of rows without an id has nothing to delete, and is not the end.
            while (page.Count == 0 && Read(page))
            {
            }
            return page;
        }

        /// <summary>How many sessions were deleted.</summary>
        /// <exception cref="StorageException">Rows were found that can't be deleted by their id.</exception>
        public long End() => _nameless == 0 ? Deleted : throw new StorageException(
            $"{Deleted} sessions were deleted from table '{store.TableName}', but {_nameless} rows were not, because their session_id is NULL: delete them with SQL, or give them an id.")
        {
            Table = store.TableName,
            Column = TSession.Table.Columns[0].Name,
        };

        private bool Read(List<StoredValue> page)
        {
            if (_left == 0)
                return false;
            SessionFilter next = filter with { Limit = Math.Min(batchSize, _left ?? batchSize) };
            ListPlace? behind = _behind;
            int read = store.ReadTable((Pages: this, Filter: next, Behind: behind, Page: page), static (store, connection, reading, list) =>
            {
                list.Page.Clear();
                return list.Pages.Read(connection, reading, list.Filter, list.Behind, list.Page);
            });
            _left -= read;
            _nameless += page.RemoveAll(static id => id.IsNull);
            return read > 0;
        }

        private int Read(Connection connection, Reading reading, SessionFilter next, ListPlace? behind, List<StoredValue> page)
        {
            using Statement statement = connection.Rent(reading.Filters.TextFor(next, behind, FilterSql.Head.Ids), store._reading);
            FilterSql.Bind(statement, next, behind);
            while (statement.Step())
            {
                _behind = ListPlace.Behind(statement);
                page.Add(_behind.Value.SessionId);
                if (behind is { } before && before.IsSame(_behind.Value))
                    throw new StorageException($"{Deleted} sessions were deleted from table '{store.TableName}', but the list of the others does not go on, because the database gives a row again that it gave before: check the file with 'PRAGMA integrity_check'.") { Table = store.TableName };
            }
            return page.Count;
        }
    }
}
