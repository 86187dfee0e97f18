using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Schema;
using Agno.Storage.Sqlite.Statements;
using Agno.Storage.Sqlite.Writes;

namespace Agno.Storage.Sqlite;

// A new session with the runs of another.
public sealed partial class SqliteSessionStore<TSession>
{
    private const string SessionData = "session_data";

    private static bool IsAgnos => TSession.Table.SessionType is not null;

    /// <inheritdoc cref="ISessionStore{TSession}.ForkAsync"/>
    public TSession? Fork(string sessionId, string? atRun = null, string? userId = null)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        ForkWrite? fork = Fork(sessionId, atRun, ref userId);
        return fork is not null ? Run<ForkWrite, TSession?>(fork, sessionId) : null;
    }

    /// <inheritdoc/>
    public ValueTask<TSession?> ForkAsync(string sessionId, string? atRun = null, string? userId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        return ForkOneAsync(sessionId, atRun, userId, cancellationToken);
    }

    private async ValueTask<TSession?> ForkOneAsync(string sessionId, string? atRun, string? userId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ForkWrite? fork = Fork(sessionId, atRun, ref userId);
        return fork is not null ? await RunAsync<ForkWrite, TSession?>(fork, sessionId, cancellationToken).ConfigureAwait(false) : null;
    }

    private ForkWrite? Fork(string sessionId, string? atRun, ref string? userId)
    {
        ThrowIfNoRuns();
        return TryNarrow(ref userId) && Look() is not null ? new(this, sessionId, Guid.NewGuid().ToString(), atRun, userId, Now) : null;
    }

    // The row is copied within the database, so that columns that the record does not declare come along.
    private sealed class ForkWrite(SqliteSessionStore<TSession> store, string sessionId, string newId, string? atRun, string? userId, long now) : IWrite<TSession?>
    {
        public static bool IsCompound => true;

        public string Action => store._writing;

        public TSession? Run(Connection writer)
        {
            if (store.Look(writer) is not { } reading || !RunWrite.Exists(writer, store.RunSql, store._writing, sessionId, userId))
                return null;
            sessionId = store.StoredId(writer, reading, store._writing, sessionId);
            IReadOnlyList<CountedRun> runs = Cut(store.ReadAllRuns(writer, reading, sessionId));
            if (runs.FirstOrDefault(run => run.Run.Key is not null) is { Run: { } nameless })
                throw NotForked(nameless, new FormatException("Its run_id is not valid text."));
            CopyRow(writer);
            var ids = new ForkedIds(runs.Select(run => run.Run.RunId));
            CopyRuns(writer, runs, ids);
            try
            {
                // Read before it is committed: a fork that can't be given is not made.
                return store.Read(writer, reading, newId, userId, RunWindow.All);
            }
            catch (StorageException exception) when (exception.RunId is not null)
            {
                throw NotForked(runs.First(run => ids[run.Run.RunId] == exception.RunId).Run, exception.InnerException ?? exception);
            }
        }

        private IReadOnlyList<CountedRun> Cut(IReadOnlyList<CountedRun> runs)
        {
            if (atRun is null)
                return runs;
            for (int i = 0; i < runs.Count; i++)
                if (runs[i].Run.RunId == atRun)
                    return [.. runs.Take(i + 1)];
            throw new ArgumentException($"The session '{Shorten(sessionId)}' in table '{store.TableName}' has no run '{Shorten(atRun)}' to fork at: name one of its runs, or none to take them all.", nameof(atRun));
        }

        private void CopyRow(Connection writer)
        {
            var sql = new SqlTable(store.TableName);
            StoredTable table = StoredTable.Read(writer, sql.Name)!;
            string copy = CopySql(table, $"{sql}", "\"session_id\" = ?1", column =>
            {
                TableColumn? known = TSession.Table.Columns.FirstOrDefault(known => known.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase));
                return known?.Role switch
                {
                    // The runs that an older layout left in the row are copied into the table.
                    _ when (known is null && table.IsUnique(column)) || (IsAgnos && column.Name == "runs") => null,
                    ColumnRole.SessionId => "?2",
                    ColumnRole.CreatedAt or ColumnRole.UpdatedAt => "?3",
                    ColumnRole.Version => "1",
                    _ => ColumnSql.Quote(column.Name),
                };
            });
            Execute(writer, copy, statement =>
            {
                statement.Bind(1, sessionId);
                statement.Bind(2, newId);
                statement.Bind(3, now);
            });
            if (writer.Changes == 0)
                throw new StorageException($"A trigger of table '{store.TableName}' ignored the new session: change the trigger.");
            if (IsAgnos && table.Find(SessionData) is not null)
                SetOrigin(writer, sql);
        }

        // Copies rows within their table; the database gives some columns their values.
        private static string CopySql(StoredTable table, string name, string where, Func<StoredColumn, string?> valueOf)
        {
            (string Name, string? Value)[] columns = [.. table.Columns.Where(column => !column.IsGenerated).Select(column => (ColumnSql.Quote(column.Name), valueOf(column))).Where(column => column.Item2 is not null)];
            return $"INSERT INTO {name} ({string.Join(", ", columns.Select(column => column.Name))}) SELECT {string.Join(", ", columns.Select(column => column.Value))} FROM {name} WHERE {where}";
        }

        private void SetOrigin(Connection writer, SqlTable sql)
        {
            using RowBuffer data = RowBuffer.Rent(1);
            Execute(writer, $"SELECT {ColumnSql.Quote(SessionData)} FROM {sql} WHERE \"session_id\" = ?1", statement => statement.Bind(1, sessionId), statement =>
                data.WriteUtf8(0, ForkedJson.OfSession(statement.GetKind(0) == ValueKind.Null ? default : statement.GetText(0), sessionId)));
            Execute(writer, $"UPDATE {sql} SET {ColumnSql.Quote(SessionData)} = ?2 WHERE \"session_id\" = ?1", statement =>
            {
                statement.Bind(1, newId);
                statement.Bind(2, data, 0);
            });
        }

        // A run that an older layout left in the session's row gets a row; then all of them are numbered anew, in their order.
        private void CopyRuns(Connection writer, IReadOnlyList<CountedRun> runs, ForkedIds ids)
        {
            if (runs.Count == 0)
                return;
            bool isNumbered = runs.Any(run => run.Run.IsInSessionRow);
            string copy = CopyRunSql(writer);
            for (int i = 0; i < runs.Count; i++)
            {
                StoredRun run = runs[i].Run;
                byte[] data = DataOf(run, ids);
                bool isStored = run.IsInSessionRow
                    ? InsertRun(writer, new StoredRun(newId, ids[run.RunId], data, store._origin), i)
                    : CopyRun(writer, copy, runs[i], data, ids, isNumbered ? i : null);
                if (!isStored)
                    throw IgnoringTriggers.RunNotStored(store._schema.RunsTable, sessionId, run.RunId);
            }
        }

        private string CopyRunSql(Connection writer)
        {
            StoredTable table = StoredTable.Read(writer, store._schema.RunsTable)!;
            return CopySql(table, new SqlTable(store.TableName).Runs, "\"session_id\" = ?1 AND \"run_id\" = ?2", column => column.Name.ToLowerInvariant() switch
            {
                "session_id" => "?3",
                "run_id" => "?4",
                "parent_run_id" => "?5",
                "run_data" => "?6",
                "run_index" => "coalesce(?7, \"run_index\")",
                var name when RunTable.Columns.All(known => known.Name != name) && table.IsUnique(column) => null,
                _ => ColumnSql.Quote(column.Name),
            });
        }

        private bool CopyRun(Connection writer, string sql, CountedRun run, byte[] data, ForkedIds ids, int? index)
        {
            using RowBuffer values = RowBuffer.Rent(1);
            values.WriteUtf8(0, data);
            Execute(writer, sql, statement =>
            {
                statement.Bind(1, sessionId);
                statement.Bind(2, run.Run.RunId);
                statement.Bind(3, newId);
                statement.Bind(4, ids[run.Run.RunId]);
                if (run.ParentRunId is { } parent)
                    statement.Bind(5, ids.Find(parent) ?? parent);
                statement.Bind(6, values, 0);
                if (index is { } number)
                    statement.Bind(7, number);
            });
            return writer.Changes > 0;
        }

        private bool InsertRun(Connection writer, StoredRun run, int index)
        {
            using var encoder = new EncodedRuns(RunDefaults.Now(TSession.Table.Mode, now));
            using RowBuffer row = encoder.Encode(run);
            row.WriteInt64(RunTable.RunIndex, index);
            return RunsWrite.WritesRow(writer, store.RunSql.Insert, store._writing, row);
        }

        private byte[] DataOf(StoredRun run, ForkedIds ids)
        {
            try
            {
                return ForkedJson.OfRun(run.Data, newId, sessionId, ids, IsAgnos);
            }
            catch (Exception exception) when (IsUnreadable(exception))
            {
                throw NotForked(run, exception);
            }
        }

        private StorageException NotForked(StoredRun run, Exception exception) =>
            new($"The session '{Shorten(sessionId)}' in table '{store.TableName}' was not forked, because its run '{Shorten(run.RunId)}' can't be read: {exception.Message}", exception)
            {
                Table = store._schema.RunsTable,
                SessionId = sessionId,
                RunId = run.RunId,
            };

        private void Execute(Connection writer, string sql, Action<Statement> bind, Action<Statement>? read = null)
        {
            using var statement = new Statement(writer, sql, store._writing);
            bind(statement);
            while (statement.Step())
                read?.Invoke(statement);
        }
    }
}
