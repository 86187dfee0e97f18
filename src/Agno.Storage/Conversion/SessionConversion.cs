using System.Runtime.CompilerServices;
using Agno.Storage.Records;

namespace Agno.Storage;

/// <summary>Converts sessions between the layouts of Agno's versions.</summary>
public static class SessionConversion
{
    /// <summary>
    /// Converts every session of a layout's tables into another layout's, one after the other: the stream gives a step for each, and its progress. Whoever stops reading stops the conversion;
    /// the next call goes on, because sessions that are there already stay as they are. Rows that Agno's own conversion damaged are mended, in the same layout too
    /// (from <see cref="SessionLayout.V2"/> to <see cref="SessionLayout.V2"/>). The tables that are read keep their sessions.
    /// </summary>
    /// <param name="storage">The storage of the tables that name no other.</param>
    /// <param name="from">Where the sessions are; a layout stands for its tables. Tables that do not exist hold none.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="cancellationToken">Cancels between two sessions.</param>
    /// <exception cref="ArgumentException">There is no conversion between the two layouts.</exception>
    /// <exception cref="StorageException">The database refuses. A session that is at fault itself is skipped, and its step says why.</exception>
    public static IAsyncEnumerable<ConvertedSession> ConvertAsync(this ISessionStorage storage, ConversionTables from, ConversionTables to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (to.Layout != SessionLayout.V2 || from.Layout == SessionLayout.V3)
            throw new ArgumentException($"Sessions of layout {from.Layout} can't be converted into layout {to.Layout}.", nameof(to));
        return RunAsync(Jobs(from.Storage ?? storage, from, to.Storage ?? storage, to), cancellationToken);
    }

    private static async IAsyncEnumerable<ConvertedSession> RunAsync(IReadOnlyList<ConversionJob> jobs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sessions = new List<(ConversionJob Job, string Id)>();
        foreach (ConversionJob job in jobs)
            foreach (string id in await job.ReadIdsAsync(cancellationToken).ConfigureAwait(false))
                sessions.Add((job, id));
        for (int i = 0; i < sessions.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (ConversionJob job, string id) = sessions[i];
            (ConversionOutcome outcome, var losses) = await job.ConvertAsync(id, cancellationToken).ConfigureAwait(false);
            yield return new() { SessionId = id, Mode = job.Mode, Outcome = outcome, Losses = losses, Done = i + 1, Total = sessions.Count };
        }
    }

    private static ConversionJob[] Jobs(ISessionStorage source, ConversionTables from, ISessionStorage target, ConversionTables to)
    {
        ISessionStore<AgentRow> agents = target.Sessions<AgentRow>(to.Agents);
        ISessionStore<TeamRow> teams = target.Sessions<TeamRow>(to.Teams);
        ISessionStore<WorkflowRow> workflows = target.Sessions<WorkflowRow>(to.Workflows);
        if (from.Layout == SessionLayout.V2)
        {
            return
            [
                Job(StorageMode.Agent, source.Sessions<AgentRow>(from.Agents), agents, static (row, _) => row, Other("team", teams), Other("workflow", workflows)),
                Job(StorageMode.Team, source.Sessions<TeamRow>(from.Teams), teams, static (row, _) => row, Other("agent", agents), Other("workflow", workflows)),
                Job(StorageMode.Workflow, source.Sessions<WorkflowRow>(from.Workflows), workflows, static (row, _) => row, Other("agent", agents), Other("team", teams)),
            ];
        }
        return
        [
            Job(StorageMode.Agent, source.Sessions<AgentSession>(from.Agents), agents, Layout1To2.Convert, Other("team", teams), Other("workflow", workflows)),
            Job(StorageMode.Team, source.Sessions<TeamSession>(from.Teams), teams, Layout1To2.Convert, Other("agent", agents), Other("workflow", workflows)),
            Job(StorageMode.Workflow, source.Sessions<WorkflowSession>(from.Workflows), workflows, Layout1To2.Convert, Other("agent", agents), Other("team", teams)),
            Job(StorageMode.WorkflowV2, source.Sessions<WorkflowV2Session>(from.StepWorkflows), workflows, Layout1To2.Convert, Other("agent", agents), Other("team", teams)),
        ];
    }

    private static ConversionJob Job<TFrom, TTo>(
        StorageMode mode, ISessionStore<TFrom> from, ISessionStore<TTo> to, Func<TFrom, List<string>, TTo> convert, params (string Table, string Name, Func<string, CancellationToken, ValueTask<bool>> Holds)[] others)
        where TFrom : class, ISessionRecord<TFrom>
        where TTo : class, ISessionRecord<TTo>, ISharedRow =>
        new ConversionJob<TFrom, TTo>(from, to, convert, [.. others.Where(other => other.Table == to.TableName).Select(other => (other.Name, other.Holds))]) { Mode = mode };

    private static (string Table, string Name, Func<string, CancellationToken, ValueTask<bool>> Holds) Other<TSession>(string name, ISessionStore<TSession> store)
        where TSession : class, ISessionRecord<TSession> =>
        (store.TableName, name, async (id, cancellationToken) => await store.ReadAsync(id, cancellationToken: cancellationToken).ConfigureAwait(false) is not null);
}
