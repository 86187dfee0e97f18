namespace Agno.Storage.Sqlite.Connections;

/// <summary>A write that waits for the lane. It is taken up, withdrawn or cancelled, never two of them.</summary>
internal abstract class PendingWrite(Deadline deadline, CancellationToken cancellationToken)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Cancelled = 2;

    private int _state;
    private CancellationTokenRegistration _registration;

    /// <summary>Until when it waits.</summary>
    public Deadline Deadline => deadline;

    /// <summary>Whether nobody has taken it up, and it was not cancelled.</summary>
    public bool IsWaiting => Volatile.Read(ref _state) == Waiting;

    /// <summary>Lets the token cancel the write for as long as it waits.</summary>
    public void Register() => _registration = cancellationToken.UnsafeRegister(static (write, token) => ((PendingWrite)write!).Cancel(token), this);

    /// <summary>Takes the write up, or back; false where somebody else did, or it was cancelled.</summary>
    public bool TryTake()
    {
        _registration.Unregister();
        return Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;
    }

    /// <summary>Whether the last attempt succeeded.</summary>
    public abstract bool IsDone { get; }

    /// <summary>Does the write and keeps what came of it, an exception too.</summary>
    public abstract void Attempt(Connection writer);

    /// <summary>Gives whoever waits what came of the last attempt.</summary>
    public abstract void Complete();

    /// <summary>Gives whoever waits an exception.</summary>
    public abstract void Fail(Exception exception);

    protected abstract void SetCanceled(CancellationToken token);

    private void Cancel(CancellationToken token)
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting)
            SetCanceled(token);
    }
}

/// <inheritdoc/>
internal sealed class PendingWrite<TWrite, TResult>(TWrite write, Deadline deadline, CancellationToken cancellationToken) : PendingWrite(deadline, cancellationToken)
    where TWrite : IWrite<TResult>
{
    // Whoever waits goes on elsewhere: the lane has others to serve.
    private readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? _result;
    private Exception? _exception;

    public Task<TResult> Task => _completion.Task;

    public override bool IsDone => _exception is null;

    public override void Attempt(Connection writer)
    {
        try
        {
            _result = WriteLane.Execute<TWrite, TResult>(writer, write);
            _exception = null;
        }
        catch (Exception exception)
        {
            _exception = exception;
        }
    }

    public override void Complete()
    {
        if (_exception is null)
            _completion.SetResult(_result!);
        else
            _completion.SetException(_exception);
    }

    public override void Fail(Exception exception) => _completion.SetException(exception);

    protected override void SetCanceled(CancellationToken token) => _completion.SetCanceled(token);
}

/// <summary>A wait for the lane as a whole.</summary>
internal sealed class PendingLease(Deadline deadline, CancellationToken cancellationToken) : PendingWrite(deadline, cancellationToken)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => _completion.Task;

    // Nothing is done yet.
    public override bool IsDone => false;

    public override void Attempt(Connection writer)
    {
    }

    public override void Complete() => _completion.SetResult();

    public override void Fail(Exception exception) => _completion.SetException(exception);

    protected override void SetCanceled(CancellationToken token) => _completion.SetCanceled(token);
}
