using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Agno.Storage;

/// <summary>Converts sessions between the layouts of Agno's versions.</summary>
public static class SessionConversion
{
#pragma warning disable RS0026 // The options, which have no default, tell the two apart.
    /// <summary>
    /// Converts every session of a layout's tables into another layout's, one after the other: the stream gives a step for each, and its progress. Each session is stored in a transaction
    /// of its own. Whoever stops reading stops the conversion; the next call goes on. Sessions that are in the target already stay exactly as they are, whatever became of their runs there. The tables
    /// that are read keep their sessions.
    /// <para>
    /// Into a later layout, what has no place there is left out and named in the step's losses. Into an earlier one, a session that would lose something is skipped. Rows that Agno's own
    /// conversion damaged are repaired where <see cref="ConversionOptions.RepairExisting"/> asks for it, and from a table's layout to itself (from <see cref="SessionLayout.V2"/> to
    /// <see cref="SessionLayout.V2"/>).
    /// </para>
    /// </summary>
    /// <param name="storage">The storage of the tables that name no other.</param>
    /// <param name="from">Where the sessions are; a layout stands for its tables. Tables that do not exist hold none.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="cancellationToken">Cancels between two sessions.</param>
    /// <exception cref="ArgumentException">There is no conversion between the two layouts, or a table is named that a layout does not have.</exception>
    /// <exception cref="StorageException">The database refuses. A session that is at fault itself is skipped, and its step says why.</exception>
    public static IAsyncEnumerable<ConvertedSession> ConvertAsync(this ISessionStorage storage, ConversionTables from, ConversionTables to, CancellationToken cancellationToken = default) =>
        ConvertAsync(storage, from, to, new ConversionOptions(), cancellationToken);

    /// <inheritdoc cref="ConvertAsync(ISessionStorage, ConversionTables, ConversionTables, CancellationToken)"/>
    /// <param name="storage">The storage of the tables that name no other.</param>
    /// <param name="from">Where the sessions are; a layout stands for its tables. Tables that do not exist hold none.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="options">What is done beside.</param>
    /// <param name="cancellationToken">Cancels between two sessions.</param>
    public static IAsyncEnumerable<ConvertedSession> ConvertAsync(
        this ISessionStorage storage, ConversionTables from, ConversionTables to, ConversionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(options);
        from.Check(nameof(from));
        to.Check(nameof(to));
        ConversionEnd source = new(from.Storage ?? storage, from);
        ConversionEnd target = new(to.Storage ?? storage, to);
        if (from.Layout == SessionLayout.V1 && to.Layout == SessionLayout.V1)
            throw new ArgumentException("Sessions of layout V1 can't be converted into layout V1.", nameof(to));
        if (source.IsTableOf(target) && from.Layout > to.Layout)
            throw new ArgumentException($"A table of layout {from.Layout} can't be converted into layout {to.Layout} where it is: name another table, or another storage.", nameof(to));
        return RunAsync(source, target, options, cancellationToken);
    }
#pragma warning restore RS0026

    private static async IAsyncEnumerable<ConvertedSession> RunAsync(ConversionEnd from, ConversionEnd to, ConversionOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ConversionEnd source = from;
        if (from.IsTableOf(to) && from.Layout != to.Layout)
        {
            // From here on the table is of the later layout, which finds the runs of sessions that are not converted yet too.
            foreach (ConversionStore store in to.Stores)
                await store.UpgradeAsync(to.Storage, cancellationToken).ConfigureAwait(false);
            source = to;
        }
        // Where an id is not text, there is a fault in its place.
        var sessions = new List<(ConversionStore Store, string? Id, string Fault)>();
        foreach (ConversionStore store in source.Stores)
            await foreach (string id in store.ListIdsAsync(source.Storage, exception => sessions.Add((store, null, exception.Message)), cancellationToken).ConfigureAwait(false))
                sessions.Add((store, id, ""));
        for (int i = 0; i < sessions.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (ConversionStore store, string? id, string fault) = sessions[i];
            var losses = new List<string>();
            ConversionOutcome outcome = id is null ? Skip(losses, fault) : await ConvertAsync(from, store, to, options, id, losses, cancellationToken).ConfigureAwait(false);
            yield return new() { SessionId = id ?? "", Mode = store.Mode, Outcome = outcome, Losses = [.. losses], Done = i + 1, Total = sessions.Count };
        }
    }

    private static async ValueTask<ConversionOutcome> ConvertAsync(
        ConversionEnd from, ConversionStore store, ConversionEnd to, ConversionOptions options, string id, List<string> losses, CancellationToken cancellationToken)
    {
        try
        {
            if (await store.ReadAsync(from.Storage, id, losses, cancellationToken).ConfigureAwait(false) is not { } session)
                return Skip(losses, "The session was deleted meanwhile.");
            if (!from.IsTableOf(to))
                await store.LoseUnknownColumnsAsync(from.Storage, id, losses, cancellationToken).ConfigureAwait(false);
            await using IStorageTransaction transaction = await to.Storage.BeginAsync(cancellationToken).ConfigureAwait(false);
            ConversionOutcome outcome = await StoreAsync(from, store.Mode, to, options, transaction, session, losses, cancellationToken).ConfigureAwait(false);
            if (outcome is ConversionOutcome.Converted or ConversionOutcome.Mended)
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return outcome;
        }
        catch (Exception exception) when (exception is StorageException { Column: not null } or JsonException or ArgumentException)
        {
            // The session is at fault, not the database: the others go on.
            return Skip(losses, exception.Message);
        }
    }

    private static async ValueTask<ConversionOutcome> StoreAsync(
        ConversionEnd from, StorageMode mode, ConversionEnd to, ConversionOptions options, ISessionStores stores, PortableSession session, List<string> losses, CancellationToken cancellationToken)
    {
        // Every session of later layouts has a time; one without is older than all others here too.
        session.CreatedAt ??= session.StoredAt;
        (ConversionStore store, PortableSession? existing) = await to.FindAsync(stores, mode, session.SessionId, cancellationToken).ConfigureAwait(false);
        if (existing is not null && !PortableSession.IsSameType(store.Mode, mode))
            return Skip(losses, $"The table holds a session of type '{PortableSession.EntityName(store.Mode)}' with the same id.");
        if (existing is not null)
        {
            bool isInPlace = from.IsTableOf(to);
            if (to.Layout != SessionLayout.V1 && (isInPlace || options.RepairExisting) && SessionRepair.Repair(existing, isInPlace ? null : session, mode))
            {
                existing.CreatedAt ??= existing.StoredAt;
                await store.WriteAsync(stores, existing, losses, cancellationToken).ConfigureAwait(false);
                return isInPlace && from.Layout != to.Layout ? ConversionOutcome.Converted : ConversionOutcome.Mended;
            }
            return session.StoredAt > existing.StoredAt ? Skip(losses, "It was stored again after it was converted. Delete the converted session to have it converted anew.") : ConversionOutcome.Unchanged;
        }
        SessionRepair.Repair(session, source: null, mode);
        await store.WriteAsync(stores, session, losses, cancellationToken).ConfigureAwait(false);
        return to.Layout < from.Layout && losses.Count > 0 ? ConversionOutcome.Skipped : ConversionOutcome.Converted;
    }

    private static ConversionOutcome Skip(List<string> losses, string reason)
    {
        losses.Clear();
        losses.Add(reason);
        return ConversionOutcome.Skipped;
    }
}
