namespace Agno.Storage.Sqlite.Connections;

/// <summary>
/// The system's clock with timers that don't need the thread pool: their callbacks, which must be short, run on a thread of their own. A pool whose threads are all busy would let timers wait as
/// long as that lasts.
/// </summary>
internal sealed class ThreadTimers : TimeProvider
{
    private static readonly ThreadTimers Shared = new();

    private readonly Lock _lock = new();
    private readonly PriorityQueue<(ThreadTimer Timer, long Due), long> _due = new();
    private readonly AutoResetEvent _changed = new(false);
    private bool _isRunning;

    private ThreadTimers()
    {
    }

    /// <summary>The clock for timers that must not be late: a clock of the caller's has its own.</summary>
    public static TimeProvider For(TimeProvider clock) => ReferenceEquals(clock, System) ? Shared : clock;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ThreadTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Add(ThreadTimer timer, long due)
    {
        lock (_lock)
        {
            _due.Enqueue((timer, due), due);
            if (!_isRunning)
            {
                _isRunning = true;
                new Thread(Run) { IsBackground = true, Name = "Agno.Storage timers" }.Start();
            }
        }
        _changed.Set();
    }

    private void Run()
    {
        while (true)
        {
            ThreadTimer? ended = null;
            int wait = Timeout.Infinite;
            lock (_lock)
            {
                if (_due.TryPeek(out (ThreadTimer Timer, long Due) first, out long due))
                {
                    wait = Deadline.LeftUntil(due);
                    if (wait == 0)
                    {
                        _due.Dequeue();
                        ended = first.Timer.IsDue(first.Due) ? first.Timer : null;
                    }
                }
            }
            ended?.Call();
            if (wait != 0)
                _changed.WaitOne(wait);
        }
    }

    // Fires once for each change: nobody here needs a period.
    private sealed class ThreadTimer(ThreadTimers timers, TimerCallback callback, object? state) : ITimer
    {
        private const long Never = long.MaxValue;

        private long _due = Never;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan)
                throw new NotSupportedException("A timer here fires once for each change.");
            long due = dueTime == Timeout.InfiniteTimeSpan ? Never : Environment.TickCount64 + (long)Math.Ceiling(dueTime.TotalMilliseconds);
            Volatile.Write(ref _due, due);
            if (due != Never)
                timers.Add(this, due);
            return true;
        }

        /// <summary>Whether it is still to be called for a time that was set.</summary>
        public bool IsDue(long due) => Interlocked.CompareExchange(ref _due, Never, due) == due;

        public void Call() => callback(state);

        public void Dispose() => Volatile.Write(ref _due, Never);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
