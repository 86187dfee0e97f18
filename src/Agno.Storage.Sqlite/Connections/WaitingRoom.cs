namespace Agno.Storage.Sqlite.Connections;

/// <summary>
/// Bounds how many encoded writes wait for the lane, and how many bytes they hold. Whoever finds no room waits outside with nothing encoded yet, in the order of coming.
/// </summary>
/// <param name="maxWrites">How many writes have room.</param>
/// <param name="maxBytes">How many bytes they may hold before the next one waits outside.</param>
internal sealed class WaitingRoom(int maxWrites, long maxBytes)
{
    // Of those inside, how many may not be encoded yet: their bytes are not known, and nothing is gained by encoding more of them at once.
    private static readonly int MaxEncoding = Environment.ProcessorCount;

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource<Place>> _outside = new();
    private int _writes;
    private int _encoding;
    private long _bytes;
    private volatile bool _hasOutside;

    private bool HasRoom => _writes < maxWrites && _encoding < MaxEncoding && _bytes < maxBytes;

    /// <summary>Asks for a place: the task has ended where there was one.</summary>
    public TaskCompletionSource<Place> Ask()
    {
        var asked = new TaskCompletionSource<Place>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _outside.Enqueue(asked);
            Admit();
        }
        return asked;
    }

    /// <summary>Takes back what was asked for; false where the place was given meanwhile.</summary>
    public bool TryTakeBack(TaskCompletionSource<Place> asked)
    {
        if (!asked.TrySetCanceled())
            return false;
        // Those before it have mostly gone as well.
        lock (_lock)
            Admit();
        return true;
    }

    /// <summary>Lets one come in whether there is room or not: a write that finds the lane free does not wait in here.</summary>
    public void AdmitOne()
    {
        if (!_hasOutside)
            return;
        lock (_lock)
        {
            while (_outside.TryDequeue(out TaskCompletionSource<Place>? asked) && !TryAdmit(asked))
            {
            }
            _hasOutside = _outside.Count > 0;
        }
    }

    // Under the lock.
    private void Admit()
    {
        while (_outside.TryPeek(out TaskCompletionSource<Place>? asked) && (asked.Task.IsCompleted || HasRoom))
        {
            _outside.Dequeue();
            TryAdmit(asked);
        }
        _hasOutside = _outside.Count > 0;
    }

    private bool TryAdmit(TaskCompletionSource<Place> asked)
    {
        if (!asked.TrySetResult(new Place(this)))
            return false;
        _writes++;
        _encoding++;
        return true;
    }

    /// <summary>A place inside, until it is disposed of.</summary>
    internal sealed class Place(WaitingRoom room) : IDisposable
    {
        private long _bytes;
        private bool _isEncoded;
        private bool _hasLeft;

        /// <summary>Says how much was encoded. May be called again for more.</summary>
        public void Count(long bytes)
        {
            lock (room._lock)
            {
                _bytes += bytes;
                room._bytes += bytes;
                EndEncoding();
                room.Admit();
            }
        }

        public void Dispose()
        {
            lock (room._lock)
            {
                if (_hasLeft)
                    return;
                _hasLeft = true;
                EndEncoding();
                room._bytes -= _bytes;
                room._writes--;
                room.Admit();
            }
        }

        private void EndEncoding()
        {
            if (!_isEncoded)
                room._encoding--;
            _isEncoded = true;
        }
    }
}
