namespace Agno.Storage.Sqlite.Connections;

/// <summary>
/// Connections that read a file, opened when they are needed, up to a bound, and closed when they were not used for a while. Each may keep its snapshot when it is given back, for a term that ends
/// soon whether it is used or not: so that the write-ahead log can be shortened, and a checkpoint of another process does not wait for long.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="options">How it is opened and used.</param>
/// <param name="files">The files that readers must have, where a connection beside them writes; null where none does.</param>
internal sealed class ReaderPool(string path, SqliteStorageOptions options, DatabaseFiles? files = null)
{
    /// <summary>How long a snapshot is kept at most.</summary>
    public static readonly TimeSpan Term = TimeSpan.FromMilliseconds(20);

    /// <summary>A reader that was not used for so long, and for twice that at most, is closed.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock = options.TimeProvider;
    private readonly Lock _lock = new();

    // The last one that was given back is the first one to be taken: those that are not needed any more gather at the front.
    private readonly List<Connection> _idle = [];
    private readonly Queue<TaskCompletionSource<Connection>> _waiters = new();

    // The one that was used last: taking and leaving it is one exchange, and allocates nothing. It is never closed before the pool is.
    private Connection? _last;
    private volatile bool _isClosed;
    private int _open;
    private volatile int _waiting;
    private int _term;
    private int _isTermRunning;
    private long _termEnd;
    private int _idleTime;
    private int _isIdleTimeRunning;

    // Ends a term when nobody reads any more. Whoever reads looks at the clock, because a timer's turn may come late.
    private ITimer? _termTimer;
    private ITimer? _idleTimer;

    /// <summary>Takes in a reader that is open.</summary>
    public void Adopt(Connection reader)
    {
        Interlocked.Increment(ref _open);
        reader.TryClaim();
        Return(reader);
    }

    /// <summary>Takes a reader; waits where there are as many as there may be.</summary>
    /// <exception cref="StorageBusyException">None was given back within the busy timeout.</exception>
    public Connection Rent()
    {
        if (TryRent() is { } reader)
            return reader;
        TaskCompletionSource<Connection> waiter = Wait();
        if (!waiter.Task.IsCompleted)
            Task.WaitAny([waiter.Task], options.BusyTimeout);
        return TryTakeBack(waiter) ? throw Busy() : Renewed(waiter.Task.GetAwaiter().GetResult());
    }

    /// <inheritdoc cref="Rent"/>
    public ValueTask<Connection> RentAsync(CancellationToken cancellationToken)
    {
        return TryRent() is { } reader ? new(reader) : WaitAsync();

        async ValueTask<Connection> WaitAsync()
        {
            TaskCompletionSource<Connection> waiter = Wait();
            await ((Task)waiter.Task).WaitAsync(options.BusyTimeout, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!TryTakeBack(waiter))
                return Renewed(await waiter.Task.ConfigureAwait(false));
            cancellationToken.ThrowIfCancellationRequested();
            throw Busy();
        }
    }

    public void Return(Connection reader)
    {
        // A snapshot of an earlier term ends here.
        bool keepsSnapshot = reader.KeepsSnapshot(Volatile.Read(ref _term));
        reader.LastUsed = Volatile.Read(ref _idleTime);
        reader.Unclaim();
        if (Interlocked.CompareExchange(ref _last, reader, null) is not null)
            Push(reader);
        // Looked at after the reader was left: who waits either found it or is seen here, and the end of a term either finds it or is followed by another.
        if (_waiting > 0)
            Serve();
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
        _termTimer?.Dispose();
        _idleTimer?.Dispose();
        lock (_lock)
            while (_waiters.TryDequeue(out TaskCompletionSource<Connection>? waiter))
                waiter.TrySetException(new ObjectDisposedException(nameof(SqliteStorage)));
        CloseIdle();
    }

    private Connection? TryRent()
    {
        if (Volatile.Read(ref _isTermRunning) != 0 && _clock.GetTimestamp() >= Volatile.Read(ref _termEnd))
            EndTerm();
        return Take() is { } reader ? Renewed(reader) : TryOpen();
    }

    private Connection Renewed(Connection reader)
    {
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

    private Connection? Take()
    {
        Connection? reader = Interlocked.Exchange(ref _last, null);
        if (reader is null && !TryPop(out reader))
            return null;
        // Its snapshot may be ending right now.
        var wait = new SpinWait();
        while (!reader.TryClaim())
            wait.SpinOnce();
        return reader;
    }

    private void Push(Connection reader)
    {
        lock (_lock)
            _idle.Add(reader);
        if (Interlocked.Exchange(ref _isIdleTimeRunning, 1) == 0)
            LazyInitializer.EnsureInitialized(ref _idleTimer, () => CreateTimer(_clock, static pool => pool.CloseUnused())).Change(IdleTime, Timeout.InfiniteTimeSpan);
    }

    private bool TryPop([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Connection? reader)
    {
        lock (_lock)
        {
            reader = _idle.Count > 0 ? _idle[^1] : null;
            if (reader is not null)
                _idle.RemoveAt(_idle.Count - 1);
            return reader is not null;
        }
    }

    private Connection? TryOpen()
    {
        if (Interlocked.Increment(ref _open) > options.MaxReaders)
        {
            Interlocked.Decrement(ref _open);
            return null;
        }
        try
        {
            Connection reader = Connection.Open(path, options, isReader: true, files);
            reader.TryClaim();
            return reader;
        }
        catch
        {
            Interlocked.Decrement(ref _open);
            throw;
        }
    }

    private TaskCompletionSource<Connection> Wait()
    {
        var waiter = new TaskCompletionSource<Connection>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiters.Enqueue(waiter);
            _waiting = _waiters.Count;
        }
        // One may have been given back, or closed, before anybody could see who waits.
        try
        {
            if (TryOpen() is { } reader)
                Return(reader);
            else
                Serve();
        }
        catch (StorageException exception)
        {
            waiter.TrySetException(exception);
        }
        return waiter;
    }

    // Hands what there is to those that wait, in their order.
    private void Serve()
    {
        while (_waiting > 0 && Take() is { } reader)
        {
            bool isTaken = false;
            lock (_lock)
            {
                while (!isTaken && _waiters.TryDequeue(out TaskCompletionSource<Connection>? waiter))
                    isTaken = waiter.TrySetResult(reader);
                _waiting = _waiters.Count;
            }
            if (!isTaken)
                Return(reader);
        }
    }

    // False where it was given a reader meanwhile. Lists may be open for long: those that gave up must not gather.
    private bool TryTakeBack(TaskCompletionSource<Connection> waiter)
    {
        if (!waiter.TrySetCanceled())
            return false;
        lock (_lock)
        {
            while (_waiters.TryPeek(out TaskCompletionSource<Connection>? first) && first.Task.IsCompleted)
                _waiters.Dequeue();
            _waiting = _waiters.Count;
        }
        return true;
    }

    private StorageBusyException Busy() =>
        new($"All {options.MaxReaders} connections that read '{path}' are in use, and none was given back within the busy timeout of {options.BusyTimeout.TotalMilliseconds:0} ms. "
            + "Each list, query or stream that is being read holds one until its enumerator is disposed of: end those, or raise SqliteStorageOptions.MaxReaders.");

    private void BeginTerm()
    {
        if (Interlocked.Exchange(ref _isTermRunning, 1) != 0)
            return;
        Volatile.Write(ref _termEnd, _clock.GetTimestamp() + (long)(Term.TotalSeconds * _clock.TimestampFrequency));
        LazyInitializer.EnsureInitialized(ref _termTimer, () => CreateTimer(ThreadTimers.For(_clock), static pool => pool.EndTerm())).Change(Term, Timeout.InfiniteTimeSpan);
    }

    // It serves all callers, and must not keep what the first one's context holds.
    private ITimer CreateTimer(TimeProvider clock, Action<ReaderPool> action)
    {
        using AsyncFlowControl? suppressed = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        return clock.CreateTimer(state => ((Action<ReaderPool>)state!)(this), action, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    // Readers stay where they are meanwhile: whoever came and found none would open one more. Those that are in use let go when they are given back.
    private void EndTerm()
    {
        if (Interlocked.Exchange(ref _isTermRunning, 0) == 0)
            return;
        Interlocked.Increment(ref _term);
        LetGo(Volatile.Read(ref _last));
        lock (_lock)
            foreach (Connection reader in _idle)
                LetGo(reader);
    }

    private void LetGo(Connection? reader)
    {
        if (reader is null || !reader.TryClaim())
            return;
        reader.KeepsSnapshot(Volatile.Read(ref _term));
        reader.Unclaim();
    }

    // Those at the front, which were not used since the time before this one began.
    private void CloseUnused()
    {
        Connection[] unused;
        bool isOver;
        lock (_lock)
        {
            int now = ++_idleTime;
            int count = _idle.FindIndex(reader => now - reader.LastUsed < 2) is var first and >= 0 ? first : _idle.Count;
            unused = [.. _idle.Take(count)];
            _idle.RemoveRange(0, count);
            // Counted here already: who comes to wait now finds that it may open one.
            Interlocked.Add(ref _open, -count);
            isOver = _idle.Count == 0;
            if (isOver)
                Volatile.Write(ref _isIdleTimeRunning, 0);
        }
        foreach (Connection reader in unused)
            reader.Dispose();
        if (!isOver && !_isClosed)
            _idleTimer!.Change(IdleTime, Timeout.InfiniteTimeSpan);
    }

    private void CloseIdle()
    {
        while (Take() is { } reader)
            reader.Dispose();
    }
}
