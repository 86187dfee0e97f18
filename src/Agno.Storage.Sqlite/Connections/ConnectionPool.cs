using System.Collections.Concurrent;

namespace Agno.Storage.Sqlite.Connections;

/// <summary>
/// The connections of one database: a writer, and readers beside it that are opened when they are needed. A database in
/// memory, or a connection of the caller's, is one connection for both.
/// </summary>
internal sealed class ConnectionPool : IDisposable
{
    private readonly string? _path;
    private readonly SqliteStorageOptions _options;
    private readonly Connection? _writer;
    private readonly Connection? _shared;
    private readonly ConcurrentStack<Connection> _idleReaders = new();

    // The reader that was used last: taking and leaving it is one exchange, and allocates nothing.
    private Connection? _lastReader;
    private volatile bool _isDisposed;

    private ConnectionPool(string? path, SqliteStorageOptions options, Connection? writer, Connection? shared)
    {
        _path = path;
        _options = options;
        _writer = writer;
        _shared = shared;
    }

    public SqliteStorageOptions Options => _options;

    public bool IsDisposed => _isDisposed;

    public static ConnectionPool OfFile(string path, SqliteStorageOptions options)
    {
        if (!options.ReadOnly)
            return new(path, options, Connection.Open(path, options, isReader: false), shared: null);

        // Opening a reader now finds a file that is missing or no database.
        var pool = new ConnectionPool(path, options, writer: null, shared: null);
        pool._idleReaders.Push(Connection.Open(path, options, isReader: true));
        return pool;
    }

    public static ConnectionPool OfOne(Connection connection) => new(path: null, connection.Options, connection, connection);

    /// <summary>The connection that writes. Hold its gate for the whole of a transaction.</summary>
    /// <exception cref="StorageException">The storage was opened read-only.</exception>
    public Connection Writer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(SqliteStorage));
            return _writer ?? throw new StorageException("The storage was opened read-only (SqliteStorageOptions.ReadOnly): open it without that option to write.");
        }
    }

    /// <summary>Takes a connection to read from.</summary>
    public Connection RentReader()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(SqliteStorage));
        if (_shared is not null)
            return _shared;
        return Interlocked.Exchange(ref _lastReader, null)
            ?? (_idleReaders.TryPop(out Connection? reader) ? reader : Connection.Open(_path!, _options, isReader: true));
    }

    /// <summary>Gives a connection back.</summary>
    public void Return(Connection reader)
    {
        if (ReferenceEquals(reader, _shared))
            return;
        if (Interlocked.CompareExchange(ref _lastReader, reader, null) is not null)
            _idleReaders.Push(reader);
        // Disposal may have emptied the stack between the reader's last use and now.
        if (_isDisposed)
            CloseIdleReaders();
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        CloseIdleReaders();
        if (_writer is not null)
            lock (_writer.Gate)
                _writer.Dispose();
    }

    private void CloseIdleReaders()
    {
        while ((Interlocked.Exchange(ref _lastReader, null) ?? (_idleReaders.TryPop(out Connection? idle) ? idle : null)) is { } reader)
            lock (reader.Gate)
                reader.Dispose();
    }
}
