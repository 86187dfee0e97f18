using Agno.Storage.Sqlite;

namespace Agno.Storage.Faults.Tests.Schedules;

/// <summary>What an operation does.</summary>
internal enum OperationKind
{
    Upsert,
    Insert,
    Replace,
    Delete,
    UpsertMany,
    Transaction,
    Update,
}

/// <summary>One call, what it does to a dictionary, and what it should give.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Ids">The sessions it does it to.</param>
/// <param name="Sequence">What it writes. The table refuses <see cref="Refused"/>.</param>
/// <param name="Commits">Whether a transaction is committed.</param>
internal sealed record Operation(OperationKind Kind, string[] Ids, long Sequence, bool Commits = true)
{
    /// <summary>A sequence that a trigger of the table refuses.</summary>
    public const long Refused = 13;

    public const string Ok = "ok";
    public const string Conflict = "conflict";
    public const string Cancelled = "cancelled";
    public const string Disposed = "disposed";

    /// <summary>Does it.</summary>
    public async Task<string> RunAsync(SqliteStorage storage, CancellationToken cancellationToken)
    {
        SqliteSessionStore<TrialSession> store = storage.Sessions<TrialSession>();
        string id = Ids[0];
        try
        {
            switch (Kind)
            {
                case OperationKind.Upsert:
                    await store.UpsertAsync(TrialSession.Of(id, Sequence), cancellationToken);
                    return Ok;
                case OperationKind.Insert:
                    await store.InsertAsync(TrialSession.Of(id, Sequence), cancellationToken);
                    return Ok;
                case OperationKind.Replace:
                    return await store.ReplaceAsync(TrialSession.Of(id, Sequence), cancellationToken) is null ? "none" : Ok;
                case OperationKind.Delete:
                    return await store.DeleteAsync(id, cancellationToken: cancellationToken) ? Ok : "none";
                case OperationKind.UpsertMany:
                    // What is refused comes behind one that is not, which it undoes.
                    await store.UpsertManyAsync(Ids.Select((id, i) => TrialSession.Of(id, Sequence == Refused && i == 0 ? 1 : Sequence)).ToAsyncEnumerable(), cancellationToken: cancellationToken);
                    return Ok;
                case OperationKind.Update:
                    return await store.UpdateAsync(id, session => TrialSession.Of(id, session.Sequence + 100), cancellationToken: cancellationToken) is null ? "none" : Ok;
                default:
                    await using (SqliteStorageTransaction transaction = await storage.BeginAsync(cancellationToken))
                    {
                        await WriteAsync(transaction);
                        if (Commits)
                            await transaction.CommitAsync(CancellationToken.None);
                    }
                    return Ok;
            }
        }
        catch (OperationCanceledException)
        {
            return Cancelled;
        }
        catch (ObjectDisposedException)
        {
            return Disposed;
        }
        catch (SessionConflictException)
        {
            return Conflict;
        }
        catch (StorageException exception) when (exception.Message.Contains("refused by the table", StringComparison.Ordinal))
        {
            return "refused";
        }
    }

    /// <summary>What a transaction writes.</summary>
    public async Task WriteAsync(SqliteStorageTransaction transaction)
    {
        foreach (string id in Ids)
            await transaction.Sessions<TrialSession>().UpsertAsync(TrialSession.Of(id, Sequence), CancellationToken.None);
    }

    /// <summary>Does the same to the model; says what <see cref="RunAsync"/> should.</summary>
    public string Apply(IDictionary<string, long> model)
    {
        // The trigger runs before it is seen whether the row exists.
        if (Sequence == Refused)
            return "refused";
        bool exists = model.ContainsKey(Ids[0]);
        switch (Kind)
        {
            case OperationKind.Insert when exists:
                return Conflict;
            case OperationKind.Replace or OperationKind.Update or OperationKind.Delete when !exists:
                return "none";
            case OperationKind.Delete:
                model.Remove(Ids[0]);
                return Ok;
            case OperationKind.Update:
                model[Ids[0]] += 100;
                return Ok;
            case OperationKind.Transaction when !Commits:
                return Ok;
        }
        foreach (string id in Ids)
            model[id] = Sequence;
        return Ok;
    }

    public override string ToString() => $"{Kind} {string.Join(',', Ids)} {Sequence}{(Commits ? "" : " undone")}";
}
