using System.Collections;
using Agno.Storage.Sqlite.Connections;

namespace Agno.Storage.Sqlite.Statements;

/// <summary>What is read item by item. Each enumeration begins anew.</summary>
/// <param name="onUnreadable">Told of items that can't be decoded, which are left out; null to throw at them.</param>
/// <param name="cancellationToken">Ends an enumeration at its next step.</param>
internal abstract class ItemStream<T>(Action<StorageException>? onUnreadable, CancellationToken cancellationToken) : IEnumerable<T>, IAsyncEnumerable<T>
{
    private Action<StorageException>? OnUnreadable => onUnreadable;

    private CancellationToken Token => cancellationToken;

    public IEnumerator<T> GetEnumerator() => Begin(CancellationToken.None);

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => Begin(cancellationToken);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected abstract Enumerator Begin(CancellationToken cancellationToken);

    /// <summary>A walk over the stream. Its steps use a connection that has no locks: whoever comes while one is under way gets an exception.</summary>
    protected abstract class Enumerator(ItemStream<T> stream, CancellationToken cancellationToken) : IEnumerator<T>, IAsyncEnumerator<T>
    {
        private const int Idle = 0;
        private const int Busy = 1;
        private const int Ended = 2;
        private const int Disposed = 3;

        private T _current = default!;
        private int _state;

        public T Current => Volatile.Read(ref _state) != Busy ? _current : throw InUse();

        object? IEnumerator.Current => Current;

        /// <summary>Moves to the next item. After one that could not be decoded, the one behind it is next.</summary>
        /// <exception cref="InvalidOperationException">A step is under way, or the enumerator has been disposed.</exception>
        public bool MoveNext()
        {
            int state = Enter();
            try
            {
                Check(state);
                return Move(ref state);
            }
            finally
            {
                Leave(state);
            }
        }

        /// <inheritdoc cref="MoveNext"/>
        public async ValueTask<bool> MoveNextAsync()
        {
            int state = Enter();
            try
            {
                Check(state);
                if (state == Idle)
                    await PrepareAsync(cancellationToken.CanBeCanceled ? cancellationToken : stream.Token).ConfigureAwait(false);
                return Move(ref state);
            }
            finally
            {
                Leave(state);
            }
        }

        public void Reset() => throw new NotSupportedException("Enumerate the list again instead.");

        /// <summary>Ends the walk.</summary>
        /// <exception cref="InvalidOperationException">A step is under way.</exception>
        public void Dispose()
        {
            if (Enter() == Idle)
                Close();
            Leave(Disposed);
        }

        public ValueTask DisposeAsync() => FailedTask.OrDone(this, static enumerator => enumerator.Dispose());

        /// <summary>Waits for what the next step needs, so that the step has not to. May be called again where it failed.</summary>
        protected virtual ValueTask PrepareAsync(CancellationToken cancellationToken) => default;

        /// <summary>Reads the next item, or says why it can't be decoded; false at the end.</summary>
        protected abstract bool TryStep(ref T current, out StorageException? unreadable);

        /// <summary>Gives back what the walk uses. Called once, when it ends.</summary>
        protected abstract void Close();

        private void Check(int state)
        {
            if (state == Disposed)
                throw new ObjectDisposedException(objectName: null, "The enumerator has been disposed: enumerate the list again.");
            stream.Token.ThrowIfCancellationRequested();
            cancellationToken.ThrowIfCancellationRequested();
        }

        private bool Move(ref int state)
        {
            while (state == Idle && Step(ref state, out StorageException? unreadable))
            {
                if (unreadable is null)
                    return true;
                if (stream.OnUnreadable is not { } report)
                    throw unreadable;
                report(unreadable);
            }
            return false;
        }

        private bool Step(ref int state, out StorageException? unreadable)
        {
            bool goesOn = false;
            try
            {
                return goesOn = TryStep(ref _current, out unreadable);
            }
            finally
            {
                // After a failure too: stepping a statement that failed would begin it anew.
                if (!goesOn)
                {
                    state = Ended;
                    Close();
                }
            }
        }

        private int Enter() => Interlocked.Exchange(ref _state, Busy) is var state and not Busy ? state : throw InUse();

        private void Leave(int state) => Volatile.Write(ref _state, state);

        private static InvalidOperationException InUse() =>
            new("The enumerator is in use by another thread, or by code that one of its steps has called: use an enumerator from one thread at a time, and enumerate the list once for each thread.");
    }
}
