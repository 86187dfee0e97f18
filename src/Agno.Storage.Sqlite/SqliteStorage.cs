using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite;

/// <summary>
/// One SQLite database of sessions: a file, a database in memory, or a caller-owned connection. Thread-safe.
/// Disposing of it finishes the running calls and closes everything that it opened.
/// </summary>
public sealed class SqliteStorage : ISessionStorage, IAsyncDisposable, IDisposable
{
    private readonly ConnectionPool _connections;
    private readonly StoreCache _stores;

    static SqliteStorage() => SQLitePCL.Batteries_V2.Init();

    private SqliteStorage(ConnectionPool connections)
    {
        _connections = connections;
        _stores = new(connections);
    }

    /// <summary>Opens a file. The file and its directory are created if they are missing, unless the options say read-only.</summary>
    /// <remarks>If the path contains symbolic links, the storage keeps the file that they lead to now.</remarks>
    /// <param name="path">The file's path. <c>:memory:</c>, a URI or a connection string is not a path; a file that really has such a name is opened as <c>./name</c>.</param>
    /// <param name="options">How it is opened and used; null for the defaults.</param>
    /// <exception cref="ArgumentException">The path is empty, or not a path.</exception>
    /// <exception cref="StorageException">The file can't be opened, or is not an SQLite database.</exception>
    public static SqliteStorage Open(string path, SqliteStorageOptions? options = null)
    {
        DataSource.ThrowIfNotPath(path);
        return OpenFile(path, options ?? new());
    }

    private static SqliteStorage OpenFile(string path, SqliteStorageOptions options)
    {
        string full = Path.GetFullPath(path);
        if (!options.ReadOnly)
            CreateDirectory(Path.GetDirectoryName(full));
        return new(ConnectionPool.OfFile(full, options));
    }

    /// <summary>Opens a database in memory that lives as long as the storage.</summary>
    /// <param name="options">How it is used; null for the defaults.</param>
    /// <exception cref="ArgumentException">The options say read-only.</exception>
    public static SqliteStorage OpenInMemory(SqliteStorageOptions? options = null)
    {
        if (options is { ReadOnly: true })
            throw new ArgumentException("A database in memory starts empty and can't be read-only.", nameof(options));
        return new(ConnectionPool.OfOne(Connection.Open(Connection.InMemory, options ?? new(), isReader: false)));
    }

    /// <summary>
    /// Opens a database by a connection string of Microsoft.Data.Sqlite. <c>Data Source</c>, <c>Mode</c> and <c>Default Timeout</c> are read as that library reads them: with a path,
    /// <c>:memory:</c>, a <c>file:</c> URI whose only parameter is <c>mode</c>, and the data directory (<c>|DataDirectory|</c>, relative paths). <c>Pooling</c> is accepted and changes
    /// nothing, because a storage keeps its own connections. Any other keyword is refused.
    /// </summary>
    /// <param name="connectionString">The connection string, such as <c>Data Source=agents.db;Mode=ReadOnly</c>.</param>
    /// <param name="options">How it is used; null for the defaults. The connection string takes precedence.</param>
    /// <exception cref="ArgumentException">The connection string is malformed or has a keyword that is not supported.</exception>
    /// <exception cref="StorageException">The file can't be opened, or is not an SQLite database.</exception>
    public static SqliteStorage OpenConnectionString(string connectionString, SqliteStorageOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var parsed = new SqliteConnectionStringBuilder(connectionString);
        foreach (string keyword in parsed.Keys)
            if (parsed.ShouldSerialize(keyword) && keyword is not ("Data Source" or "Mode" or "Default Timeout" or "Pooling"))
                throw new ArgumentException($"The keyword '{keyword}' is not supported here: open a SqliteConnection with it, and the storage on that connection.", nameof(connectionString));

        options ??= new();
        if (parsed.ShouldSerialize("Default Timeout"))
            options = options with { BusyTimeout = TimeSpan.FromSeconds(parsed.DefaultTimeout) };
        (string path, SqliteOpenMode mode) = DataSource.Of(parsed);
        if (path == Connection.InMemory)
            return OpenInMemory(options);
        if (mode == SqliteOpenMode.ReadOnly)
            options = options with { ReadOnly = true };
        if (mode == SqliteOpenMode.ReadWrite && !File.Exists(path))
            throw new StorageException($"The database '{path}' does not exist, and Mode=ReadWrite does not create it: check the path, or leave Mode out.");
        return OpenFile(path, options);
    }

    /// <summary>
    /// Uses a caller-owned connection. It must be open, and nobody else may use it while the storage lives. Its settings are kept, except for the busy timeout. Dispose of the storage
    /// before you close the connection.
    /// </summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="options">How it is used; null for the defaults. Options about opening don't apply.</param>
    /// <exception cref="ArgumentException">The connection is not open.</exception>
    public static SqliteStorage OpenConnection(SqliteConnection connection, SqliteStorageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (connection.Handle is null)
            throw new ArgumentException("The connection is not open: call Open on it first.", nameof(connection));
        return new(ConnectionPool.OfOne(Connection.Borrow(connection.Handle, options ?? new())));
    }

    /// <summary>The store of a session type. The same call gives the same store.</summary>
    /// <typeparam name="TSession">A type that carries <see cref="SessionRecordAttribute"/>.</typeparam>
    /// <param name="table">The table; null for the one that the type declares.</param>
    /// <exception cref="ArgumentException">The table's name is not valid; see <see cref="SqlTable(string)"/>.</exception>
    /// <exception cref="StorageException">The type was compiled without SQL for SQLite.</exception>
    /// <exception cref="ObjectDisposedException">The storage has been disposed.</exception>
    public SqliteSessionStore<TSession> Sessions<TSession>(string? table = null)
        where TSession : class, ISessionRecord<TSession>
    {
        _connections.ThrowIfDisposed();
        return _stores.Get<TSession>(table);
    }

    ISessionStore<TSession> ISessionStores.Sessions<TSession>(string? table) => Sessions<TSession>(table);

    /// <summary>
    /// Begins a transaction: everything that its stores write takes effect together, when it is committed, and nobody else sees it before. Nobody else can write in the meantime: other
    /// writes and transactions, including those of the same thread, wait for its end, at most as long as <see cref="SqliteStorageOptions.BusyTimeout"/>. Keep it short, and write
    /// through its stores.
    /// </summary>
    /// <exception cref="StorageBusyException">Another process held the write lock, or this process had an open transaction, for longer than the busy timeout.</exception>
    /// <exception cref="InvalidOperationException">The caller is a function or converter that the storage calls while it uses the database.</exception>
    /// <exception cref="StorageException">The storage was opened read-only.</exception>
    /// <exception cref="ObjectDisposedException">The storage has been disposed.</exception>
    public SqliteStorageTransaction Begin() => SqliteStorageTransaction.Begin(_connections, _stores);

    /// <inheritdoc cref="Begin"/>
    /// <param name="cancellationToken">Cancels the wait for other writes.</param>
    public ValueTask<SqliteStorageTransaction> BeginAsync(CancellationToken cancellationToken = default) =>
        SqliteStorageTransaction.BeginAsync(_connections, _stores, cancellationToken);

    async ValueTask<IStorageTransaction> ISessionStorage.BeginAsync(CancellationToken cancellationToken) => await BeginAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Copies the current state of the database to another file, while others read and write it. The copy is whole or absent: it is written next to its path under a name that ends
    /// with <c>.partial</c>, checked, written to the disk, and only then renamed. It is one file, without a log.
    /// </summary>
    /// <remarks>
    /// Nobody waits for the copy, but the write-ahead log grows with everything that is written in the meantime, as it does while a list is read. A database in memory or on a
    /// caller-owned connection has only one connection: there, calls wait until the copy is made. A process that ends in the meantime may leave the <c>.partial</c> file behind, which
    /// can be deleted.
    /// </remarks>
    /// <param name="path">The copy's path. The file must not exist. Its directory is created if it is missing.</param>
    /// <param name="progress">Receives the progress every few megabytes. May be null.</param>
    /// <param name="cancellationToken">Cancels the copy. Nothing is left of it then.</param>
    /// <exception cref="ArgumentException">The path is empty, not a path, or the database's own.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="StorageException">A file exists at the path, the copy can't be made, or it is damaged. Nothing is left of it then.</exception>
    /// <exception cref="ObjectDisposedException">The storage has been disposed.</exception>
    public void Backup(string path, IProgress<SqliteBackupProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        string target = OnlineBackup.TargetOf(path, _connections.FileName);
        _connections.ReadCommitted(source => OnlineBackup.Write(source, target, progress, cancellationToken));
    }

    /// <remarks>
    /// The copy is made on a thread of the pool. Nobody waits for the copy, but the write-ahead log grows with everything that is written in the meantime, as it does while a list is read. A
    /// database in memory or on a caller-owned connection has only one connection: there, calls wait until the copy is made. A process that ends in the meantime may leave the
    /// <c>.partial</c> file behind, which can be deleted.
    /// </remarks>
    /// <inheritdoc cref="Backup"/>
    public Task BackupAsync(string path, IProgress<SqliteBackupProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        string target = OnlineBackup.TargetOf(path, _connections.FileName);
        return Task.Run(() => _connections.ReadCommitted(source => OnlineBackup.Write(source, target, progress, cancellationToken)), cancellationToken);
    }

    /// <summary>
    /// Finishes the accepted writes and closes the connections. An open transaction is undone. Streams that are still being read end with <see cref="ObjectDisposedException"/>. If a
    /// converter or another function that the storage calls disposes of the storage, it is closed when that call ends, and the call throws <see cref="ObjectDisposedException"/>.
    /// </summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    private static void CreateDirectory(string? directory)
    {
        if (string.IsNullOrEmpty(directory))
            return;
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The directory '{directory}' can't be created: {exception.Message} Check the path and the rights on its parent.", exception);
        }
    }
}
