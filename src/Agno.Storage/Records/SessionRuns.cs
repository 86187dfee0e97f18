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
    /// <param name="onUnreadable">Told of each run whose JSON does not fit its type, which is then left out; null to throw at it.</param>
    /// <returns>The session: the same instance where its list can be set, otherwise a copy.</returns>
    /// <exception cref="StorageException">A run's JSON does not fit its type.</exception>
    public abstract TSession Attach(TSession session, string table, IReadOnlyList<StoredRun> runs, Action<StorageException>? onUnreadable);

    /// <summary>Encodes what of a session's runs is to be stored.</summary>
    /// <param name="session">The session.</param>
    /// <param name="sessionId">Its id.</param>
    /// <param name="table">The name of the runs' table, for errors.</param>
    /// <param name="defaults">What a run is stored with where its JSON does not say it.</param>
    /// <param name="target">Where the session goes.</param>
    /// <exception cref="ArgumentException">A run can't be stored: it has no id or another's, is not an object, or holds what can't be stored. The message names table, session and run.</exception>
    public abstract EncodedRuns Encode(TSession session, string sessionId, string table, in RunDefaults defaults, RunOrigin target);

    /// <summary>Lets a session know that its runs are stored now.</summary>
    /// <param name="session">The session.</param>
    /// <param name="sessionId">Its id.</param>
    /// <param name="runs">What was stored.</param>
    /// <param name="origin">Where.</param>
    public abstract void Remember(TSession session, string sessionId, EncodedRuns runs, RunOrigin origin);

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
    /// <param name="defaults">What the run is stored with where its JSON does not say it.</param>
    /// <exception cref="ArgumentException">The run has no id, is not an object, or holds what can't be stored. The message names table, session and run.</exception>
    public RowBuffer Encode(TRun run, string sessionId, string table, in RunDefaults defaults) => Encode(run, sessionId, table, defaults, position: null);

    private RowBuffer Encode(TRun run, string sessionId, string table, in RunDefaults defaults, int? position)
    {
        RowBuffer row = RowBuffer.Rent(RunTable.Columns.Length);
        try
        {
            _codec.Write(row, run);
            RunColumns.Fill(row, RunColumns.Read(row.GetBytes(RunTable.RunData)), sessionId, defaults, stored: null);
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
    public override TSession Attach(TSession session, string table, IReadOnlyList<StoredRun> runs, Action<StorageException>? onUnreadable)
    {
        var list = new List<TRun>(runs.Count);
        HashSet<StoredRun>? unreadable = null;
        foreach (StoredRun run in runs)
        {
            try
            {
                list.Add(_codec.Read(run, table));
            }
            catch (StorageException exception) when (onUnreadable is not null)
            {
                (unreadable ??= []).Add(run);
                onUnreadable(exception);
            }
        }
        session = _set(session, list);
        ref RunMemory memory = ref _memoryOf(session);
        foreach (StoredRun run in runs)
            if (unreadable?.Contains(run) is not true)
                memory.Add(run);
        return session;
    }

    /// <inheritdoc/>
    public override EncodedRuns Encode(TSession session, string sessionId, string table, in RunDefaults defaults, RunOrigin target)
    {
        var encoded = new EncodedRuns(defaults);
        try
        {
            var ids = new HashSet<object>();
            int position = 0;
            foreach (TRun run in ListOf(session, sessionId, table))
            {
                position++;
                if (_codec.Unchanged(run) is { } unchanged && unchanged.SessionId == sessionId && target.Includes(unchanged.Origin))
                    encoded.Add(unchanged);
                else
                    Add(encoded, session, Encode(run, sessionId, table, defaults, position), sessionId, table, defaults, target);
                // Ids that are not text may read alike: such runs are told apart by what the engine finds them by.
                EncodedRun last = encoded.Runs[^1];
                string id = last.RunId;
                if (!ids.Add(last.Stored?.Key ?? id))
                    throw new ArgumentException($"The session '{EncodingFault.Shorten(sessionId)}' can't be stored in table '{table}': two of its runs have the id '{EncodingFault.Shorten(id)}'. Give each its own.", nameof(session));
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
    public override void Remember(TSession session, string sessionId, EncodedRuns runs, RunOrigin origin)
    {
        ref RunMemory memory = ref _memoryOf(session);
        foreach (EncodedRun run in runs.Runs)
            if (run.Row is { } row)
                memory.Add(new(sessionId, run.RunId, row.GetBytes(RunTable.RunData).ToArray(), origin)
                {
                    CreatedAt = row.GetInt64(RunTable.CreatedAt),
                    UpdatedAt = row.GetKind(RunTable.UpdatedAt) == ValueKind.Null ? null : row.GetInt64(RunTable.UpdatedAt),
                    Key = run.Stored?.Key,
                });
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

    private void Add(EncodedRuns encoded, TSession session, RowBuffer row, string sessionId, string table, in RunDefaults defaults, RunOrigin target)
    {
        bool isOwned = false;
        try
        {
            StoredRun? stored = _memoryOf(session).Find(target.Table, sessionId, row.GetString(RunTable.RunId));
            if (stored is not null)
            {
                bool isThere = target.Includes(stored.Origin);
                if (_codec.IsSame(row, stored, table))
                {
                    if (isThere)
                    {
                        encoded.Add(stored);
                        return;
                    }
                    // Elsewhere the run goes as it was stored, with what its type does not know.
                    row.WriteUtf8(RunTable.RunData, NestedJson.Unwrap(stored.Data));
                }
                RunColumns.Fill(row, RunColumns.Read(row.GetBytes(RunTable.RunData)), sessionId, defaults, stored);
                // The row's id counts, where the JSON says another. One that is not text stays where it is.
                if (stored.Key is null)
                    row.WriteString(RunTable.RunId, stored.RunId);
                else if (!isThere)
                    stored = null;
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
