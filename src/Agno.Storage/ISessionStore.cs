using System.ComponentModel;
using Agno.Storage.Records;
using Agno.Storage.Schema;

namespace Agno.Storage;

/// <summary>
/// The sessions of one type in one table. Thread-safe. Every method throws <see cref="StorageException"/> where the
/// database refuses, <see cref="ObjectDisposedException"/> once the storage is disposed of, and
/// <see cref="OperationCanceledException"/> when its token is cancelled before the work began. An id that is no text, because it holds a lone surrogate, is an
/// <see cref="ArgumentException"/>.
/// <para>
/// The call of an asynchronous method itself throws only where an argument is wrong in itself: null, out of range, or of a type of runs that the record does not have. Every other failure is
/// its task's, or that of a stream's first step: what the database says, a disposed storage, what an id, filter, session or run holds that can't be stored or looked for, a record without
/// runs of their own. The task of a cancelled call is cancelled. So several tasks can be begun and then awaited together.
/// </para>
/// A session or run that is given to a method must not be changed until its task has completed: where others write, it may be encoded only once there is room.
/// Each enumeration of a stream is for one thread at a time: a step that begins while another is under way throws
/// <see cref="InvalidOperationException"/>.
/// </summary>
/// <typeparam name="TSession">A type that carries <see cref="SessionRecordAttribute"/>.</typeparam>
public interface ISessionStore<TSession>
    where TSession : class, ISessionRecord<TSession>
{
    /// <summary>The name of the table that this store reads and writes.</summary>
    string TableName { get; }

    /// <summary>
    /// Creates the table and its indexes where they are missing. A table that exists is upgraded when
    /// automatic upgrade is on; nothing is ever dropped that the record does not say to.
    /// </summary>
    /// <exception cref="SchemaException">The table differs in what can't or may not be added, or is of a newer version.</exception>
    ValueTask CreateAsync(CancellationToken cancellationToken = default);

    /// <summary>Whether the table exists.</summary>
    ValueTask<bool> ExistsAsync(CancellationToken cancellationToken = default);

    /// <summary>Drops the table with all its sessions; nothing happens where it does not exist.</summary>
    /// <exception cref="InvalidOperationException">The store is one user's alone (<see cref="ForUser"/>).</exception>
    ValueTask DropAsync(CancellationToken cancellationToken = default);

    /// <summary>Says how the stored table differs from the record; null where there is no table.</summary>
    ValueTask<SchemaDiff?> CompareSchemaAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Names the columns that hold a value in a session's row, or in the rows of its runs, and that the record does not know: what is left behind where the session is read and stored elsewhere.
    /// Columns that the engine computes are not counted.
    /// </summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="cancellationToken">Cancels before the read began.</param>
    /// <returns>The columns in the order of their tables; empty where there are none, or no such session.</returns>
    ValueTask<IReadOnlyList<UnknownColumn>> FindUnknownColumnsAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>The schema version that the table was created or upgraded with; null where nothing recorded one, as in Python's files.</summary>
    ValueTask<int?> GetSchemaVersionAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Brings the stored table to the record's version, whether automatic upgrade is on or not: makes the steps of <see cref="Schema.SessionTable.History"/> that it lacks, adds
    /// the columns that are then still missing and records the version, all or nothing. Programs that start together upgrade once. A table of Agno 2 becomes one of Agno 3 where the
    /// record's layout is that: then Agno 2 refuses it. A table of Agno 2 or 3 that an earlier build of this library created with other column types than Agno's gets Agno's.
    /// </summary>
    /// <exception cref="SchemaException">The table differs in what can't be changed, or is of a newer version.</exception>
    /// <exception cref="StorageException">There is no table, or a step or backfill failed; then the table is as it was.</exception>
    ValueTask UpgradeSchemaAsync(CancellationToken cancellationToken = default);

    /// <summary>Plans what <see cref="UpgradeSchemaAsync"/> would do now, to show or check it. Nothing is changed.</summary>
    /// <exception cref="SchemaException">The table differs in what can't be changed, or is of a newer version.</exception>
    /// <exception cref="StorageException">There is no table.</exception>
    ValueTask<SchemaUpgrade> PlanUpgradeAsync(CancellationToken cancellationToken = default);

#pragma warning disable RS0026 // The window, which has no default, tells the two apart.
    /// <summary>Reads a session.</summary>
    /// <param name="sessionId">The session's id; a Python file may hold an empty one.</param>
    /// <param name="userId">When given, only that user's session is found.</param>
    /// <param name="cancellationToken">Cancels before the read began.</param>
    /// <returns>The session; null where there is none, it is another user's, or the table does not exist.</returns>
    ValueTask<TSession?> ReadAsync(string sessionId, string? userId = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a session with some of its runs, where they are rows of their own (<see cref="SessionRunsAttribute"/>). Without a window it is read with all of them.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="runs">Which runs are read. Storing the session leaves the others as they are.</param>
    /// <param name="userId">When given, only that user's session is found.</param>
    /// <param name="cancellationToken">Cancels before the read began.</param>
    /// <returns>The session; null where there is none, it is another user's, or the table does not exist.</returns>
    /// <exception cref="InvalidOperationException">The record has no runs of their own.</exception>
    ValueTask<TSession?> ReadAsync(string sessionId, RunWindow runs, string? userId = null, CancellationToken cancellationToken = default);
#pragma warning restore RS0026

    /// <summary>
    /// Streams a session's runs in their order, those first that have no index. They are read in pages, so that a long stream holds nothing up; what is appended meanwhile comes too.
    /// </summary>
    /// <typeparam name="TRun">The record's type of runs, the type inside it where that is a <see cref="JsonColumn{T}"/>, or <see cref="RunRow"/> for the rows as they are stored.</typeparam>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="filter">Where to start and how many to read; null for all.</param>
    /// <param name="cancellationToken">Ends the stream at its next step.</param>
    /// <exception cref="ArgumentException">The runs are of another type, or the filter starts behind a run that the session does not have.</exception>
    /// <exception cref="InvalidOperationException">The record has no runs of their own.</exception>
    IAsyncEnumerable<TRun> ReadRunsAsync<TRun>(string sessionId, RunFilter? filter = null, CancellationToken cancellationToken = default)
        where TRun : notnull;

    /// <summary>
    /// Appends a run to a session without reading it. The run gets the next index while it is stored, so that runs that are appended at once all survive, one behind the other. It
    /// counts as a change of the session: <c>updated_at</c> becomes now, and a version is counted up.
    /// </summary>
    /// <typeparam name="TRun">The record's type of runs, or the type inside it where that is a <see cref="JsonColumn{T}"/>.</typeparam>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="run">The run. Its JSON must have a <c>run_id</c> that the session has no run of yet.</param>
    /// <param name="userId">When given, only that user's session is found.</param>
    /// <param name="cancellationToken">Cancels before the run is stored.</param>
    /// <returns>The run's index.</returns>
    /// <exception cref="ArgumentException">The run is of another type, or can't be stored.</exception>
    /// <exception cref="SessionConflictException">There is a run with that id: store it with <see cref="UpdateRunAsync"/>.</exception>
    /// <exception cref="SessionOwnershipException">The session is another user's, or the run says that it is another user's than the session.</exception>
    /// <exception cref="StorageException">There is no such session.</exception>
    /// <exception cref="InvalidOperationException">The record has no runs of their own.</exception>
    ValueTask<long> AppendRunAsync<TRun>(string sessionId, TRun run, string? userId = null, CancellationToken cancellationToken = default)
        where TRun : notnull;

    /// <summary>Stores a run in the place of the session's run with its id, which keeps its index and <c>created_at</c>; otherwise as <see cref="AppendRunAsync"/>.</summary>
    /// <returns>Whether there was such a run.</returns>
    /// <exception cref="ArgumentException">The run is of another type, or can't be stored.</exception>
    /// <exception cref="SessionOwnershipException">The run says that it is another user's than the session.</exception>
    /// <exception cref="InvalidOperationException">The record has no runs of their own.</exception>
    ValueTask<bool> UpdateRunAsync<TRun>(string sessionId, TRun run, string? userId = null, CancellationToken cancellationToken = default)
        where TRun : notnull;

    /// <summary>Deletes a run of a session. Only this does, and deleting the session: a run that is taken out of a session's list stays stored.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="runId">The run's id.</param>
    /// <param name="userId">When given, only that user's session is found.</param>
    /// <param name="cancellationToken">Cancels before the run is deleted.</param>
    /// <returns>Whether there was such a run.</returns>
    /// <exception cref="InvalidOperationException">The record has no runs of their own.</exception>
    ValueTask<bool> DeleteRunAsync(string sessionId, string runId, string? userId = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes a new session with the runs that another has so far, all or nothing. Session and runs get ids of their own (a Guid each), and the session's times are now; everything else is
    /// the other's. Runs inside a run, those of a team's members and of a workflow's steps, get ids too. In Agno's tables <c>session_data</c> says which session it was forked from, and each run which one it first was in.
    /// </summary>
    /// <param name="sessionId">The session to fork. It stays as it is.</param>
    /// <param name="atRun">The last run that the new session has; null for all of them.</param>
    /// <param name="userId">When given, only that user's session is found.</param>
    /// <param name="cancellationToken">Cancels before the session is stored.</param>
    /// <returns>The new session with its runs; null where there is no session to fork.</returns>
    /// <exception cref="ArgumentException">The session has no such run.</exception>
    /// <exception cref="InvalidOperationException">The record has no runs of their own.</exception>
    ValueTask<TSession?> ForkAsync(string sessionId, string? atRun = null, string? userId = null, CancellationToken cancellationToken = default);

    /// <summary>Stores a run's row exactly as it is, for moving data: its index and times are kept as given, null too. The session stays as it is.</summary>
    /// <exception cref="ArgumentException">The row can't be stored.</exception>
    /// <exception cref="SessionOwnershipException">The store is one user's, and the session or the run is another user's. Or, in Agno's own tables, where each run id is there once, another session has it.</exception>
    /// <exception cref="StorageException">There is no such session.</exception>
    /// <exception cref="InvalidOperationException">The record has no runs of their own.</exception>
    ValueTask ImportRunAsync(string sessionId, RunRow run, CancellationToken cancellationToken = default);

    /// <summary>
    /// Stores a session: inserts it, or updates every column but <c>session_id</c> and <c>created_at</c>. On insert, <c>created_at</c> is the
    /// session's if it has one, else now; <c>updated_at</c> becomes now. Columns that the record does not declare keep their values. A stored <c>created_at</c> that is NULL stays NULL, and comes
    /// back as null where the session's member can be null; where it can't, the member keeps what it had. Runs that are rows of their own (<see cref="SessionRunsAttribute"/>) are stored with
    /// it: afterwards every run of the list is there, in the list's order. A run that was not changed since it was read is written only where it is missing.
    /// </summary>
    /// <returns>The session with the times that were stored: the same instance where its times can be set, otherwise a copy.</returns>
    /// <exception cref="ArgumentException">The session id is null or empty, or a member holds what can't be stored or throws. The message names table, session and column; the cause is inside.</exception>
    /// <exception cref="SessionConflictException">The record has a version (<see cref="SessionVersionAttribute"/>), and somebody else has stored or deleted the session since it was read.</exception>
    /// <exception cref="SessionOwnershipException">The stored session is another user's, and the store or the table's layout does not allow to take it over.</exception>
    ValueTask<TSession> UpsertAsync(TSession session, CancellationToken cancellationToken = default);

    /// <summary>Stores a session that must be new; otherwise as <see cref="UpsertAsync"/>.</summary>
    /// <exception cref="ArgumentException">The session id is null or empty, or a member holds what can't be stored or throws. The message names table, session and column; the cause is inside.</exception>
    /// <exception cref="SessionConflictException">There is a session with that id.</exception>
    ValueTask<TSession> InsertAsync(TSession session, CancellationToken cancellationToken = default);

    /// <summary>Stores a session that must be there already; otherwise as <see cref="UpsertAsync"/>.</summary>
    /// <returns>The session with the times that were stored; null where there is none with that id, or it is another user's and the store is one user's.</returns>
    /// <exception cref="ArgumentException">The session id is null or empty, or a member holds what can't be stored or throws. The message names table, session and column; the cause is inside.</exception>
    /// <exception cref="SessionConflictException">The record has a version, and somebody else has stored the session since it was read.</exception>
    /// <exception cref="SessionOwnershipException">The stored session is another user's, and the table's layout does not allow to take it over.</exception>
    ValueTask<TSession?> ReplaceAsync(TSession session, CancellationToken cancellationToken = default);

#pragma warning disable RS0026 // Whether the session is touched, which has no default, tells the two apart.
    /// <summary>
    /// Reads a session, changes it and stores it, as if nobody else wrote meanwhile. While <paramref name="change"/> runs, others do write; where one of them stores the same
    /// session, it is read and changed anew, and after some times of that, changed while nobody else can write. Works for tables without a version too, and against writers in other processes.
    /// </summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="change">Gives the session to store: the one it is given, changed, or a copy. It may be called several times, and should do nothing else.</param>
    /// <param name="userId">When given, only that user's session is found.</param>
    /// <param name="cancellationToken">Cancels before the session is stored.</param>
    /// <returns>The session as it was stored; null where there is none.</returns>
    /// <exception cref="ArgumentException">A member of the changed session holds what can't be stored or throws.</exception>
    /// <exception cref="InvalidOperationException">The function gave null, or a session with another id, or it stores the session itself every time.</exception>
    ValueTask<TSession?> UpdateAsync(string sessionId, Func<TSession, TSession> change, string? userId = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// As <see cref="UpdateAsync(string, Func{TSession, TSession}, string?, CancellationToken)"/>, but may leave <c>updated_at</c> as it is: for a new title or a label, which are no activity and
    /// must not make the session one of the last that were used.
    /// </summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="change">Gives the session to store: the one it is given, changed, or a copy. It may be called several times, and should do nothing else.</param>
    /// <param name="touch">
    /// Whether <c>updated_at</c> becomes now. When false it stays as it is stored, NULL too, whatever the function sets. A version is counted up either way, and runs that changed get their
    /// own times.
    /// </param>
    /// <param name="userId">When given, only that user's session is found.</param>
    /// <param name="cancellationToken">Cancels before the session is stored.</param>
    /// <returns>The session as it was stored; null where there is none.</returns>
    /// <exception cref="InvalidOperationException">The function gave null, or a session with another id.</exception>
    ValueTask<TSession?> UpdateAsync(string sessionId, Func<TSession, TSession> change, bool touch, string? userId = null, CancellationToken cancellationToken = default);
#pragma warning restore RS0026

    /// <summary>
    /// Stores many sessions as <see cref="UpsertAsync"/> does, some thousand in each transaction. Where one fails, the transactions before stand, and nothing of its own.
    /// </summary>
    /// <param name="sessions">The sessions. Those whose times can be set get them.</param>
    /// <param name="progress">Told after each transaction how many sessions are stored so far.</param>
    /// <param name="cancellationToken">Cancels between two transactions.</param>
    /// <returns>How many sessions were stored.</returns>
    /// <exception cref="ArgumentException">A session's id is null or empty, or a member holds what can't be stored or throws.</exception>
    ValueTask<long> UpsertManyAsync(IAsyncEnumerable<TSession> sessions, IProgress<long>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Stores a session exactly as it is, for moving data: <c>created_at</c> and <c>updated_at</c> are kept as given, null too, and
    /// the session id may be empty. Its version is kept as given too, and never takes the place of a newer one. Runs keep the times that they were read with; one that was never stored has
    /// the <c>created_at</c> that its JSON says, or the session's.
    /// </summary>
    /// <exception cref="ArgumentException">The session id is null, or a member holds what can't be stored or throws.</exception>
    /// <exception cref="SessionConflictException">The record has a version, and the stored session has a newer one.</exception>
    /// <exception cref="SessionOwnershipException">The store is one user's, and the stored session is another's.</exception>
    ValueTask ImportAsync(TSession session, CancellationToken cancellationToken = default);

    /// <summary>Deletes a session.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="userId">When given, only that user's session is deleted.</param>
    /// <param name="cancellationToken">Cancels before the deletion began.</param>
    /// <returns>Whether a session was deleted.</returns>
    ValueTask<bool> DeleteAsync(string sessionId, string? userId = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes the sessions that <see cref="ListAsync"/> would give for the filter, in transactions of <paramref name="batchSize"/> sessions: between two of them others write, and
    /// those that are done stand. A session that changes meanwhile, so that the filter does not find it any more, stays. A table that does not exist has none.
    /// </summary>
    /// <param name="filter">Which sessions; one that sets nothing stands for all.</param>
    /// <param name="batchSize">How many sessions at once, 1 or more. More are faster; fewer let others write sooner.</param>
    /// <param name="cancellationToken">Cancels between two transactions.</param>
    /// <returns>How many sessions were deleted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size of a batch is below 1.</exception>
    /// <exception cref="StorageException">The filter found rows without an id, which another program stored; all others were deleted.</exception>
    ValueTask<long> DeleteManyAsync(SessionFilter filter, int batchSize = 500, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes the sessions that were last stored longer ago than <paramref name="age"/>, by the storage's clock, as <see cref="DeleteManyAsync"/> does. Sessions without any time stay.
    /// Stored times are whole seconds, so that a session may stay up to a second longer; none goes too early.
    /// </summary>
    /// <param name="age">How old a session may be, zero or more.</param>
    /// <param name="batchSize">How many sessions at once, 1 or more.</param>
    /// <param name="cancellationToken">Cancels between two transactions.</param>
    /// <returns>How many sessions were deleted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The age is negative, or the size of a batch is below 1.</exception>
    ValueTask<long> DeleteOlderThanAsync(TimeSpan age, int batchSize = 500, CancellationToken cancellationToken = default);

    /// <summary>How many sessions a filter finds. A table that does not exist has none.</summary>
    ValueTask<long> CountAsync(SessionFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// The same store for one user alone: every call finds, lists, counts and deletes only that user's sessions, and stores only such, never over
    /// another's (<see cref="SessionOwnershipException"/>). The table can't be dropped through it.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <exception cref="ArgumentException">The id is empty, or this is another user's store.</exception>
    ISessionStore<TSession> ForUser(string userId);

    /// <summary>
    /// Streams sessions, newest first: those that were there when the stream was begun to be read, whatever is stored or deleted meanwhile. A table that does not exist gives none.
    /// </summary>
    IAsyncEnumerable<TSession> ListAsync(SessionFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Streams what a generated query gives: the body of a method that carries <see cref="SessionQueryAttribute"/>. A table that does not exist gives nothing.</summary>
    /// <exception cref="StorageException">The query was compiled without the engine's dialect.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    IAsyncEnumerable<TResult> QueryAsync<TQuery, TResult>(TQuery query, CancellationToken cancellationToken = default)
        where TQuery : struct, ISessionQuery<TSession, TResult>;

    /// <summary>Runs a generated command: the body of a method that carries <see cref="SessionDeleteAttribute"/>. In a table that does not exist it finds nothing.</summary>
    /// <returns>How many sessions it deleted.</returns>
    /// <exception cref="StorageException">The command was compiled without the engine's dialect.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    ValueTask<long> ExecuteAsync<TCommand>(TCommand command, CancellationToken cancellationToken = default)
        where TCommand : struct, ISessionCommand<TSession>;

    /// <summary>Streams session ids, newest first, as <see cref="ListAsync"/> streams sessions. A table that does not exist gives none.</summary>
    IAsyncEnumerable<string> ListIdsAsync(SessionFilter? filter = null, CancellationToken cancellationToken = default);
}
