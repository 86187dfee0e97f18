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
        ForkWrite? fork = Fork(sessionId, atRun, ref userId);
        return fork is not null && Run<ForkWrite, bool>(fork, sessionId) ? Read(fork.NewId, userId) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<TSession?> ForkAsync(string sessionId, string? atRun = null, string? userId = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ForkWrite? fork = Fork(sessionId, atRun, ref userId);
        return fork is not null && await RunAsync<ForkWrite, bool>(fork, sessionId, cancellationToken).ConfigureAwait(false) ? Read(fork.NewId, userId) : null;
    }

    private ForkWrite? Fork(string sessionId, string? atRun, ref string? userId)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        ThrowIfNoRuns();
        return TryNarrow(ref userId) && Look() is not null ? new(this, sessionId, Guid.NewGuid().ToString(), atRun, userId, Now) : null;
    }

    // The row is copied within the database, so that columns that the record does not declare come along.
    private sealed class ForkWrite(SqliteSessionStore<TSession> store, string sessionId, string newId, string? atRun, string? userId, long now) : IWrite<bool>
    {
        public static bool IsCompound => true;

        public string Action => store._writing;

        public string NewId => newId;

        public bool Run(Connection writer)
        {
            if (store.Look(writer) is not { } reading || !RunWrite.Exists(writer, store.RunSql, store._writing, sessionId, userId))
                return false;
            IReadOnlyList<CountedRun> runs = Cut(store.ReadAllRuns(writer, reading, sessionId));
            CopyRow(writer);
            CopyRuns(writer, runs);
            return true;
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
            StoredTable table = StoredTable.Read(writer, store.TableName)!;
            var names = new List<string>();
            var values = new List<string>();
            foreach (StoredColumn column in table.Columns)
            {
                TableColumn? known = TSession.Table.Columns.FirstOrDefault(known => known.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase));
                // The database gives these their values. The runs that an older layout left in the row are copied into the table.
                if (column.IsGenerated || (known is null && table.IsUnique(column)) || (IsAgnos && column.Name == "runs"))
                    continue;
                names.Add(ColumnSql.Quote(column.Name));
                values.Add(known?.Role switch
                {
                    ColumnRole.SessionId => "?2",
                    ColumnRole.CreatedAt or ColumnRole.UpdatedAt => "?3",
                    ColumnRole.Version => "1",
                    _ => ColumnSql.Quote(column.Name),
                });
            }
            var sql = new SqlTable(store.TableName);
            Execute(writer, $"INSERT INTO {sql} ({string.Join(", ", names)}) SELECT {string.Join(", ", values)} FROM {sql} WHERE \"session_id\" = ?1", statement =>
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

        private void CopyRuns(Connection writer, IReadOnlyList<CountedRun> runs)
        {
            Dictionary<string, string> ids = runs.ToDictionary(run => run.Run.RunId, _ => Guid.NewGuid().ToString());
            using var encoder = new EncodedRuns(TSession.Table.Mode, now);
            foreach (StoredRun run in runs.Select(run => run.Run))
            {
                byte[] data = ForkedJson.OfRun(run.Data, newId, sessionId, ids, IsAgnos);
                using RowBuffer row = encoder.Encode(new StoredRun(newId, ids[run.RunId], data, store._connections));
                RunsWrite.WritesRow(writer, store.RunSql.Insert, store._writing, row);
            }
        }

        private void Execute(Connection writer, string sql, Action<Statement> bind, Action<Statement>? read = null)
        {
            using var statement = new Statement(writer, sql, store._writing);
            bind(statement);
            while (statement.Step())
                read?.Invoke(statement);
        }
    }
}
