using System.Collections.Concurrent;

namespace Agno.Storage.Sqlite.Connections;

/// <summary>
/// Connections that read a file, opened when they are needed. Each may keep its snapshot when it is given back, for a term that ends soon whether it is used or not: so that the write-ahead log
/// can be shortened, and a checkpoint of another process does not wait for long.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="options">How it is opened and used.</param>
/// <param name="files">The files that readers must have, where a connection beside them writes; null where none does.</param>
internal sealed class ReaderPool(string path, SqliteStorageOptions options, DatabaseFiles? files = null)
{
    /// <summary>How long a snapshot is kept at most.</summary>
    public static readonly TimeSpan Term = TimeSpan.FromMilliseconds(20);

    private readonly TimeProvider _clock = options.TimeProvider;
    private readonly ConcurrentStack<Connection> _idle = new();

    // The one that was used last: taking and leaving it is one exchange, and allocates nothing.
    private Connection? _last;
    private volatile bool _isClosed;
    private int _term;
    private int _isTermRunning;
    private long _termEnd;

    // Ends a term when nobody reads any more. Whoever reads looks at the clock, because a timer's turn may come late.
    private ITimer? _timer;

    public Connection Rent()
    {
        if (Volatile.Read(ref _isTermRunning) != 0 && _clock.GetTimestamp() >= Volatile.Read(ref _termEnd))
            EndTerm();
        if (Take() is not { } reader)
            return Open();
        try
        {
            reader.RenewSnapshot(Volatile.Read(ref _term));
            return reader;
        }
        catch (StorageException)
        {
            Return(reader);
            throw;
        }
    }

    public void Return(Connection reader)
    {
        // A snapshot of an earlier term ends here.
        bool keepsSnapshot = reader.KeepsSnapshot(Volatile.Read(ref _term));
        reader.Unclaim();
        if (Interlocked.CompareExchange(ref _last, reader, null) is not null)
            _idle.Push(reader);
        // Looked at after the reader was left: the end of a term either finds it or is followed by another.
        if (keepsSnapshot && Volatile.Read(ref _isTermRunning) == 0)
            BeginTerm();
        // Closing may have emptied the stack between the reader's last use and now.
        if (_isClosed)
            CloseIdle();
    }

    /// <summary>Closes those that are idle; the others are closed when they are given back.</summary>
    public void Close()
    {
        _isClosed = true;
        _timer?.Dispose();
        CloseIdle();
    }

    private Connection? Take()
    {
        Connection? reader = Interlocked.Exchange(ref _last, null);
        if (reader is null && !_idle.TryPop(out reader))
            return null;
        // Its snapshot may be ending right now.
        var wait = new SpinWait();
        while (!reader.TryClaim())
            wait.SpinOnce();
        return reader;
    }

    private Connection Open()
    {
        Connection reader = Connection.Open(path, options, isReader: true, files);
        reader.TryClaim();
        return reader;
    }

    private void BeginTerm()
    {
        if (Interlocked.Exchange(ref _isTermRunning, 1) != 0)
            return;
        Volatile.Write(ref _termEnd, _clock.GetTimestamp() + (long)(Term.TotalSeconds * _clock.TimestampFrequency));
        LazyInitializer.EnsureInitialized(ref _timer, CreateTimer).Change(Term, Timeout.InfiniteTimeSpan);
    }

    // It serves all callers, and must not keep what the first one's context holds.
    private ITimer CreateTimer()
    {
        using AsyncFlowControl? suppressed = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        return _clock.CreateTimer(static pool => ((ReaderPool)pool!).EndTerm(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    // Readers stay where they are meanwhile: whoever came and found none would open one more. Those that are in use let go when they are given back.
    private void EndTerm()
    {
        if (Interlocked.Exchange(ref _isTermRunning, 0) == 0)
            return;
        Interlocked.Increment(ref _term);
        foreach (Connection? reader in _idle.Prepend(Volatile.Read(ref _last)))
        {
            if (reader is null || !reader.TryClaim())
                continue;
            reader.KeepsSnapshot(Volatile.Read(ref _term));
            reader.Unclaim();
        }
    }

    private void CloseIdle()
    {
        while (Take() is { } reader)
            reader.Dispose();
    }
}
