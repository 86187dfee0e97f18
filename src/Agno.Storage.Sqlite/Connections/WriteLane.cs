using System.Diagnostics.CodeAnalysis;

namespace Agno.Storage.Sqlite.Connections;

/// <summary>
/// The one way to the writer. A write that finds the lane free runs at once on its caller's thread. Writes that find it taken wait in a queue, and then
/// share one transaction: its commit, which waits for the disk, is paid once for all of them. Each is acknowledged after the commit returned.
/// </summary>
internal sealed class WriteLane
{
    // Enough to make a commit cheap; few enough that none of them waits long.
    private const int MaxBatch = 512;
    private const string Action = "Committing writes";

    private readonly Connection _writer;
    private readonly bool _isInTransaction;
    private readonly SemaphoreSlim _places;
    private readonly Lock _lock = new();
    private readonly Queue<PendingWrite> _queue = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Started when writes first wait. A thread of its own: writers that block could otherwise hold every thread of the pool.
    private Thread? _thread;
    private Action? _abortLease;
    private bool _isTaken;
    private bool _isClosing;

    /// <summary>Opens a lane.</summary>
    /// <param name="writer">The connection.</param>
    /// <param name="isInTransaction">Whether all writes are part of a transaction that is open, and must not go on where that has ended.</param>
    public WriteLane(Connection writer, bool isInTransaction = false)
    {
        _writer = writer;
        _isInTransaction = isInTransaction;
        _places = new(writer.Options.MaxPendingWrites);
    }

    /// <summary>Does a write; returns when it is committed.</summary>
    public TResult Run<TWrite, TResult>(TWrite write)
        where TWrite : IWrite<TResult>
    {
        if (TryTake())
            return RunAlone<TWrite, TResult>(write);
        _places.Wait();
        var pending = new PendingWrite<TWrite, TResult>(write, CancellationToken.None);
        Enqueue(pending);
        return pending.Task.GetAwaiter().GetResult();
    }

    /// <summary>Does a write if the lane is free; returns when it is committed.</summary>
    public bool TryRun<TWrite, TResult>(TWrite write, [MaybeNullWhen(false)] out TResult result)
        where TWrite : IWrite<TResult>
    {
        bool isFree = TryTake();
        result = isFree ? RunAlone<TWrite, TResult>(write) : default;
        return isFree;
    }

    /// <summary>Does a write, on the caller's thread where the lane is free; completes when it is committed.</summary>
    public ValueTask<TResult> RunAsync<TWrite, TResult>(TWrite write, CancellationToken cancellationToken)
        where TWrite : IWrite<TResult>
    {
        cancellationToken.ThrowIfCancellationRequested();
        return TryTake() ? new(RunAlone<TWrite, TResult>(write)) : WaitAsync<TWrite, TResult>(write, cancellationToken);
    }

    /// <summary>Takes the lane as a whole, to give it back with <see cref="Release"/>.</summary>
    /// <param name="abort">Called where the lane closes meanwhile: it must give the lane back.</param>
    public void Take(Action? abort = null)
    {
        if (!TryTake())
        {
            _places.Wait();
            var pending = new PendingLease(CancellationToken.None);
            Enqueue(pending);
            pending.Task.GetAwaiter().GetResult();
        }
        Lease(abort);
    }

    /// <inheritdoc cref="Take"/>
    public async ValueTask TakeAsync(Action? abort, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!TryTake())
        {
            await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
            var pending = new PendingLease(cancellationToken);
            Enqueue(pending);
            await pending.Task.ConfigureAwait(false);
        }
        Lease(abort);
    }

    /// <summary>Gives the lane back, to the writes that wait or to whoever comes next.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _abortLease = null;
            if (_queue.Count > 0)
                Wake();
            else
                SetFree();
        }
    }

    /// <summary>Takes no more writes; completes when those that were accepted are committed.</summary>
    public Task CloseAsync()
    {
        Action? abort;
        lock (_lock)
        {
            _isClosing = true;
            abort = _abortLease;
            if (!_isTaken)
                SetFree();
        }
        abort?.Invoke();
        return _idle.Task;
    }

    /// <summary>Does a write within the transaction that is open, or in one of its own.</summary>
    public static TResult Execute<TWrite, TResult>(Connection writer, TWrite write)
        where TWrite : IWrite<TResult>
    {
        if (!TWrite.IsCompound)
            return write.Run(writer);
        using var scope = new WriteScope(writer, write.Action);
        TResult result = write.Run(writer);
        scope.Commit();
        return result;
    }

    private bool TryTake()
    {
        lock (_lock)
        {
            ThrowIfClosing();
            if (!_isTaken)
                return _isTaken = true;
        }
        Callback.ThrowIfWithin(_writer);
        return false;
    }

    private TResult RunAlone<TWrite, TResult>(TWrite write)
        where TWrite : IWrite<TResult>
    {
        try
        {
            using (_writer.Enter())
            {
                Enter();
                return Execute<TWrite, TResult>(_writer, write);
            }
        }
        finally
        {
            Release();
        }
    }

    private async ValueTask<TResult> WaitAsync<TWrite, TResult>(TWrite write, CancellationToken cancellationToken)
        where TWrite : IWrite<TResult>
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        var pending = new PendingWrite<TWrite, TResult>(write, cancellationToken);
        Enqueue(pending);
        return await pending.Task.ConfigureAwait(false);
    }

    private void Enqueue(PendingWrite pending)
    {
        pending.Register();
        lock (_lock)
        {
            if (_isClosing)
            {
                pending.TryTake();
                _places.Release();
                ThrowIfClosing();
            }
            _queue.Enqueue(pending);
            if (_isTaken)
                return;
            _isTaken = true;
            Wake();
        }
    }

    private void Lease(Action? abort)
    {
        bool isClosing;
        lock (_lock)
        {
            _abortLease = abort;
            isClosing = _isClosing;
        }
        if (!isClosing)
            return;
        Release();
        ThrowIfClosing();
    }

    // The lane stays taken: by the thread, from now on.
    private void Wake()
    {
        if (_thread is null)
        {
            _thread = new Thread(Serve) { IsBackground = true, Name = "Agno.Storage writes" };
            _thread.Start();
        }
        _wake.Release();
    }

    private void SetFree()
    {
        _isTaken = false;
        if (!_isClosing)
            return;
        _idle.TrySetResult();
        _wake.Release();
    }

    private void Serve()
    {
        var batch = new List<PendingWrite>();
        while (true)
        {
            _wake.Wait();
            while (TakeUp(batch))
            {
                if (batch is [PendingLease lease])
                {
                    lease.Complete();
                    break;
                }
                Commit(batch);
            }
            lock (_lock)
                if (_isClosing && !_isTaken)
                    return;
        }
    }

    // Takes up what waits, up to the next lease; false, and the lane is free, where nothing does.
    private bool TakeUp(List<PendingWrite> batch)
    {
        batch.Clear();
        lock (_lock)
        {
            // Woken to end, or by a wake that came while the last batch was taken up.
            if (!_isTaken)
                return false;
            while (batch.Count < MaxBatch && _queue.TryPeek(out PendingWrite? next) && (batch.Count == 0 || next is not PendingLease))
            {
                _queue.Dequeue();
                _places.Release();
                if (next.TryTake())
                    batch.Add(next);
                if (next is PendingLease && batch.Count > 0)
                    break;
            }
            if (batch.Count == 0)
                SetFree();
            return batch.Count > 0;
        }
    }

    private void Commit(List<PendingWrite> batch)
    {
        try
        {
            using (_writer.Enter())
            {
                Enter();
                // A transaction of the caller's, on a connection of the caller's, is the caller's to end.
                bool isGroup = batch.Count > 1 && !_writer.IsInTransaction;
                if (isGroup)
                    _writer.Run("BEGIN IMMEDIATE", Action);
                if (!TryCommit(batch, isGroup))
                {
                    // One of them brought the others down: alone, each gets what is due to it.
                    foreach (PendingWrite write in batch)
                        write.Attempt(_writer);
                }
            }
        }
        catch (Exception exception)
        {
            foreach (PendingWrite write in batch)
                write.Fail(exception);
            return;
        }
        foreach (PendingWrite write in batch)
            write.Complete();
    }

    // A statement that fails is undone by itself and leaves the transaction open, unless the disk is full or broken.
    private bool TryCommit(List<PendingWrite> batch, bool isGroup)
    {
        bool isOpen = _writer.IsInTransaction;
        foreach (PendingWrite write in batch)
        {
            write.Attempt(_writer);
            if (!isOpen || _writer.IsInTransaction)
                continue;
            // The transaction that the others were to be part of is gone: none of them may stand by itself.
            return !isGroup ? throw Ended() : false;
        }
        if (!isGroup)
            return true;
        try
        {
            _writer.Run("COMMIT", Action);
            return true;
        }
        catch (StorageBusyException)
        {
            // They have waited the whole timeout, all of them.
            _writer.RollBack();
            throw;
        }
        catch (StorageException)
        {
            _writer.RollBack();
            return false;
        }
    }

    // Before anything is written, with the writer entered.
    private void Enter()
    {
        _writer.ThrowIfClosed();
        if (!_isInTransaction)
            _writer.File?.Attend();
        else if (!_writer.IsInTransaction)
            throw Ended();
    }

    private static StorageException Ended() =>
        new("The transaction has ended, because the database could not go on with it: begin another, and do again what this one did.");

    private void ThrowIfClosing() =>
        ObjectDisposedException.ThrowIf(_isClosing, _isInTransaction ? typeof(SqliteStorageTransaction) : typeof(SqliteStorage));
}
