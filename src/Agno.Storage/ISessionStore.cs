using System.ComponentModel;
using Agno.Storage.Records;
using Agno.Storage.Schema;

namespace Agno.Storage;

/// <summary>
/// The sessions of one type in one table. Thread-safe. Every method throws <see cref="StorageException"/> if the database refuses, <see cref="ObjectDisposedException"/> once the storage has been disposed, and
/// <see cref="OperationCanceledException"/> when its token is cancelled before the work began. An id that is not text, because it holds a lone surrogate, is an
/// <see cref="ArgumentException"/>.
/// <para>
/// The call of an asynchronous method throws only if an argument is wrong in itself: null, out of range, or a run of a type that the record does not have. Every other failure is in its task,
/// or in the first step of a stream: what the database reports, a disposed storage, an id, filter, session or run that can't be stored or looked for, a record that does not store its runs as
/// rows. The task of a cancelled call is cancelled. So several tasks can be started and then awaited together.
/// </para>
/// A session or run that is given to a method must not be changed until its task has completed: while others write, it may be encoded later.
/// Only one thread at a time may use an enumerator of a stream: a step that begins during another one throws
/// <see cref="InvalidOperationException"/>.
/// </summary>
/// <typeparam name="TSession">A type that carries <see cref="SessionRecordAttribute"/>.</typeparam>
public interface ISessionStore<TSession>
    where TSession : class, ISessionRecord<TSession>
{
    /// <summary>The name of the table that this store reads and writes.</summary>
    string TableName { get; }

    /// <summary>
    /// Creates the table and its indexes where they are missing. A table that exists is upgraded when automatic upgrade is on. Nothing is dropped unless the record says so.
    /// </summary>
    /// <exception cref="SchemaException">The table differs in a way that can't or may not be fixed by adding columns, or has a newer version.</exception>
    ValueTask CreateAsync(CancellationToken cancellationToken = default);

    /// <summary>Whether the table exists.</summary>
    ValueTask<bool> ExistsAsync(CancellationToken cancellationToken = default);

    /// <summary>Drops the table with all its sessions. Does nothing if the table does not exist.</summary>
    /// <exception cref="InvalidOperationException">The store is bound to a single user (see <see cref="ForUser"/>).</exception>
    ValueTask DropAsync(CancellationToken cancellationToken = default);

    /// <summary>Compares the stored table with the record. Null if there is no table.</summary>
    ValueTask<SchemaDiff?> CompareSchemaAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Names the columns that hold a value in a session's row, or in the rows of its runs, and that the record does not know: what is left behind where the session is read and stored elsewhere.
    /// Columns that the engine computes are not counted.
    /// </summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="cancellationToken">Cancels before the read began.</param>
    /// <returns>The columns in the order of their tables; empty where there are none, or no such session.</returns>
    ValueTask<IReadOnlyList<UnknownColumn>> FindUnknownColumnsAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>The schema version that the table was created or upgraded with. Null if none was recorded, as in Python's files.</summary>
    ValueTask<int?> GetSchemaVersionAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Upgrades the stored table to the record's version, whether automatic upgrade is on or not: makes the steps of <see cref="Schema.SessionTable.History"/> that the table lacks,
    /// adds the columns that are still missing and records the version, all or nothing. If several programs start together, one of them upgrades. If the record has the layout of Agno
    /// 3, a table of Agno 2 becomes one of Agno 3, and Agno 2 refuses it afterwards. A table of Agno 2 or 3 that an earlier build of this library created with other column types than Agno's
    /// gets Agno's.
    /// </summary>
    /// <exception cref="SchemaException">The table differs in a way that can't be changed, or has a newer version.</exception>
    /// <exception cref="StorageException">There is no table, or a step or backfill failed. The table is not changed then.</exception>
    ValueTask UpgradeSchemaAsync(CancellationToken cancellationToken = default);

    /// <summary>Gives what <see cref="UpgradeSchemaAsync"/> would do now, to show or check it. Changes nothing.</summary>
    /// <exception cref="SchemaException">The table differs in a way that can't be changed, or has a newer version.</exception>
    /// <exception cref="StorageException">There is no table.</exception>
    ValueTask<SchemaUpgrade> PlanUpgradeAsync(CancellationToken cancellationToken = default);

#pragma warning disable RS0026 // The window, which has no default, tells the two apart.
    /// <summary>Reads a session.</summary>
    /// <param name="sessionId">The session's id; a Python file may hold an empty one.</param>
    /// <param name="userId">When given, only that user's session is found.</param>
    /// <param name="cancellationToken">Cancels before the read began.</param>
    /// <returns>The session. Null if there is none, it is another user's, or the table does not exist.</returns>
    ValueTask<TSession?> ReadAsync(string sessionId, string? userId = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a session with some of its runs, if they are stored as rows (<see cref="SessionRunsAttribute"/>). Without a window it is read with all of them.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="runs">Which runs are read. Storing the session does not change the others.</param>
    /// <param name="userId">When given, only that user's session is found.</param>
    /// <param name="cancellationToken">Cancels before the read began.</param>
    /// <returns>The session. Null if there is none, it is another user's, or the table does not exist.</returns>
    /// <exception cref="InvalidOperationException">The record does not store its runs as rows.</exception>
    ValueTask<TSession?> ReadAsync(string sessionId, RunWindow runs, string? userId = null, CancellationToken cancellationToken = default);
#pragma warning restore RS0026

    /// <summary>
    /// Streams a session's runs in their order. Runs without an index come first. They are read in pages, so a long stream blocks nobody. Runs that are appended in the meantime are
    /// streamed too.
    /// </summary>
    /// <typeparam name="TRun">The record's type of runs; if that is a <see cref="JsonColumn{T}"/>, also the type inside it; or <see cref="RunRow"/> for the rows of the runs' table as they are stored. Runs that Agno's own migration left in the
    /// session's row are in every stream but that one.</typeparam>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="filter">Where to start and how many to read; null for all.</param>
    /// <param name="cancellationToken">Ends the stream at its next step.</param>
    /// <exception cref="ArgumentException">The runs have another type, or the filter starts behind a run that the session does not have.</exception>
    /// <exception cref="InvalidOperationException">The record does not store its runs as rows.</exception>
    IAsyncEnumerable<TRun> ReadRunsAsync<TRun>(string sessionId, RunFilter? filter = null, CancellationToken cancellationToken = default)
        where TRun : notnull;

    /// <summary>
    /// Appends a run to a session without reading it. The run gets the next index while it is stored. Concurrent appends get consecutive indexes; none is lost. An append counts as a
    /// change of the session: <c>updated_at</c> becomes now, and a version is counted up.
    /// </summary>
    /// <typeparam name="TRun">The record's type of runs, or the type inside it where that is a <see cref="JsonColumn{T}"/>.</typeparam>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="run">The run. Its JSON must have a <c>run_id</c> that no run of the session has yet.</param>
    /// <param name="userId">When given, only that user's session is found.</param>
    /// <param name="cancellationToken">Cancels before the run is stored.</param>
    /// <returns>The run's index.</returns>
    /// <exception cref="ArgumentException">The run has another type, or can't be stored.</exception>
    /// <exception cref="SessionConflictException">The session already has a run with that id: store it with <see cref="UpdateRunAsync"/>.</exception>
    /// <exception cref="SessionOwnershipException">The session is another user's, or the run names another user than the session.</exception>
    /// <exception cref="StorageException">There is no such session.</exception>
    /// <exception cref="InvalidOperationException">The record does not store its runs as rows.</exception>
    ValueTask<long> AppendRunAsync<TRun>(string sessionId, TRun run, string? userId = null, CancellationToken cancellationToken = default)
        where TRun : notnull;

    /// <summary>Replaces the session's run with the same id, which keeps its index and <c>created_at</c>. Otherwise as <see cref="AppendRunAsync"/>.</summary>
    /// <returns>Whether there was such a run.</returns>
    /// <exception cref="ArgumentException">The run has another type, or can't be stored.</exception>
    /// <exception cref="SessionOwnershipException">The run names another user than the session.</exception>
    /// <exception cref="InvalidOperationException">The record does not store its runs as rows.</exception>
    ValueTask<bool> UpdateRunAsync<TRun>(string sessionId, TRun run, string? userId = null, CancellationToken cancellationToken = default)
        where TRun : notnull;

    /// <summary>Deletes a run of a session. A run is deleted only by this and by deleting the session: a run that is taken out of a session's list stays stored.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="runId">The run's id.</param>
    /// <param name="userId">When given, only that user's session is found.</param>
    /// <param name="cancellationToken">Cancels before the run is deleted.</param>
    /// <returns>Whether there was such a run.</returns>
    /// <exception cref="InvalidOperationException">The record does not store its runs as rows.</exception>
    ValueTask<bool> DeleteRunAsync(string sessionId, string runId, string? userId = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes a new session with the runs that another one has so far, all or nothing. The session and its runs get new ids (a Guid each), and the session's times become now.
    /// Everything else is copied. Runs inside a run, of a team's members or a workflow's steps, get new ids too. In Agno's tables, <c>session_data</c> names the session that it was
    /// forked from, and each run names the session that it was first in.
    /// </summary>
    /// <param name="sessionId">The session to fork. It is not changed.</param>
    /// <param name="atRun">The last run that the new session has; null for all of them.</param>
    /// <param name="userId">When given, only that user's session is found.</param>
    /// <param name="cancellationToken">Cancels before the session is stored.</param>
    /// <returns>The new session with its runs. Null if there is no session to fork.</returns>
    /// <exception cref="ArgumentException">The session has no such run.</exception>
    /// <exception cref="InvalidOperationException">The record does not store its runs as rows.</exception>
    ValueTask<TSession?> ForkAsync(string sessionId, string? atRun = null, string? userId = null, CancellationToken cancellationToken = default);

    /// <summary>Stores a run's row exactly as given, for moving data, including its index and times, even if they are null. The session is not changed.</summary>
    /// <exception cref="ArgumentException">The row can't be stored.</exception>
    /// <exception cref="SessionOwnershipException">The store is bound to one user, and the session or the run is another user's. Or another session has a run with that id in one of
    /// Agno's tables, where each run id exists only once.</exception>
    /// <exception cref="StorageException">There is no such session.</exception>
    /// <exception cref="InvalidOperationException">The record does not store its runs as rows.</exception>
    ValueTask ImportRunAsync(string sessionId, RunRow run, CancellationToken cancellationToken = default);

    /// <summary>
    /// Stores a session: inserts it, or updates every column but <c>session_id</c> and <c>created_at</c>. On insert, <c>created_at</c> is the session's if it has one, else now.
    /// <c>updated_at</c> becomes now; that of a new session of layout 2 or 3 is its <c>created_at</c>. Columns that the record does not declare keep their values. A stored
    /// <c>created_at</c> that is NULL stays NULL; it comes back as null if the session's member can be null, and otherwise the member keeps its value. Runs that are stored as rows
    /// (<see cref="SessionRunsAttribute"/>) are stored with the session: afterwards every run of the list is stored, in the list's order. A run that was not changed since it was
    /// read is written only if it is missing.
    /// </summary>
    /// <returns>The session with the stored times: the same instance if its times can be set, otherwise a copy.</returns>
    /// <exception cref="ArgumentException">The session id is null or empty, or a member throws or has a value that can't be stored. The message names table, session and column; the
    /// inner exception is the cause.</exception>
    /// <exception cref="SessionConflictException">The record has a version (<see cref="SessionVersionAttribute"/>), and somebody else has stored or deleted the session since it was read.</exception>
    /// <exception cref="SessionOwnershipException">The stored session is another user's, and neither the store nor the table format permits taking it over.</exception>
    ValueTask<TSession> UpsertAsync(TSession session, CancellationToken cancellationToken = default);

    /// <summary>Stores a session that must be new; otherwise as <see cref="UpsertAsync"/>.</summary>
    /// <exception cref="ArgumentException">The session id is null or empty, or a member throws or has a value that can't be stored. The message names table, session and column; the
    /// inner exception is the cause.</exception>
    /// <exception cref="SessionConflictException">There is a session with that id.</exception>
    ValueTask<TSession> InsertAsync(TSession session, CancellationToken cancellationToken = default);

    /// <summary>Stores a session that must be there already; otherwise as <see cref="UpsertAsync"/>.</summary>
    /// <returns>The session with the stored times. Null if there is none with that id, or if it is another user's and the store is bound to one user.</returns>
    /// <exception cref="ArgumentException">The session id is null or empty, or a member throws or has a value that can't be stored. The message names table, session and column; the
    /// inner exception is the cause.</exception>
    /// <exception cref="SessionConflictException">The record has a version, and somebody else has stored the session since it was read.</exception>
    /// <exception cref="SessionOwnershipException">The stored session is another user's, and the table format does not permit taking it over.</exception>
    ValueTask<TSession?> ReplaceAsync(TSession session, CancellationToken cancellationToken = default);

#pragma warning disable RS0026 // Whether the session is touched, which has no default, tells the two apart.
    /// <summary>
    /// Reads a session, changes it and stores it, as if nobody else wrote at the same time. Others can write while <paramref name="change"/> runs. If one of them stores the same
    /// session, it is read and changed again; after several attempts, it is changed while nobody else can write. This also works without a version, and against writers in other
    /// processes.
    /// </summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="change">Returns the session to store: the given one, changed, or a copy. It may be called several times and should have no other effect.</param>
    /// <param name="userId">When given, only that user's session is found.</param>
    /// <param name="cancellationToken">Cancels before the session is stored.</param>
    /// <returns>The session as it was stored. Null if there is none.</returns>
    /// <exception cref="ArgumentException">A member of the changed session throws or has a value that can't be stored.</exception>
    /// <exception cref="InvalidOperationException">The function returned null or a session with another id, or it stores the session itself every time.</exception>
    ValueTask<TSession?> UpdateAsync(string sessionId, Func<TSession, TSession> change, string? userId = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// As <see cref="UpdateAsync(string, Func{TSession, TSession}, string?, CancellationToken)"/>, but can leave <c>updated_at</c> unchanged: for a new title or a label, which should
    /// not move the session to the top of the last used ones.
    /// </summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="change">Returns the session to store: the given one, changed, or a copy. It may be called several times and should have no other effect.</param>
    /// <param name="touch">
    /// Whether <c>updated_at</c> becomes now. If false, it is not changed, even if it is NULL, whatever the function sets. A version is counted up in any case, and changed runs get
    /// new times.
    /// </param>
    /// <param name="userId">When given, only that user's session is found.</param>
    /// <param name="cancellationToken">Cancels before the session is stored.</param>
    /// <returns>The session as it was stored. Null if there is none.</returns>
    /// <exception cref="InvalidOperationException">The function returned null or a session with another id.</exception>
    ValueTask<TSession?> UpdateAsync(string sessionId, Func<TSession, TSession> change, bool touch, string? userId = null, CancellationToken cancellationToken = default);
#pragma warning restore RS0026

    /// <summary>
    /// Stores many sessions as <see cref="UpsertAsync"/> does, a few thousand in each transaction. If a transaction fails, none of its sessions is stored, and those of earlier
    /// transactions are kept.
    /// </summary>
    /// <param name="sessions">The sessions. They get the stored times if these can be set.</param>
    /// <param name="progress">Receives the number of stored sessions after each transaction.</param>
    /// <param name="cancellationToken">Cancels between two transactions.</param>
    /// <returns>How many sessions were stored.</returns>
    /// <exception cref="ArgumentException">A session's id is null or empty, or a member throws or has a value that can't be stored.</exception>
    ValueTask<long> UpsertManyAsync(IAsyncEnumerable<TSession> sessions, IProgress<long>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Stores a session exactly as given, for moving data: <c>created_at</c> and <c>updated_at</c> are stored as given, even if they are null, and the session id may be empty. Its
    /// version is stored as given too, and never replaces a newer one. Runs keep the times that they were read with. A run that was never stored gets the <c>created_at</c> of its
    /// JSON, or the session's.
    /// </summary>
    /// <exception cref="ArgumentException">The session id is null, or a member throws or has a value that can't be stored.</exception>
    /// <exception cref="SessionConflictException">The record has a version, and the stored session has a newer one.</exception>
    /// <exception cref="SessionOwnershipException">The store is bound to one user, and the stored session is another user's.</exception>
    ValueTask ImportAsync(TSession session, CancellationToken cancellationToken = default);

    /// <summary>Deletes a session.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="userId">When given, only that user's session is deleted.</param>
    /// <param name="cancellationToken">Cancels before the deletion began.</param>
    /// <returns>Whether a session was deleted.</returns>
    ValueTask<bool> DeleteAsync(string sessionId, string? userId = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes the sessions that <see cref="ListAsync"/> would give for the filter, in transactions of <paramref name="batchSize"/> sessions. Others can write between two
    /// transactions, and completed transactions are kept. A session that changes in the meantime, and no longer matches the filter, is kept. If the table does not exist, nothing is
    /// deleted.
    /// </summary>
    /// <param name="filter">Which sessions. A filter that sets nothing means all sessions.</param>
    /// <param name="batchSize">The number of sessions per transaction, 1 or more. A larger number is faster; a smaller one lets others write sooner.</param>
    /// <param name="cancellationToken">Cancels between two transactions.</param>
    /// <returns>How many sessions were deleted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    /// <exception cref="StorageException">The filter found rows without an id, which another program stored; all others were deleted.</exception>
    ValueTask<long> DeleteManyAsync(SessionFilter filter, int batchSize = 500, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes the sessions that were last stored longer ago than <paramref name="age"/>, by the storage's clock, as <see cref="DeleteManyAsync"/> does. Sessions without a time are
    /// kept.
    /// Stored times are whole seconds: a session may stay up to a second longer, and none is deleted too early.
    /// </summary>
    /// <param name="age">How old a session may be, zero or more.</param>
    /// <param name="batchSize">The number of sessions per transaction, 1 or more.</param>
    /// <param name="cancellationToken">Cancels between two transactions.</param>
    /// <returns>How many sessions were deleted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The age is negative, or the batch size is below 1.</exception>
    ValueTask<long> DeleteOlderThanAsync(TimeSpan age, int batchSize = 500, CancellationToken cancellationToken = default);

    /// <summary>How many sessions a filter finds. If the table does not exist, there are none.</summary>
    ValueTask<long> CountAsync(SessionFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// The same store, bound to one user: every call finds, lists, counts and deletes only that user's sessions, stores only such sessions, and never replaces another user's (<see cref="SessionOwnershipException"/>). The table can't be dropped through it.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <exception cref="ArgumentException">The id is empty, or this is another user's store.</exception>
    ISessionStore<TSession> ForUser(string userId);

    /// <summary>
    /// Streams sessions, newest first, as they were when the enumeration started, whatever is stored or deleted in the meantime. If the table does not exist, there are none.
    /// </summary>
    IAsyncEnumerable<TSession> ListAsync(SessionFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Streams the results of a generated query, for the body of a method with <see cref="SessionQueryAttribute"/>. If the table does not exist, there are none.</summary>
    /// <exception cref="StorageException">The query was compiled without the engine's dialect.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    IAsyncEnumerable<TResult> QueryAsync<TQuery, TResult>(TQuery query, CancellationToken cancellationToken = default)
        where TQuery : struct, ISessionQuery<TSession, TResult>;

    /// <summary>Runs a generated command, for the body of a method with <see cref="SessionDeleteAttribute"/>. If the table does not exist, nothing is deleted.</summary>
    /// <returns>How many sessions it deleted.</returns>
    /// <exception cref="StorageException">The command was compiled without the engine's dialect.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    ValueTask<long> ExecuteAsync<TCommand>(TCommand command, CancellationToken cancellationToken = default)
        where TCommand : struct, ISessionCommand<TSession>;

    /// <summary>Streams session ids, newest first, as <see cref="ListAsync"/> streams sessions. If the table does not exist, there are none.</summary>
    IAsyncEnumerable<string> ListIdsAsync(SessionFilter? filter = null, CancellationToken cancellationToken = default);
}
