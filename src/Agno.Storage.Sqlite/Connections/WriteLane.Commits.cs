namespace Agno.Storage.Sqlite.Connections;

// The thread that takes up what waits, and commits it together.
internal sealed partial class WriteLane
{
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
                while (batch.Count > 0 && !TryCommitUntil(First(batch), batch))
                {
                }
            }
        }
        catch (Exception exception)
        {
            foreach (PendingWrite write in batch)
                write.Fail(exception);
            return;
        }
        if (batch.Exists(static write => write.IsDone))
            NoteProgress();
        foreach (PendingWrite write in batch)
            write.Complete();
    }

    private static Deadline First(List<PendingWrite> batch)
    {
        Deadline first = batch[0].Deadline;
        foreach (PendingWrite write in batch)
            first = Deadline.First(first, write.Deadline);
        return first;
    }

    // Waits for another connection's lock as long as the first of them may; then that one has failed, and the others are left.
    private bool TryCommitUntil(Deadline first, List<PendingWrite> batch)
    {
        // A transaction of the caller's, on a connection of the caller's, is the caller's to end.
        bool isGroup = batch.Count > 1 && !_writer.IsInTransaction;
        try
        {
            using (WaitUntil(first))
            {
                if (isGroup)
                    _writer.Run("BEGIN IMMEDIATE", Action);
                if (TryCommit(batch, isGroup))
                    return true;
            }
        }
        catch (StorageBusyException busy) when (isGroup)
        {
            Deadline now = Deadline.In(0);
            batch.RemoveAll(write =>
            {
                bool isOver = write.Deadline.IsWithin(first) || write.Deadline.IsWithin(now);
                if (isOver)
                    write.Fail(busy);
                return isOver;
            });
            return false;
        }
        // One of them brought the others down: alone, each gets what is due to it.
        foreach (PendingWrite write in batch)
            using (WaitUntil(write.Deadline))
                write.Attempt(_writer);
        return true;
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
}
