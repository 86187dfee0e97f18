using System.Collections.Immutable;
using System.Reflection;
using Agno.Storage.Records;
using Agno.Storage.Schema;

namespace Agno.Storage.Conformance;

/// <summary>One asynchronous call: of a stream, its first step.</summary>
/// <param name="Method">The interface's method.</param>
/// <param name="IsWrite">Whether it waits for others that write.</param>
/// <param name="Make">Makes the call, and gives its task.</param>
public sealed record StoreCall(string Method, bool IsWrite, Func<ISessionStore<TurnSession>, CancellationToken, Task> Make)
{
    /// <summary>A call of each method of <see cref="ISessionStore{TSession}"/>, and of generated queries.</summary>
    public static IReadOnlyList<StoreCall> All { get; } =
    [
        Write("CreateAsync", (store, token) => store.CreateAsync(token).AsTask()),
        Read("ExistsAsync", (store, token) => store.ExistsAsync(token).AsTask()),
        Read("CompareSchemaAsync", (store, token) => store.CompareSchemaAsync(token).AsTask()),
        Read("FindUnknownColumnsAsync", (store, token) => store.FindUnknownColumnsAsync("s", token).AsTask()),
        Read("GetSchemaVersionAsync", (store, token) => store.GetSchemaVersionAsync(token).AsTask()),
        Write("UpgradeSchemaAsync", (store, token) => store.UpgradeSchemaAsync(token).AsTask()),
        Read("PlanUpgradeAsync", (store, token) => store.PlanUpgradeAsync(token).AsTask()),
        Read("ReadAsync", (store, token) => store.ReadAsync("s", cancellationToken: token).AsTask()),
        Read("ReadAsync", (store, token) => store.ReadAsync("s", RunWindow.Last(2), cancellationToken: token).AsTask()),
        Read("ReadRunsAsync", (store, token) => FirstOf(store.ReadRunsAsync<TurnRun>("s", cancellationToken: token))),
        Write("AppendRunAsync", (store, token) => store.AppendRunAsync("s", new TurnRun($"{Guid.NewGuid()}", "", null), cancellationToken: token).AsTask()),
        Write("UpdateRunAsync", (store, token) => store.UpdateRunAsync("s", new TurnRun("r", "", null), cancellationToken: token).AsTask()),
        Write("DeleteRunAsync", (store, token) => store.DeleteRunAsync("s", "none", cancellationToken: token).AsTask()),
        Write("ForkAsync", (store, token) => store.ForkAsync("s", cancellationToken: token).AsTask()),
        Write("ImportRunAsync", (store, token) => store.ImportRunAsync("s", Row, token).AsTask()),
        Write("UpsertAsync", (store, token) => store.UpsertAsync(New(), token).AsTask()),
        Write("InsertAsync", (store, token) => store.InsertAsync(New(), token).AsTask()),
        Write("ReplaceAsync", (store, token) => store.ReplaceAsync(New(), token).AsTask()),
        Write("UpdateAsync", (store, token) => store.UpdateAsync("s", session => session, cancellationToken: token).AsTask()),
        Write("UpdateAsync", (store, token) => store.UpdateAsync("s", session => session, touch: false, cancellationToken: token).AsTask()),
        Write("UpsertManyAsync", (store, token) => store.UpsertManyAsync(new[] { New() }.ToAsyncEnumerable(), cancellationToken: token).AsTask()),
        Write("ImportAsync", (store, token) => store.ImportAsync(New(), token).AsTask()),
        Write("DeleteAsync", (store, token) => store.DeleteAsync("none", cancellationToken: token).AsTask()),
        Write("DeleteManyAsync", (store, token) => store.DeleteManyAsync(new() { Limit = 1 }, cancellationToken: token).AsTask()),
        Write("DeleteOlderThanAsync", (store, token) => store.DeleteOlderThanAsync(TimeSpan.Zero, cancellationToken: token).AsTask()),
        Read("CountAsync", (store, token) => store.CountAsync(cancellationToken: token).AsTask()),
        Read("ListAsync", (store, token) => FirstOf(store.ListAsync(cancellationToken: token))),
        Read("ListIdsAsync", (store, token) => FirstOf(store.ListIdsAsync(cancellationToken: token))),
        Read("QueryAsync", (store, token) => FirstOf(store.OfTeam("t", token))),
        Read("QueryAsync", (store, token) => store.NewestOfTeam("t", token).AsTask()),
        Read("QueryAsync", (store, token) => store.CountOfTeam("t", token).AsTask()),
        Write("ExecuteAsync", (store, token) => store.DeleteOfTeam("t", token).AsTask()),
        // Last: nothing is left to be met behind it.
        Write("DropAsync", (store, token) => store.DropAsync(token).AsTask()),
    ];

    /// <summary>What is moved into the session.</summary>
    public static RunRow Row => new("r", new System.Text.Json.Nodes.JsonObject { ["run_id"] = "r" }) { RunType = "team", CreatedAt = 1 };

    /// <summary>A session that nobody has stored.</summary>
    public static TurnSession New() => new() { SessionId = $"{Guid.NewGuid()}", UserId = "ada", Turns = [new("r", "said", null)] };

    /// <summary>Takes a stream's first step.</summary>
    public static async Task FirstOf<T>(IAsyncEnumerable<T> stream)
    {
        await using IAsyncEnumerator<T> items = stream.GetAsyncEnumerator();
        await items.MoveNextAsync();
    }

    private static StoreCall Read(string method, Func<ISessionStore<TurnSession>, CancellationToken, Task> make) => new(method, IsWrite: false, make);

    private static StoreCall Write(string method, Func<ISessionStore<TurnSession>, CancellationToken, Task> make) => new(method, IsWrite: true, make);
}

/// <summary>Queries whose argument must not be null.</summary>
public static partial class TurnQueries
{
    /// <summary>A team's sessions.</summary>
    [SessionQuery]
    public static partial IAsyncEnumerable<TurnSession> OfTeam(this ISessionStore<TurnSession> store, [SessionWhere(nameof(TurnSession.TeamId), SessionComparison.StartsWith)] string team, CancellationToken cancellationToken = default);

    /// <summary>So many of them.</summary>
    [SessionQuery]
    public static partial IAsyncEnumerable<TurnSession> Some(this ISessionStore<TurnSession> store, int limit);

    /// <summary>The first.</summary>
    [SessionQuery]
    public static partial ValueTask<TurnSession?> NewestOfTeam(this ISessionStore<TurnSession> store, [SessionWhere(nameof(TurnSession.TeamId), SessionComparison.StartsWith)] string team, CancellationToken cancellationToken = default);

    /// <summary>How many.</summary>
    [SessionQuery]
    public static partial ValueTask<long> CountOfTeam(this ISessionStore<TurnSession> store, [SessionWhere(nameof(TurnSession.TeamId), SessionComparison.StartsWith)] string team, CancellationToken cancellationToken = default);

    /// <summary>Deletes them.</summary>
    [SessionDelete]
    public static partial ValueTask<long> DeleteOfTeam(this ISessionStore<TurnSession> store, [SessionWhere(nameof(TurnSession.TeamId), SessionComparison.StartsWith)] string team, CancellationToken cancellationToken = default);
}

/// <summary>A query that was compiled without the dialect of any engine.</summary>
internal readonly struct ForeignQuery : ISessionQuery<TurnSession, TurnSession>
{
    /// <inheritdoc/>
    public static string Name => "Foreign";

    /// <inheritdoc/>
    public static int ParameterCount => 1;

    /// <inheritdoc/>
    public static ImmutableArray<string> Columns => [];

    /// <inheritdoc/>
    public static string? GetSql(string dialect, SqlTable table, SessionSql session, QueryShape given) => null;

    /// <inheritdoc/>
    public static TurnSession Read<TRow>(scoped ref TRow row)
        where TRow : struct, IRowReader, allows ref struct => throw new InvalidOperationException("There is nothing to read.");

    /// <inheritdoc/>
    public void WriteParameters(RowBuffer parameters)
    {
    }
}

/// <summary>
/// Where failures surface: those of the arguments themselves at the call, all others in its task, or in a stream's first step. Derive with a host whose calls wait for others but a moment.
/// </summary>
public abstract class CallConformance : ConformanceSuite
{
    private static readonly CancellationToken Cancelled = new(canceled: true);

    private ISessionStore<TurnSession> Store => Host.Sessions<TurnSession>();

    [Fact]
    public void EachMethodHasACall()
    {
        IEnumerable<string> methods = AsynchronousMethods().Select(method => method.Name);
        string[] calls = [.. StoreCall.All.Select(call => call.Method)];
        foreach (IGrouping<string, string> overloads in methods.GroupBy(name => name))
            Assert.True(calls.Count(name => name == overloads.Key) >= overloads.Count(), $"{overloads.Key} has no call for each of its overloads in {nameof(StoreCall)}.{nameof(StoreCall.All)}.");
    }

    [Fact]
    public async Task ADisposedStorageIsSaidByTheTask()
    {
        await FillAsync();
        (string, ISessionStore<TurnSession>)[] stores = [("", Store), (" of a user", Store.ForUser("ada"))];
        await Host.DisposeAsync();
        foreach ((string whose, ISessionStore<TurnSession> store) in stores)
            foreach (StoreCall call in StoreCall.All)
                Assert.IsType<ObjectDisposedException>(await FailureOf(call.Method + whose, () => call.Make(store, Token)));
        Assert.IsType<ObjectDisposedException>(await FailureOf("BeginAsync", () => Host.BeginAsync(Token).AsTask()));
    }

    [Fact]
    public async Task AnEndedTransactionIsSaidByTheTask()
    {
        await FillAsync();
        IStorageTransaction transaction = await Host.BeginAsync(Token);
        ISessionStore<TurnSession> store = transaction.Sessions<TurnSession>();
        await transaction.CommitAsync(Token);
        foreach (StoreCall call in StoreCall.All)
            Assert.IsType<ObjectDisposedException>(await FailureOf(call.Method, () => call.Make(store, Token)));
        Assert.IsType<ObjectDisposedException>(await FailureOf("CommitAsync", () => transaction.CommitAsync(Token).AsTask()));
        await transaction.DisposeAsync();
    }

    [Fact]
    public async Task ACancelledTokenCancelsTheTask()
    {
        await FillAsync();
        await using IStorageTransaction transaction = await Host.BeginAsync(Token);
        foreach (ISessionStore<TurnSession> store in (ISessionStore<TurnSession>[])[Store, Store.ForUser("ada"), transaction.Sessions<TurnSession>()])
            foreach (StoreCall call in StoreCall.All)
                await AssertCancelled(call.Method, () => call.Make(store, Cancelled));
        await AssertCancelled("CommitAsync", () => transaction.CommitAsync(Cancelled).AsTask());
        await AssertCancelled("BeginAsync", () => Host.BeginAsync(Cancelled).AsTask());
        await transaction.DisposeAsync();
        Assert.Equal(["s"], await Store.ListIdsAsync(cancellationToken: Token).ToListAsync(Token));
    }

    [Fact]
    public async Task WritesThatAreWaitedForTooLongAreSaidByTheTask()
    {
        await FillAsync();
        await using IStorageTransaction transaction = await Host.BeginAsync(Token);
        await transaction.Sessions<TurnSession>().UpsertAsync(StoreCall.New(), Token);
        foreach (StoreCall call in StoreCall.All.Where(call => call.IsWrite && call.Method != "DropAsync"))
            Assert.IsType<StorageBusyException>(await FailureOf(call.Method, () => call.Make(Store, Token)));
        Assert.IsType<StorageBusyException>(await FailureOf("BeginAsync", () => Host.BeginAsync(Token).AsTask()));
    }

    [Fact]
    public async Task WhatAWriteMeetsIsSaidByTheTask()
    {
        await FillAsync();
        TurnSession outdated = (await Store.ReadAsync("s", cancellationToken: Token))!;
        await Store.UpdateAsync("s", session => session, cancellationToken: Token);
        foreach ((string method, Func<ISessionStore<TurnSession>, Task> make) in (IEnumerable<(string, Func<ISessionStore<TurnSession>, Task>)>)
        [
            ("UpsertAsync", store => store.UpsertAsync(outdated, Token).AsTask()),
            ("InsertAsync", store => store.InsertAsync(outdated, Token).AsTask()),
            ("ReplaceAsync", store => store.ReplaceAsync(outdated, Token).AsTask()),
            ("ImportAsync", store => store.ImportAsync(outdated, Token).AsTask()),
            ("UpsertManyAsync", store => store.UpsertManyAsync(new[] { outdated }.ToAsyncEnumerable(), cancellationToken: Token).AsTask()),
            ("AppendRunAsync", store => store.AppendRunAsync("s", outdated.Turns[0], cancellationToken: Token).AsTask()),
        ])
            foreach (ISessionStore<TurnSession> store in (ISessionStore<TurnSession>[])[Store, Store.ForUser("ada")])
                Assert.IsAssignableFrom<SessionConflictException>(await FailureOf(method, () => make(store)));

        ISessionStore<TurnSession> bobs = Store.ForUser("bob");
        Assert.IsType<SessionOwnershipException>(await FailureOf("UpsertAsync", () => bobs.UpsertAsync(outdated, Token).AsTask()));
        Assert.IsType<SessionOwnershipException>(await FailureOf("AppendRunAsync", () => bobs.AppendRunAsync("s", outdated.Turns[0], cancellationToken: Token).AsTask()));
        Assert.IsType<InvalidOperationException>(await FailureOf("DropAsync", () => bobs.DropAsync(Token).AsTask()));
        Assert.IsType<StorageException>(await FailureOf("AppendRunAsync", () => Store.AppendRunAsync("none", outdated.Turns[0], cancellationToken: Token).AsTask()));
        Assert.IsType<StorageException>(await FailureOf("ImportRunAsync", () => Store.ImportRunAsync("none", StoreCall.Row, Token).AsTask()));
    }

    [Fact]
    public async Task ATableThatIsNotThereIsSaidByTheTask()
    {
        Assert.IsType<StorageException>(await FailureOf("UpgradeSchemaAsync", () => Store.UpgradeSchemaAsync(Token).AsTask()));
        Assert.IsType<StorageException>(await FailureOf("PlanUpgradeAsync", () => Store.PlanUpgradeAsync(Token).AsTask()));
    }

    [Fact]
    public async Task WhatAnArgumentHoldsIsSaidByTheTask()
    {
        await FillAsync();
        foreach ((string method, Func<Task> make) in (IEnumerable<(string, Func<Task>)>)
        [
            ("UpsertAsync", () => Store.UpsertAsync(new(), Token).AsTask()),
            ("InsertAsync", () => Store.InsertAsync(new(), Token).AsTask()),
            ("ReplaceAsync", () => Store.ReplaceAsync(new(), Token).AsTask()),
            ("ImportAsync", () => Store.ImportAsync(new() { SessionId = "\ud800" }, Token).AsTask()),
            ("UpsertManyAsync", () => Store.UpsertManyAsync(new TurnSession[] { null! }.ToAsyncEnumerable(), cancellationToken: Token).AsTask()),
            ("UpdateAsync", () => Store.UpdateAsync("s", session => session with { TeamId = "\ud800" }, cancellationToken: Token).AsTask()),
            ("AppendRunAsync", () => Store.AppendRunAsync("s", new TurnRun("", "", null), cancellationToken: Token).AsTask()),
            ("ImportRunAsync", () => Store.ImportRunAsync("s", StoreCall.Row with { RunId = "" }, Token).AsTask()),
            ("ForkAsync", () => Store.ForkAsync("s", atRun: "none", cancellationToken: Token).AsTask()),
            ("ReadAsync", () => Store.ReadAsync("\ud800", cancellationToken: Token).AsTask()),
            ("ReadRunsAsync", () => StoreCall.FirstOf(Store.ReadRunsAsync<TurnRun>("s", new() { After = "none" }, Token))),
            ("DeleteAsync", () => Store.DeleteAsync("\ud800", cancellationToken: Token).AsTask()),
            ("CountAsync", () => Store.CountAsync(new() { UserId = "\ud800" }, Token).AsTask()),
            ("ListAsync", () => StoreCall.FirstOf(Store.ListAsync(new() { UserId = "\ud800" }, Token))),
            ("QueryAsync", () => StoreCall.FirstOf(Store.OfTeam("\ud800", Token))),
            ("ExecuteAsync", () => Store.DeleteOfTeam("\ud800", Token).AsTask()),
        ])
            Assert.IsAssignableFrom<ArgumentException>(await FailureOf(method, make));
        Assert.IsType<InvalidOperationException>(await FailureOf("UpdateAsync", () => Store.UpdateAsync("s", _ => null!, cancellationToken: Token).AsTask()));
    }

    [Fact]
    public async Task ARecordWithoutRunsIsSaidByTheTask()
    {
        ISessionStore<NoteSession> notes = Host.Sessions<NoteSession>();
        var run = new TurnRun("r", "", null);
        foreach ((string method, Func<Task> make) in (IEnumerable<(string, Func<Task>)>)
        [
            ("ReadAsync", () => notes.ReadAsync("s", RunWindow.All, cancellationToken: Token).AsTask()),
            ("ReadRunsAsync", () => StoreCall.FirstOf(notes.ReadRunsAsync<TurnRun>("s", cancellationToken: Token))),
            ("AppendRunAsync", () => notes.AppendRunAsync("s", run, cancellationToken: Token).AsTask()),
            ("UpdateRunAsync", () => notes.UpdateRunAsync("s", run, cancellationToken: Token).AsTask()),
            ("DeleteRunAsync", () => notes.DeleteRunAsync("s", "r", cancellationToken: Token).AsTask()),
            ("ForkAsync", () => notes.ForkAsync("s", cancellationToken: Token).AsTask()),
            ("ImportRunAsync", () => notes.ImportRunAsync("s", StoreCall.Row, Token).AsTask()),
        ])
            Assert.IsType<InvalidOperationException>(await FailureOf(method, make));
    }

    [Fact]
    public async Task AQueryOfAnotherEngineIsSaidByTheTask()
    {
        await FillAsync();
        Assert.IsType<StorageException>(await FailureOf("QueryAsync", () => StoreCall.FirstOf(Store.QueryAsync<ForeignQuery, TurnSession>(default, Token))));
        Assert.IsType<StorageException>(await FailureOf("ExecuteAsync", () => Store.ExecuteAsync(default(ForeignQuery), Token).AsTask()));
        Assert.Equal(1, await Store.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public void ANullIsSaidByTheCall()
    {
        var nullability = new NullabilityInfoContext();
        foreach (MethodInfo method in AsynchronousMethods())
        {
            ParameterInfo[] parameters = method.GetParameters();
            foreach (ParameterInfo parameter in parameters)
            {
                bool isRun = parameter.ParameterType.IsGenericMethodParameter && parameter.Name == "run";
                if (!isRun && (parameter.ParameterType is { IsValueType: true } or { IsGenericMethodParameter: true } || nullability.Create(parameter).WriteState != NullabilityState.NotNull))
                    continue;
                object?[] arguments = [.. parameters.Select(other => other == parameter ? null : ValueOf(other))];
                MethodInfo called = method.IsGenericMethod ? method.MakeGenericMethod(typeof(TurnRun)) : method;
                var thrown = Assert.Throws<TargetInvocationException>(() => called.Invoke(Store, arguments));
                Assert.Equal((method.Name, parameter.Name), (method.Name, Assert.IsType<ArgumentNullException>(thrown.InnerException).ParamName));
            }
        }
    }

    [Fact]
    public void AnArgumentThatIsWrongInItselfIsSaidByTheCall()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = Store.DeleteManyAsync(new(), batchSize: 0, Token); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = Store.DeleteOlderThanAsync(TimeSpan.FromTicks(-1), cancellationToken: Token); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = Store.DeleteOlderThanAsync(TimeSpan.Zero, batchSize: 0, Token); });
        Assert.Throws<ArgumentException>(() => { _ = Store.AppendRunAsync("s", "no run", cancellationToken: Token); });
        Assert.Throws<ArgumentException>(() => { _ = Store.UpdateRunAsync("s", 7, cancellationToken: Token); });
        Assert.Throws<ArgumentException>(() => Store.ReadRunsAsync<string>("s", cancellationToken: Token));
        Assert.Throws<ArgumentNullException>(() => Store.OfTeam(null!, Token));
        Assert.Throws<ArgumentNullException>(() => { _ = Store.NewestOfTeam(null!, Token); });
        Assert.Throws<ArgumentNullException>(() => { _ = Store.CountOfTeam(null!, Token); });
        Assert.Throws<ArgumentNullException>(() => { _ = Store.DeleteOfTeam(null!, Token); });
        Assert.Throws<ArgumentOutOfRangeException>(() => Store.Some(-1));
    }

    private static IEnumerable<MethodInfo> AsynchronousMethods() =>
        typeof(ISessionStore<TurnSession>).GetMethods().Where(method => !method.IsSpecialName && method.Name != nameof(ISessionStore<>.ForUser));

    private static object? ValueOf(ParameterInfo parameter) => parameter switch
    {
        { HasDefaultValue: true } => parameter.DefaultValue is null && parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : parameter.DefaultValue,
        { ParameterType.IsGenericMethodParameter: true } => new TurnRun("r", "", null),
        _ when parameter.ParameterType == typeof(string) => "s",
        _ when parameter.ParameterType == typeof(TurnSession) => StoreCall.New(),
        _ when parameter.ParameterType == typeof(Func<TurnSession, TurnSession>) => (Func<TurnSession, TurnSession>)(session => session),
        _ when parameter.ParameterType == typeof(RunRow) => StoreCall.Row,
        _ when parameter.ParameterType.IsValueType => Activator.CreateInstance(parameter.ParameterType),
        _ => throw new InvalidOperationException($"Say what a valid {parameter.ParameterType} is."),
    };

    private async Task FillAsync()
    {
        await Store.UpsertAsync(new() { SessionId = "s", UserId = "ada", Turns = [new("r0", "first", null)] }, Token);
        // Old enough to be deleted.
        Host.Clock.UnixSeconds += 10;
    }

    private static async Task<Exception> FailureOf(string method, Func<Task> make)
    {
        Task task = Made(method, make);
        Exception? exception = await Record.ExceptionAsync(() => task);
        Assert.True(exception is not null, $"{method} did not fail.");
        return exception;
    }

    private static async Task AssertCancelled(string method, Func<Task> make)
    {
        Assert.IsAssignableFrom<OperationCanceledException>(await FailureOf(method, make));
        Assert.True(Made(method, make).IsCanceled, $"{method} gave a task that is not cancelled.");
    }

    private static Task Made(string method, Func<Task> make)
    {
        try
        {
            return make();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{method} threw from the call: {exception.Message}", exception);
        }
    }
}
