using System.Collections.Immutable;
using System.Text.Json;
using Agno.Storage.Records;

namespace Agno.Storage;

/// <summary>A part of a conversion: the sessions of one table and mode.</summary>
internal abstract class ConversionJob
{
    /// <summary>The kind of sessions.</summary>
    public required StorageMode Mode { get; init; }

    /// <summary>The ids of the sessions to convert, newest first.</summary>
    public abstract ValueTask<IReadOnlyList<string>> ReadIdsAsync(CancellationToken cancellationToken);

    /// <summary>Converts one session.</summary>
    public abstract ValueTask<(ConversionOutcome Outcome, ImmutableArray<string> Losses)> ConvertAsync(string id, CancellationToken cancellationToken);
}

/// <inheritdoc/>
/// <param name="from">The sessions.</param>
/// <param name="to">Where they go; it may be the same store, which is then mended.</param>
/// <param name="convert">Makes a row of a session.</param>
/// <param name="others">What the new table holds of other types, by what a session is then called: an id is taken once.</param>
internal sealed class ConversionJob<TFrom, TTo>(
    ISessionStore<TFrom> from, ISessionStore<TTo> to, Func<TFrom, List<string>, TTo> convert, IReadOnlyList<(string Name, Func<string, CancellationToken, ValueTask<bool>> Holds)> others) : ConversionJob
    where TFrom : class, ISessionRecord<TFrom>
    where TTo : class, ISessionRecord<TTo>, ISharedRow
{
    public override async ValueTask<IReadOnlyList<string>> ReadIdsAsync(CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        await foreach (string id in from.ListIdsAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
            ids.Add(id);
        return ids;
    }

    public override async ValueTask<(ConversionOutcome Outcome, ImmutableArray<string> Losses)> ConvertAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await TryConvertAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is StorageException { Column: not null } or JsonException or ArgumentException)
        {
            // The session is at fault, not the database: the others go on.
            return (ConversionOutcome.Skipped, [exception.Message]);
        }
    }

    private async ValueTask<(ConversionOutcome Outcome, ImmutableArray<string> Losses)> TryConvertAsync(string id, CancellationToken cancellationToken)
    {
        TFrom? session = await from.ReadAsync(id, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (session is null)
            return (ConversionOutcome.Skipped, ["The session was deleted meanwhile."]);
        var losses = new List<string>();
        TTo row = convert(session, losses);
        TTo? existing = await to.ReadAsync(id, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (existing is not null)
        {
            if (!Mending.Mend(existing, ReferenceEquals(from, to) ? null : row))
                return (ConversionOutcome.Unchanged, [.. losses]);
            await to.ImportAsync(existing, cancellationToken).ConfigureAwait(false);
            return (ConversionOutcome.Mended, [.. losses]);
        }
        foreach ((string name, Func<string, CancellationToken, ValueTask<bool>> holds) in others)
            if (await holds(id, cancellationToken).ConfigureAwait(false))
                return (ConversionOutcome.Skipped, [$"Table '{to.TableName}' holds a session of type '{name}' with the same id."]);
        Mending.Mend(row, source: null);
        await to.ImportAsync(row, cancellationToken).ConfigureAwait(false);
        return (ConversionOutcome.Converted, [.. losses]);
    }
}
