using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Connections;

/// <summary>
/// The connections of one database: a writer, and readers beside it. A database in memory, or a connection of the caller's, is one connection for both.
/// </summary>
internal sealed class ConnectionPool : IAsyncDisposable
{
    private readonly SqliteStorageOptions _options;
    private readonly Connection? _writer;

    // One of the two is there.
    private readonly ReaderPool? _readers;
    private readonly Connection? _shared;
    private volatile bool _isDisposed;

    // Written and read by the thread that uses the writer.
    private bool _isEndedWithin;

    private readonly WriteLane? _lane;
    private readonly bool _isInTransaction;

    // For a transaction, the storage's own.
    private readonly ConnectionPool? _outer;

    // The statements of a transaction's streams, which end with it. Used by the thread that uses the writer.
    private readonly HashSet<Statement>? _streams;
    private volatile bool _isCommitted;

    private ConnectionPool(SqliteStorageOptions options, Connection? writer, ReaderPool? readers = null, Connection? shared = null, ConnectionPool? outer = null)
    {
        bool isInTransaction = outer is not null;
        _outer = outer;
        _options = options;
        _writer = writer;
        _readers = readers;
        _shared = shared;
        _isInTransaction = isInTransaction;
        _streams = isInTransaction ? [] : null;
        _lane = writer is null ? null : new WriteLane(writer, isInTransaction);
    }

    public SqliteStorageOptions Options => _options;

    /// <summary>The file, under its real name; null for a database in memory.</summary>
    public string? FileName { get; private init; }

    public bool IsDisposed => _isDisposed;

    public static ConnectionPool OfFile(string path, SqliteStorageOptions options)
    {
        Connection first = Connection.Open(path, options, isReader: options.ReadOnly);
        // Under its real name: a symbolic link may lead elsewhere by the time that another connection is opened.
        string file = first.FileName ?? path;
        if (!options.ReadOnly)
            return new(options, first, new ReaderPool(file, options, first.File?.Files)) { FileName = file };
        var readers = new ReaderPool(file, options);
        readers.Adopt(first);
        return new(options, writer: null, readers) { FileName = file };
    }

    public static ConnectionPool OfOne(Connection connection) => new(connection.Options, connection, shared: connection) { FileName = connection.FileName };

    /// <summary>The same connection for reading and writing within a transaction that is open on it. It stays open when the pool is disposed of.</summary>
    public static ConnectionPool OfTransaction(ConnectionPool outer) => new(outer.Options, outer.Writer, shared: outer.Writer, outer: outer);

    /// <summary>Notes that the transaction was committed: what it read and wrote is in the database.</summary>
    public void SetCommitted() => _isCommitted = true;

    /// <summary>Whether what was read or written through another pool is in this one's database: that of the same storage, unless it was part of a transaction that did not commit.</summary>
    public bool Holds(ConnectionPool other) =>
        ReferenceEquals(other, this) || ReferenceEquals(other, _outer) || (other._isCommitted && ReferenceEquals(other._outer, _outer ?? this));

    /// <summary>The way to the connection that writes.</summary>
    /// <exception cref="StorageException">The storage was opened read-only.</exception>
    public WriteLane Lane
    {
        get
        {
            ThrowIfDisposed();
            return _lane ?? throw new StorageException("The storage was opened read-only (SqliteStorageOptions.ReadOnly): open it without that option to write.");
        }
    }

    /// <summary>The connection that writes, for whoever has taken the lane. Enter it.</summary>
    public Connection Writer => _writer!;

    public void ThrowIfDisposed() =>
        ObjectDisposedException.ThrowIf(_isDisposed, _isInTransaction ? typeof(SqliteStorageTransaction) : typeof(SqliteStorage));

    /// <summary>Takes a connection to read from.</summary>
    public Connection RentReader()
    {
        ThrowIfDisposed();
        return _shared ?? _readers!.Rent();
    }

    /// <inheritdoc cref="RentReader"/>
    public ValueTask<Connection> RentReaderAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return _shared is null ? _readers!.RentAsync(cancellationToken) : new(_shared);
    }

    /// <summary>Notes a statement that is stepped in several calls. Its connection is entered.</summary>
    public void AddStream(Statement statement) => _streams?.Add(statement);

    /// <summary>Forgets a stream's statement, before it is given back.</summary>
    public void RemoveStream(Statement statement) => _streams?.Remove(statement);

    /// <summary>Ends the streams of a transaction: what they read would keep the writer in the past. Streams of others, on the same connection, go on. The writer is entered.</summary>
    public void EndStreams()
    {
        foreach (Statement statement in _streams!)
            statement.Reset();
    }

    /// <summary>Gives a connection back.</summary>
    public void Return(Connection reader) => _readers?.Return(reader);

    /// <summary>Reads on a connection, which is entered and without a transaction. Where one is there for reading and writing, the writes wait.</summary>
    /// <exception cref="StorageException">A connection of the caller's is in a transaction.</exception>
    public void ReadCommitted(Action<Connection> read)
    {
        WriteLane? lane = _shared is null ? null : Lane;
        lane?.Take(new Lease("A copy of the database has been made by this process", "Write when it is done, or raise the timeout."), lane.Start());
        try
        {
            Connection connection = RentReader();
            try
            {
                using (connection.Enter())
                {
                    if (connection.IsInTransaction)
                        throw new StorageException("The caller's connection is in a transaction: end that one first.");
                    read(connection);
                }
            }
            finally
            {
                Return(connection);
            }
        }
        finally
        {
            lane?.Release();
        }
    }

    /// <summary>
    /// Finishes the writes that were accepted and closes the connections. Called by a function or converter that the storage calls while it uses the connection, it only begins that: what is in
    /// use can't be closed, and what was accepted may wait for it.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        if (_writer is not null)
            Callback.ThrowIfWithin(_writer);
        if (Refuse())
            _ = Task.Run(async () => await CloseAsync().ConfigureAwait(false));
        else
            await CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Takes no more calls; says whether this was called within one, which then fails.</summary>
    public bool Refuse()
    {
        _isDisposed = true;
        return _isEndedWithin = _writer is { IsEntered: true };
    }

    /// <summary>Throws where the call that is under way has ended what it works on, by code of the caller's that it called.</summary>
    public void ThrowIfEndedWithin()
    {
        if (_isEndedWithin || _outer is { _isEndedWithin: true })
            throw new ObjectDisposedException(nameof(SqliteStorage), "A function or converter that this call has called disposed of the storage, or of the transaction, that the call works on.");
    }

    /// <summary>Finishes the writes that were accepted and closes the connections, once no more calls are taken.</summary>
    public async ValueTask CloseAsync()
    {
        if (_lane is not null)
            await _lane.CloseAsync().ConfigureAwait(false);
        _readers?.Close();
        if (_writer is not null && !_isInTransaction)
            using (_writer.Enter())
                _writer.Dispose();
    }
}
