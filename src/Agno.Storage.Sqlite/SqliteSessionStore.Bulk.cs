using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Writes;

namespace Agno.Storage.Sqlite;

// Many sessions at once.
public sealed partial class SqliteSessionStore<TSession>
{
    // A transaction ends at whichever comes first: so many rows that its commit costs little, or so many bytes that others don't wait long.
    private const int RowsAtOnce = 2000;
    private const int BytesAtOnce = 8 << 20;

    /// <inheritdoc cref="ISessionStore{TSession}.UpsertManyAsync"/>
    public long UpsertMany(IEnumerable<TSession> sessions, IProgress<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        using var batch = new Batch();
        foreach (TSession session in sessions)
        {
            if (batch.IsEmpty)
                batch.Begin(Open(session, IdOf));
            batch.Add(session, this);
            if (batch.IsFull)
                Report(Store(batch), progress);
        }
        if (!batch.IsEmpty)
            Report(Store(batch), progress);
        return batch.Stored;
    }

    /// <inheritdoc/>
    public ValueTask<long> UpsertManyAsync(IAsyncEnumerable<TSession> sessions, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        return UpsertBatchesAsync(sessions, progress, cancellationToken);
    }

    private async ValueTask<long> UpsertBatchesAsync(IAsyncEnumerable<TSession> sessions, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var batch = new Batch();
        await foreach (TSession session in sessions.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (batch.IsEmpty)
                batch.Begin(await OpenAsync(session, IdOf, cancellationToken).ConfigureAwait(false));
            batch.Add(session, this);
            if (batch.IsFull)
                Report(await StoreAsync(batch, cancellationToken).ConfigureAwait(false), progress);
        }
        if (!batch.IsEmpty)
            Report(await StoreAsync(batch, cancellationToken).ConfigureAwait(false), progress);
        return batch.Stored;
    }

    private long Store(Batch batch)
    {
        try
        {
            return batch.Accept(Run<BulkWrite, StoredRow[]>(new(this, batch), batch.FirstId), this);
        }
        catch (RefusedRow refused)
        {
            throw Refusal(refused.Session, Find(refused.Session.SessionId));
        }
    }

    private async ValueTask<long> StoreAsync(Batch batch, CancellationToken cancellationToken)
    {
        try
        {
            return batch.Accept(await RunAsync<BulkWrite, StoredRow[]>(new(this, batch), batch.FirstId, cancellationToken).ConfigureAwait(false), this);
        }
        catch (RefusedRow refused)
        {
            throw Refusal(refused.Session, Find(refused.Session.SessionId));
        }
    }

    private static void Report(long stored, IProgress<long>? progress) => progress?.Report(stored);

    // All of a batch or nothing: one row that fails or is refused undoes its batch, and is named.
    private readonly struct BulkWrite(SqliteSessionStore<TSession> store, Batch batch) : IWrite<StoredRow[]>
    {
        public static bool IsCompound => true;

        public string Action => store._writing;

        public StoredRow[] Run(Connection writer)
        {
            var stored = new StoredRow[batch.Rows.Count];
            for (int i = 0; i < stored.Length; i++)
            {
                EncodedSession encoded = batch.Rows[i];
                try
                {
                    stored[i] = TurnWrite.Run(writer, store.UpsertSql, store._writing, encoded.Row, store.RunsOf(encoded));
                }
                catch (SqliteStorageException exception) when (!exception.IsSchemaMismatch)
                {
                    throw store.InContext(exception, encoded.SessionId);
                }
                if (!stored[i].Exists)
                    throw new RefusedRow(encoded);
            }
            return stored;
        }
    }

    // Undoes its batch. What the row met is looked for afterwards: within the group commit it may not be committed yet, and then nobody else sees it.
    private sealed class RefusedRow(EncodedSession session) : Exception
    {
        public EncodedSession Session { get; } = session;
    }

    private sealed class Batch : IDisposable
    {
        private readonly List<TSession> _sessions = [];
        private readonly List<EncodedSession> _rows = [];
        private long _bytes;
        private WriteCall _call;

        public IReadOnlyList<EncodedSession> Rows => _rows;

        public string FirstId => _rows[0].SessionId;

        public bool IsEmpty => _rows.Count == 0;

        public bool IsFull => _rows.Count >= RowsAtOnce || _bytes >= BytesAtOnce;

        /// <summary>How many sessions were stored so far.</summary>
        public long Stored { get; private set; }

        /// <summary>Begins a transaction's part with a place for it.</summary>
        public void Begin(WriteCall call) => _call = call;

        public void Add(TSession session, SqliteSessionStore<TSession> store)
        {
            EncodedSession encoded = store.Encode(session, _call);
            _sessions.Add(session);
            _rows.Add(encoded);
            _bytes += encoded.Size;
        }

        /// <summary>Gives the sessions of the batch their times and empties it.</summary>
        public long Accept(StoredRow[] stored, SqliteSessionStore<TSession> store)
        {
            for (int i = 0; i < stored.Length; i++)
                store.Times(_sessions[i], _rows[i], stored[i]);
            Stored += stored.Length;
            Clear();
            return Stored;
        }

        public void Dispose() => Clear();

        private void Clear()
        {
            foreach (EncodedSession row in _rows)
                row.Dispose();
            _rows.Clear();
            _sessions.Clear();
            _bytes = 0;
            _call.Dispose();
            _call = default;
        }
    }
}
