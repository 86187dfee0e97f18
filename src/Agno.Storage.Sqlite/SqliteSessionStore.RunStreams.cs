using System.Text.Json.Nodes;
using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;
using Agno.Storage.Sqlite.Writes;

namespace Agno.Storage.Sqlite;

// Streams of runs. Each page is a statement of its own that starts behind the last run of the page before.
public sealed partial class SqliteSessionStore<TSession>
{
    private const int RunsAtOnce = 64;

    /// <inheritdoc cref="ISessionStore{TSession}.ReadRunsAsync"/>
    public IEnumerable<TRun> ReadRuns<TRun>(string sessionId, RunFilter? filter = null)
        where TRun : notnull => RunsFrom<TRun>(sessionId, filter, CancellationToken.None);

    /// <inheritdoc/>
    public IAsyncEnumerable<TRun> ReadRunsAsync<TRun>(string sessionId, RunFilter? filter = null, CancellationToken cancellationToken = default)
        where TRun : notnull => RunsFrom<TRun>(sessionId, filter, cancellationToken);

    private RunStream<TRun> RunsFrom<TRun>(string sessionId, RunFilter? filter, CancellationToken cancellationToken)
        where TRun : notnull
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        string? userId = filter?.UserId;
        bool isOurs = TryNarrow(ref userId);
        Func<StoredRun, TRun>? decode = Runs is null ? null : DecoderOf<TRun>();
        return new(() => new(this, decode, sessionId, userId, filter?.After, isOurs ? filter?.Limit ?? int.MaxValue : 0), filter?.OnUnreadable, cancellationToken);
    }

    // How a run is made of a stored one; null where its row is wanted.
    private Func<StoredRun, TRun>? DecoderOf<TRun>()
        where TRun : notnull
    {
        string table = _schema.RunsTable;
        return Runs switch
        {
            _ when typeof(TRun) == typeof(RunRow) => null,
            SessionRuns<TSession, TRun> runs => run => runs.Decode(run, table),
            SessionRuns<TSession, JsonColumn<TRun>> runs => run => runs.Decode(run, table).Value ?? throw run.NotAnObject(table),
            SessionRuns<TSession, JsonColumn<JsonNode>> when typeof(TRun) == typeof(JsonObject) => run => run.ToJson(table).Value is TRun json ? json : throw run.NotAnObject(table),
            _ => throw OtherType(typeof(TRun)),
        };
    }

    private sealed class RunStream<TRun>(Func<RunPages<TRun>> begin, Action<StorageException>? onUnreadable, CancellationToken cancellationToken) : ItemStream<TRun>(onUnreadable, cancellationToken)
        where TRun : notnull
    {
        protected override Enumerator Begin(CancellationToken cancellationToken) => new RunEnumerator(this, begin(), cancellationToken);

        private sealed class RunEnumerator(RunStream<TRun> stream, RunPages<TRun> pages, CancellationToken cancellationToken) : Enumerator(stream, cancellationToken)
        {
            private List<RunPages<TRun>.Item> _page = [];
            private int _next;

            protected override bool TryStep(ref TRun current, out StorageException? unreadable)
            {
                unreadable = null;
                if (_next == _page.Count)
                    (_page, _next) = (pages.Next(), 0);
                if (_page.Count == 0)
                    return false;
                try
                {
                    current = pages.Decode(_page[_next++]);
                }
                catch (StorageException exception)
                {
                    unreadable = exception;
                }
                return true;
            }

            protected override void Close() => _page = [];
        }
    }

    private sealed class RunPages<TRun>(SqliteSessionStore<TSession> store, Func<StoredRun, TRun>? decode, string sessionId, string? userId, string? after, int limit)
        where TRun : notnull
    {
        private RunPlace? _place;

        // The runs of a session that has some in its own row, read at once; null for others.
        private Queue<StoredRun>? _merged;
        private int _left = limit;
        private bool _isStarted;

        /// <summary>A run that was read; its row where that is wanted.</summary>
        public readonly record struct Item(StoredRun Run, RunRow? Row);

        public TRun Decode(Item item) => item.Row is TRun row ? row : decode!(item.Run);

        public List<Item> Next()
        {
            ThrowIfNoRuns();
            return _left == 0 ? [] : store.ReadTable(this, static (_, connection, reading, pages) => pages.Next(connection, reading)) ?? [];
        }

        private List<Item> Next(Connection connection, Reading reading)
        {
            var page = new List<Item>();
            if (!RunWrite.Exists(connection, store.RunSql, store._reading, sessionId, userId))
                return page;
            if (!_isStarted)
                sessionId = store.StoredId(connection, reading, store._reading, sessionId);
            // A stream of rows is its table's, as in Agno 3, whatever an older layout left in the sessions' rows; where an upgrade is to move that, it counts.
            if (!_isStarted && (decode is not null || reading.List is { IsMoved: true }) && store.ReadList(connection, reading, sessionId) is { Count: > 0 } list)
                _merged = new(Behind(LegacyRuns.Merge(list, store.ReadRows(connection, reading, sessionId, RunWindow.All))));
            _isStarted |= _merged is not null;
            if (_merged is not null)
                return Next(connection, reading, _merged);
            if (!store.HasRuns(connection, reading))
                return page;
            RunPlace? behind = _isStarted || after is null ? _place : Find(connection);
            using Statement statement = connection.Rent(RunRows.Sql(store.RunSql, behind), store._reading);
            RunRows.Bind(statement, sessionId, behind, Math.Min(_left, RunsAtOnce));
            while (statement.Step())
            {
                StoredRun run = RunRows.Read(statement, sessionId, store._origin).Run;
                page.Add(new(run, typeof(TRun) == typeof(RunRow) ? RunRows.ReadRow(statement, run, store._schema.RunsTable) : null));
                _place = RunRows.PlaceOf(statement);
            }
            _isStarted = true;
            _left -= page.Count;
            return page;
        }

        private List<Item> Next(Connection connection, Reading reading, Queue<StoredRun> runs)
        {
            var page = new List<Item>();
            while (page.Count < Math.Min(_left, RunsAtOnce) && runs.TryDequeue(out StoredRun? run))
                page.Add(new(run, typeof(TRun) == typeof(RunRow) ? RowOf(connection, reading, run) : null));
            _left -= page.Count;
            return page;
        }

        // Of a run that is not a row yet, the row that it will be.
        private RunRow RowOf(Connection connection, Reading reading, StoredRun run)
        {
            if (store.HasRuns(connection, reading))
            {
                using Statement statement = connection.Rent(store.RunSql.ReadOne, store._reading);
                RunRows.Bind(statement, run.SessionId, run.RunId, run.Key);
                if (statement.Step())
                    return RunRows.ReadRow(statement, run, store._schema.RunsTable);
            }
            using var encoder = new EncodedRuns(RunDefaults.Now(TSession.Table.Mode, store.Now));
            using RowBuffer row = encoder.Encode(run);
            return RunRows.ReadRow(row, run, store._schema.RunsTable);
        }

        private IEnumerable<StoredRun> Behind(IEnumerable<CountedRun> runs)
        {
            StoredRun[] all = [.. runs.Select(run => run.Run)];
            return after is null ? all
                : Array.FindIndex(all, run => run.RunId == after) is var place and >= 0 ? all.Skip(place + 1)
                : throw NoStart();
        }

        private ArgumentException NoStart() =>
            new($"The session '{Shorten(sessionId)}' in table '{store.TableName}' has no run '{Shorten(after!)}' to start behind: start from the first, or behind a run that is still there.", nameof(RunFilter.After));

        private RunPlace Find(Connection connection)
        {
            using Statement statement = connection.Rent(store.RunSql.ReadOne, store._reading);
            statement.Bind(1, sessionId);
            statement.Bind(2, after!);
            return statement.Step() ? RunRows.PlaceOf(statement) : throw NoStart();
        }
    }
}
