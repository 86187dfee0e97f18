using System.Diagnostics.CodeAnalysis;

namespace Agno.Storage.Sqlite.Connections;

/// <summary>
/// The one way to the writer. A write that finds the lane free runs at once on its caller's thread. Writes that find it taken wait in a queue, and then
/// share one transaction: its commit, which waits for the disk, is paid once for all of them. Each is acknowledged after the commit returned.
/// </summary>
internal sealed partial class WriteLane
{
    // Enough to make a commit cheap; few enough that none of them waits long.
    private const int MaxBatch = 512;
    private const string Action = "Committing writes";

    // Writes of this process are waited for as long as one of them ends within this time, or within the busy timeout where that is longer: they take their turns without anybody's lock.
    private const int Pace = 1000;

    private readonly Connection _writer;
    private readonly bool _isInTransaction;
    private readonly int _timeout;
    private readonly WaitingRoom _room;
    private readonly Lock _lock = new();
    private readonly Queue<PendingWrite> _queue = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Started when writes first wait. A thread of its own: writers that block could otherwise hold every thread of the pool.
    private Thread? _thread;
    private Lease? _lease;
    private volatile bool _isTaken;
    private bool _isClosing;

    // When a write was last done, in milliseconds.
    private long _progress;

    /// <summary>Opens a lane.</summary>
    /// <param name="writer">The connection.</param>
    /// <param name="isInTransaction">Whether all writes are part of a transaction that is open, and must not go on where that has ended.</param>
    public WriteLane(Connection writer, bool isInTransaction = false)
    {
        _writer = writer;
        _isInTransaction = isInTransaction;
        _timeout = writer.BusyTimeout;
        _room = new(writer.Options.MaxPendingWrites, writer.Options.MaxPendingBytes);
    }

    /// <summary>Opens a call that is going to encode and write: waits for a place where the lane is taken.</summary>
    /// <exception cref="StorageBusyException">There was none in time.</exception>
    public WriteCall Open()
    {
        Deadline deadline = Start();
        return IsFree ? new(deadline, null) : new(deadline, TakePlace(deadline));
    }

    /// <inheritdoc cref="Open"/>
    public ValueTask<WriteCall> OpenAsync(CancellationToken cancellationToken)
    {
        Deadline deadline = Start();
        return IsFree ? new(new WriteCall(deadline, null)) : TakePlaceAsync(deadline, cancellationToken);
    }

    /// <summary>Begins to count how long a call waits.</summary>
    public Deadline Start() => Deadline.In(_timeout);

    /// <summary>Whether a write would find the lane free now.</summary>
    public bool IsFree => !_isTaken;

    /// <summary>Does a write; returns when it is committed.</summary>
    /// <param name="write">The write.</param>
    /// <param name="deadline">Until when it waits for others.</param>
    /// <exception cref="StorageBusyException">Others took longer.</exception>
    public TResult Run<TWrite, TResult>(TWrite write, Deadline deadline)
        where TWrite : IWrite<TResult>
    {
        if (TryTake())
            return RunAlone<TWrite, TResult>(write, deadline);
        var pending = new PendingWrite<TWrite, TResult>(write, deadline, CancellationToken.None);
        Enqueue(pending);
        Await(pending, pending.Task);
        return pending.Task.GetAwaiter().GetResult();
    }

    /// <summary>Does a write if the lane is free; returns when it is committed.</summary>
    public bool TryRun<TWrite, TResult>(TWrite write, Deadline deadline, [MaybeNullWhen(false)] out TResult result)
        where TWrite : IWrite<TResult>
    {
        bool isFree = TryTake();
        result = isFree ? RunAlone<TWrite, TResult>(write, deadline) : default;
        return isFree;
    }

    /// <summary>Does a write, on the caller's thread where the lane is free; completes when it is committed.</summary>
    public ValueTask<TResult> RunAsync<TWrite, TResult>(TWrite write, Deadline deadline, CancellationToken cancellationToken)
        where TWrite : IWrite<TResult>
    {
        cancellationToken.ThrowIfCancellationRequested();
        return TryTake() ? new(RunAlone<TWrite, TResult>(write, deadline)) : WaitAsync<TWrite, TResult>(write, deadline, cancellationToken);
    }

    /// <summary>Takes the lane as a whole, to give it back with <see cref="Release"/>.</summary>
    /// <param name="lease">Who takes it.</param>
    /// <param name="deadline">Until when the call waits for others.</param>
    /// <exception cref="StorageBusyException">Others took longer.</exception>
    public void Take(Lease lease, Deadline deadline)
    {
        if (!TryTake())
        {
            var pending = new PendingLease(deadline, CancellationToken.None);
            Enqueue(pending);
            Await(pending, pending.Task);
            pending.Task.GetAwaiter().GetResult();
        }
        Begin(lease);
    }

    /// <inheritdoc cref="Take"/>
    public async ValueTask TakeAsync(Lease lease, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!TryTake())
        {
            var pending = new PendingLease(deadline, cancellationToken);
            Enqueue(pending);
            await AwaitAsync(pending, pending.Task).ConfigureAwait(false);
            await pending.Task.ConfigureAwait(false);
        }
        Begin(lease);
    }

    /// <summary>
    /// Lets SQLite wait for another connection's lock until a deadline, or as long as the busy timeout since a write was last done. The writer is entered, and stays so until the
    /// scope ends.
    /// </summary>
    public BusyScope WaitUntil(Deadline deadline)
    {
        // A call that did not have to wait has all of its time left, and the connection is set to that.
        int left = deadline.Left;
        return left >= _timeout ? default : new(_writer, Math.Max(left, LeftSinceProgress(_timeout)));
    }

    /// <summary>Gives the lane back, to the writes that wait or to whoever comes next.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _lease = null;
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
            abort = _lease?.Abort;
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
            return !_isTaken && (_isTaken = true);
        }
    }

    private TResult RunAlone<TWrite, TResult>(TWrite write, Deadline deadline)
        where TWrite : IWrite<TResult>
    {
        try
        {
            using (_writer.Enter())
            {
                Enter();
                using (WaitUntil(deadline))
                {
                    TResult result = Execute<TWrite, TResult>(_writer, write);
                    NoteProgress();
                    return result;
                }
            }
        }
        finally
        {
            Release();
        }
    }

    private async ValueTask<TResult> WaitAsync<TWrite, TResult>(TWrite write, Deadline deadline, CancellationToken cancellationToken)
        where TWrite : IWrite<TResult>
    {
        var pending = new PendingWrite<TWrite, TResult>(write, deadline, cancellationToken);
        Enqueue(pending);
        await AwaitAsync(pending, pending.Task).ConfigureAwait(false);
        return await pending.Task.ConfigureAwait(false);
    }

    private WaitingRoom.Place TakePlace(Deadline deadline)
    {
        ThrowIfWithin();
        TaskCompletionSource<WaitingRoom.Place> asked = _room.Ask();
        if (!Wait(asked.Task, deadline) && _room.TryTakeBack(asked))
            throw Busy();
        return asked.Task.GetAwaiter().GetResult();
    }

    private ValueTask<WriteCall> TakePlaceAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        ThrowIfWithin();
        TaskCompletionSource<WaitingRoom.Place> asked = _room.Ask();
        return asked.Task.IsCompleted ? new(new WriteCall(deadline, asked.Task.Result)) : WaitAsync();

        async ValueTask<WriteCall> WaitAsync()
        {
            bool isGiven = await this.WaitAsync(asked.Task, deadline, cancellationToken).ConfigureAwait(false);
            if (!isGiven && _room.TryTakeBack(asked))
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw Busy();
            }
            return new(deadline, await asked.Task.ConfigureAwait(false));
        }
    }

    private void Enqueue(PendingWrite pending)
    {
        ThrowIfWithin();
        pending.Register();
        lock (_lock)
        {
            if (_isClosing)
            {
                pending.TryTake();
                ThrowIfClosing();
            }
            _queue.Enqueue(pending);
            if (_isTaken)
                return;
            _isTaken = true;
            Wake();
        }
    }

    // Ends when the write does, or throws where its time is over before it was taken up.
    private void Await(PendingWrite pending, Task task)
    {
        if (!Wait(task, pending.Deadline) && TryWithdraw(pending))
            throw Busy();
    }

    private async ValueTask AwaitAsync(PendingWrite pending, Task task)
    {
        if (!await WaitAsync(task, pending.Deadline, CancellationToken.None).ConfigureAwait(false) && TryWithdraw(pending))
            throw Busy();
    }

    private bool TryWithdraw(PendingWrite pending)
    {
        if (!pending.TryTake())
            return false;
        // A transaction may be open for long: those that gave up meanwhile must not gather here.
        lock (_lock)
            while (_queue.TryPeek(out PendingWrite? first) && !first.IsWaiting)
                _queue.Dequeue();
        return true;
    }

    // Whether a task ends in time.
    private bool Wait(Task task, Deadline deadline)
    {
        while (!task.IsCompleted && Patience(deadline) is var patience and > 0)
            Task.WaitAny([task], patience);
        return task.IsCompleted;
    }

    private async ValueTask<bool> WaitAsync(Task task, Deadline deadline, CancellationToken cancellationToken)
    {
        while (!task.IsCompleted && !cancellationToken.IsCancellationRequested && Patience(deadline) is var patience and > 0)
            await task.WaitAsync(TimeSpan.FromMilliseconds(patience), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }

    // How many milliseconds to wait on; 0 where it has been long enough. Writes that get on are waited for, but not a transaction that is open.
    private int Patience(Deadline deadline)
    {
        if (deadline.Left is var left and > 0)
            return left;
        int pace = Math.Max(_timeout, Pace);
        lock (_lock)
            return _lease is null ? Math.Max(LeftSinceProgress(pace), deadline.LeftAfter(pace - _timeout)) : 0;
    }

    private int LeftSinceProgress(int milliseconds) => Deadline.LeftUntil(Volatile.Read(ref _progress) + milliseconds);

    private void NoteProgress() => Volatile.Write(ref _progress, Environment.TickCount64);

    private StorageBusyException Busy()
    {
        Lease? lease;
        lock (_lock)
            lease = _lease;
        string waited = $"this call waited for the busy timeout of {_timeout} ms";
        return new(lease is null
            ? $"Other writes of this process took too long, and {waited}: raise SqliteStorageOptions.BusyTimeout, or write less at once."
            : lease.Describe(waited));
    }

    // Before anything waits: what uses the writer right now, on this very thread or another, may have called it.
    private void ThrowIfWithin()
    {
        Callback.ThrowIfWithin(_writer);
        if (_writer.IsEntered)
            throw new InvalidOperationException("A converter, or other code that a call to the storage runs while it uses the database, can't wait for another write: write before or after that call.");
    }

    private void Begin(Lease lease)
    {
        bool isClosing;
        lock (_lock)
        {
            lease.Begin();
            _lease = lease;
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
        _room.AdmitOne();
        if (!_isClosing)
            return;
        _idle.TrySetResult();
        _wake.Release();
    }

    /// <summary>To be called before anything is written, with the writer entered.</summary>
    /// <exception cref="StorageException">Nothing can be written any more.</exception>
    public void Enter()
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
