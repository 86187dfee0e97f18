using System.ComponentModel;
using Agno.Storage.Json;
using Agno.Storage.Schema;

namespace Agno.Storage.Records;

/// <summary>How a record's runs become rows and rows become runs. Engines call it; generated code makes it.</summary>
/// <typeparam name="TSession">The record.</typeparam>
public abstract class SessionRuns<TSession>
    where TSession : class
{
    private protected SessionRuns()
    {
    }

    /// <summary>The type of a run: that of the list's elements.</summary>
    public abstract Type RunType { get; }

    /// <summary>Gives a session the runs that were read for it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="table">The name of the runs' table, for errors.</param>
    /// <param name="runs">The runs, in their order.</param>
    /// <returns>The session: the same instance where its list can be set, otherwise a copy.</returns>
    /// <exception cref="StorageException">A run's JSON does not fit its type.</exception>
    public abstract TSession Attach(TSession session, string table, IReadOnlyList<StoredRun> runs);

    /// <summary>Encodes what of a session's runs is to be stored.</summary>
    /// <param name="session">The session.</param>
    /// <param name="sessionId">Its id.</param>
    /// <param name="table">The name of the runs' table, for errors.</param>
    /// <param name="mode">The record's mode: the type of runs that do not say theirs.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="isHere">Whether what was read from an origin is known to be in the database that the session goes to.</param>
    /// <exception cref="ArgumentException">A run can't be stored: it has no id or another's, is no object, or holds what can't be stored. The message names table, session and run.</exception>
    public abstract EncodedRuns Encode(TSession session, string sessionId, string table, StorageMode mode, long now, Func<object, bool> isHere);

    /// <summary>Lets a session know that its runs are stored now.</summary>
    /// <param name="session">The session.</param>
    /// <param name="sessionId">Its id.</param>
    /// <param name="runs">What was stored.</param>
    /// <param name="origin">Where.</param>
    public abstract void Remember(TSession session, string sessionId, EncodedRuns runs, object origin);

    /// <summary>Lets a session that takes another's place know what the other knows to be stored.</summary>
    public abstract void Inherit(TSession session, TSession from);
}

/// <inheritdoc/>
/// <typeparam name="TSession">The record.</typeparam>
/// <typeparam name="TRun">The type of a run.</typeparam>
public sealed class SessionRuns<TSession, TRun> : SessionRuns<TSession>
    where TSession : class
{
    private readonly RunCodec<TRun> _codec;
    private readonly Func<TSession, IEnumerable<TRun>?> _get;
    private readonly Func<TSession, List<TRun>, TSession> _set;
    private readonly RunMemoryOf<TSession> _memoryOf;

    /// <summary>Called by generated code.</summary>
    /// <param name="codec">Reads and writes one run.</param>
    /// <param name="get">Gives a session's list.</param>
    /// <param name="set">Gives a session a list: the same instance where it can be set, otherwise a copy.</param>
    /// <param name="memoryOf">Gives the field that remembers what is stored.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public SessionRuns(RunCodec<TRun> codec, Func<TSession, IEnumerable<TRun>?> get, Func<TSession, List<TRun>, TSession> set, RunMemoryOf<TSession> memoryOf)
    {
        _codec = codec;
        _get = get;
        _set = set;
        _memoryOf = memoryOf;
    }

    /// <inheritdoc/>
    public override Type RunType => typeof(TRun);

    /// <summary>Makes a run of a stored one.</summary>
    /// <exception cref="StorageException">The run's JSON does not fit its type.</exception>
    public TRun Decode(StoredRun run, string table) => _codec.Read(run, table);

    /// <summary>Encodes one run as a row with the ordinals of <see cref="RunTable"/>. Dispose of it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="sessionId">Its session's id.</param>
    /// <param name="table">The name of the runs' table, for errors.</param>
    /// <param name="mode">The record's mode: the type of a run that does not say its own.</param>
    /// <param name="now">Unix seconds.</param>
    /// <exception cref="ArgumentException">The run has no id, is no object, or holds what can't be stored. The message names table, session and run.</exception>
    public RowBuffer Encode(TRun run, string sessionId, string table, StorageMode mode, long now) => Encode(run, sessionId, table, mode, now, position: null);

    private RowBuffer Encode(TRun run, string sessionId, string table, StorageMode mode, long now, int? position)
    {
        RowBuffer row = RowBuffer.Rent(RunTable.Columns.Length);
        try
        {
            _codec.Write(row, run);
            RunColumns.Fill(row, sessionId, mode, now);
            return row;
        }
        catch (Exception exception)
        {
            string? id = RunColumns.FindId(row.LastJson);
            row.Dispose();
            if (!EncodingFault.IsOf(exception))
                throw;
            string subject = id is not null ? $"The run '{EncodingFault.Shorten(id)}'" : position is null ? "The run" : $"Run {position} of the list";
            throw EncodingFault.Of($"{subject} of session '{EncodingFault.Shorten(sessionId)}' can't be stored in table '{table}'", null, position is null ? nameof(run) : "session", exception);
        }
    }

    /// <inheritdoc/>
    public override TSession Attach(TSession session, string table, IReadOnlyList<StoredRun> runs)
    {
        var list = new List<TRun>(runs.Count);
        foreach (StoredRun run in runs)
            list.Add(_codec.Read(run, table));
        session = _set(session, list);
        ref RunMemory memory = ref _memoryOf(session);
        foreach (StoredRun run in runs)
            memory.Add(run);
        return session;
    }

    /// <inheritdoc/>
    public override EncodedRuns Encode(TSession session, string sessionId, string table, StorageMode mode, long now, Func<object, bool> isHere)
    {
        var encoded = new EncodedRuns(mode, now);
        try
        {
            var ids = new HashSet<string>();
            int position = 0;
            foreach (TRun run in ListOf(session, sessionId, table))
            {
                position++;
                if (_codec.Unchanged(run) is { } unchanged && unchanged.SessionId == sessionId && isHere(unchanged.Origin))
                    encoded.Add(unchanged);
                else
                    Add(encoded, ids, session, Encode(run, sessionId, table, mode, now, position), sessionId, table, isHere);
            }
            return encoded;
        }
        catch
        {
            encoded.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Remember(TSession session, string sessionId, EncodedRuns runs, object origin)
    {
        ref RunMemory memory = ref _memoryOf(session);
        foreach (EncodedRun run in runs.Runs)
            if (run.Row is { } row)
                memory.Add(new(sessionId, run.RunId, row.GetBytes(RunTable.RunData).ToArray(), origin));
    }

    /// <inheritdoc/>
    public override void Inherit(TSession session, TSession from) => _memoryOf(session) = _memoryOf(from);

    private IEnumerable<TRun> ListOf(TSession session, string sessionId, string table)
    {
        try
        {
            return [.. _get(session) ?? []];
        }
        catch (Exception exception) when (EncodingFault.IsOf(exception))
        {
            throw EncodingFault.Of($"The session '{EncodingFault.Shorten(sessionId)}' can't be stored in table '{table}'", "the list of its runs", nameof(session), exception);
        }
    }

    private void Add(EncodedRuns encoded, HashSet<string> ids, TSession session, RowBuffer row, string sessionId, string table, Func<object, bool> isHere)
    {
        bool isOwned = false;
        try
        {
            string id = System.Text.Encoding.UTF8.GetString(row.GetBytes(RunTable.RunId));
            if (!ids.Add(id))
                throw new ArgumentException($"The session '{EncodingFault.Shorten(sessionId)}' can't be stored in table '{table}': two of its runs have the id '{EncodingFault.Shorten(id)}'. Give each its own.", nameof(session));
            StoredRun? stored = _memoryOf(session).Find(sessionId, id);
            if (stored is not null && _codec.IsSame(row, stored, table))
            {
                if (isHere(stored.Origin))
                {
                    encoded.Add(stored);
                    return;
                }
                // Elsewhere the run goes as it was stored, with what its type does not know.
                row.WriteUtf8(RunTable.RunData, NestedJson.Unwrap(stored.Data));
            }
            encoded.Add(row, stored);
            isOwned = true;
        }
        finally
        {
            if (!isOwned)
                row.Dispose();
        }
    }
}
