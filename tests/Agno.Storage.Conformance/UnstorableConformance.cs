using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Agno.Storage.Conformance;

/// <summary>A record whose members can each hold what can't be stored.</summary>
[SessionRecord(StorageMode.Agent, Table = "fragile_sessions")]
public sealed partial class FragileSession
{
    /// <summary>Plain text.</summary>
    public string? Label { get; set; } = "fine";

    /// <summary>Text that is never null.</summary>
    public string Title { get; set; } = "fine";

    /// <summary>A number.</summary>
    public double Ratio { get; set; }

    /// <summary>A number that may be too large.</summary>
    public ulong Total { get; set; }

    /// <summary>An enum that is stored by its names.</summary>
    public FragileKind Kind { get; set; }

    /// <summary>Converted.</summary>
    [SessionColumn(Converter = typeof(FragileConverter))]
    public Version? Release { get; set; }

    /// <summary>A property of the caller's that may throw.</summary>
    public string? Computed
    {
        get => Failure is null ? field : throw Failure;
        set;
    }

    /// <summary>JSON of several types.</summary>
    public FragileShape? Shape { get; set; }

    /// <summary>JSON that belongs to its document.</summary>
    public JsonDocument? Document { get; set; }

    /// <summary>JSON that must be set.</summary>
    public ImmutableArray<string> Tags { get; set; } = [];

    /// <summary>JSON that is never null.</summary>
    public List<string> Names { get; set; } = [];

    /// <summary>JSON that is written when it was changed.</summary>
    public JsonColumn<FragileShape> Lazy { get; set; }

    /// <summary>Runs in a table of their own.</summary>
    [SessionRuns]
    public List<FragileRun> Runs { get; set; } = [];

    /// <summary>What <see cref="Computed"/> throws.</summary>
    [SessionIgnore]
    public Exception? Failure { get; set; }
}

/// <summary>A run whose members can hold what can't be stored.</summary>
public sealed class FragileRun
{
    /// <summary>The run's id.</summary>
    [JsonPropertyName("run_id")]
    public required string Id { get; init; }

    /// <summary>Plain text.</summary>
    public string? Text { get; set; }

    /// <summary>JSON of several types.</summary>
    public FragileShape? Shape { get; set; }

    /// <summary>JSON that belongs to its document.</summary>
    public JsonDocument? Document { get; set; }
}

/// <summary>Kinds.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FragileKind>))]
public enum FragileKind
{
    /// <summary>The only one.</summary>
    Known,
}

/// <summary>A type with one declared subtype.</summary>
[JsonDerivedType(typeof(FragileCircle), "circle")]
public abstract class FragileShape;

/// <summary>The declared one.</summary>
public sealed class FragileCircle : FragileShape;

/// <summary>One that is not declared.</summary>
public sealed class FragileSquare : FragileShape;

/// <summary>A converter that throws.</summary>
public sealed class FragileConverter : IColumnConverter<Version, string>
{
    /// <inheritdoc/>
    public static string ToStored(Version value) => value?.Major == 0 ? throw new InvalidOperationException("no major version") : value!.ToString();

    /// <inheritdoc/>
    public static Version FromStored(string stored) => Version.Parse(stored);
}

/// <summary>Queries of it.</summary>
public static partial class FragileQueries
{
    /// <summary>By a converted member.</summary>
    [SessionQuery]
    public static partial IAsyncEnumerable<FragileSession> Released(this ISessionStore<FragileSession> store, [SessionWhere(nameof(FragileSession.Release))] Version release);

    /// <summary>By plain text.</summary>
    [SessionQuery]
    public static partial IAsyncEnumerable<FragileSession> Labelled(this ISessionStore<FragileSession> store, [SessionWhere(nameof(FragileSession.Label))] string label);

    /// <summary>By an enum.</summary>
    [SessionQuery]
    public static partial ValueTask<long> CountOf(this ISessionStore<FragileSession> store, [SessionWhere(nameof(FragileSession.Kind))] FragileKind kind);

    /// <summary>By an enum.</summary>
    [SessionDelete]
    public static partial ValueTask<long> DeleteOf(this ISessionStore<FragileSession> store, [SessionWhere(nameof(FragileSession.Kind))] FragileKind kind);
}

/// <summary>What every engine says of sessions, runs and arguments that can't be stored: one exception that names the place, and nothing is stored.</summary>
public abstract class UnstorableConformance : ConformanceSuite
{
    private static readonly Dictionary<string, (Action<FragileSession> Break, Type? Cause)> Faults = new()
    {
        ["label"] = (session => session.Label = "\ud800", typeof(ArgumentException)),
        ["title"] = (session => session.Title = null!, typeof(ArgumentException)),
        ["ratio"] = (session => session.Ratio = double.NaN, typeof(ArgumentException)),
        ["total"] = (session => session.Total = ulong.MaxValue, typeof(ArgumentException)),
        ["kind"] = (session => session.Kind = (FragileKind)7, typeof(ArgumentException)),
        ["release"] = (session => session.Release = new(0, 1), typeof(InvalidOperationException)),
        ["computed"] = (session => session.Failure = new NotSupportedException("not today"), typeof(NotSupportedException)),
        ["shape"] = (session => session.Shape = new FragileSquare(), null),
        ["document"] = (session => session.Document = Disposed(), typeof(ObjectDisposedException)),
        ["tags"] = (session => session.Tags = default, null),
        ["names"] = (session => session.Names = null!, typeof(ArgumentException)),
        ["lazy"] = (session => session.Lazy = new(new FragileSquare()), null),
    };

    private static readonly Dictionary<string, Func<ISessionStore<FragileSession>, FragileSession, Task>> Calls = new()
    {
        ["upsert"] = async (store, session) => await store.UpsertAsync(session, Token),
        ["insert"] = async (store, session) => await store.InsertAsync(session, Token),
        ["replace"] = async (store, session) => await store.ReplaceAsync(session, Token),
        ["import"] = async (store, session) => await store.ImportAsync(session, Token),
        ["upsert many"] = async (store, session) => await store.UpsertManyAsync(new[] { new FragileSession { SessionId = "of the same batch" }, session }.ToAsyncEnumerable(), cancellationToken: Token),
        ["update"] = async (store, session) => await store.UpdateAsync(session.SessionId, _ => session, cancellationToken: Token),
    };

    private ISessionStore<FragileSession> Store => Host.Sessions<FragileSession>();

    /// <summary>Every fault in every call.</summary>
    public static TheoryData<string, string> FaultsInCalls => [.. Faults.Keys.SelectMany(fault => Calls.Keys.Select(call => (fault, call)))];

    /// <summary>The calls that store a session.</summary>
    public static TheoryData<string> AllCalls => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(FaultsInCalls))]
    public async Task AMemberThatCannotBeStoredIsNamedWithItsSessionAndTable(string column, string call)
    {
        await Store.UpsertAsync(new() { SessionId = "s", Label = "stored" }, Token);
        var session = new FragileSession { SessionId = "s" };
        Faults[column].Break(session);

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => Calls[call](Store, session));

        Assert.Contains("The session 's' can't be stored in table 'fragile_sessions'", exception.Message);
        Assert.Contains($"column '{column}'", exception.Message);
        Assert.Contains("try again", exception.Message);
        Assert.NotNull(exception.InnerException);
        Assert.IsType(Faults[column].Cause ?? exception.InnerException.GetType(), exception.InnerException);
        await AssertNothingWasStored();
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task AnArrayThatIsNotSetIsSaidToBe(string call)
    {
        await Store.UpsertAsync(new() { SessionId = "s", Label = "stored" }, Token);
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => Calls[call](Store, new() { SessionId = "s", Tags = default }));
        Assert.Contains("column 'tags': An ImmutableArray is not set: set it, to [] for an empty one. Nothing was stored", exception.Message);
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task ARunThatCannotBeStoredIsNamedWithItsSessionAndTable(string call)
    {
        await Store.UpsertAsync(new() { SessionId = "s", Label = "stored" }, Token);

        var named = await Assert.ThrowsAsync<ArgumentException>(() => Calls[call](Store, new() { SessionId = "s", Runs = [new() { Id = "fine" }, new() { Id = "broken", Shape = new FragileSquare() }] }));
        Assert.Contains("The run 'broken' of session 's' can't be stored in table 'fragile_sessions_runs'", named.Message);
        Assert.NotNull(named.InnerException);

        var nameless = await Assert.ThrowsAsync<ArgumentException>(() => Calls[call](Store, new() { SessionId = "s", Runs = [new() { Id = "fine" }, new() { Id = "" }] }));
        Assert.Contains("Run 2 of the list", nameless.Message);

        var twice = await Assert.ThrowsAsync<ArgumentException>(() => Calls[call](Store, new() { SessionId = "s", Runs = [new() { Id = "twice" }, new() { Id = "twice" }] }));
        Assert.Contains("'twice'", twice.Message);
        Assert.Contains("'fragile_sessions", twice.Message);
        await AssertNothingWasStored();
        Assert.Empty((await Store.ReadAsync("s", cancellationToken: Token))!.Runs);
    }

    [Fact]
    public async Task ASingleRunThatCannotBeStoredIsNamed()
    {
        await Store.UpsertAsync(new() { SessionId = "s", Label = "stored", Runs = [new() { Id = "r", Text = "as it was" }] }, Token);
        var broken = new FragileRun { Id = "r", Document = Disposed() };

        foreach (Func<Task> call in (Func<Task>[])
        [
            async () => await Store.AppendRunAsync("s", broken, cancellationToken: Token),
            async () => await Store.UpdateRunAsync("s", broken, cancellationToken: Token),
            async () => await Store.ImportRunAsync("s", new("r", new JsonColumn<JsonNode>(JsonValue.Create(1)!)) { Status = "\udc00" }, Token),
        ])
        {
            var exception = await Assert.ThrowsAsync<ArgumentException>(call);
            Assert.Contains("The run 'r' of session 's' can't be stored in table 'fragile_sessions_runs'", exception.Message);
            Assert.Equal("run", exception.ParamName);
            Assert.NotNull(exception.InnerException);
        }
        await AssertNothingWasStored();
        Assert.Equal("as it was", Assert.Single((await Store.ReadAsync("s", cancellationToken: Token))!.Runs).Text);
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task RunningOutOfMemoryAndBeingCancelledAreNotTheSessionsFault(string call)
    {
        await Store.UpsertAsync(new() { SessionId = "s", Label = "stored" }, Token);
        foreach (Exception failure in (Exception[])[new OutOfMemoryException(), new OperationCanceledException()])
            Assert.Same(failure, await Assert.ThrowsAnyAsync<Exception>(() => Calls[call](Store, new() { SessionId = "s", Failure = failure })));
        await AssertNothingWasStored();
    }

    [Fact]
    public async Task AnArgumentThatCannotBeComparedIsSaidWithItsQueryAndTable()
    {
        await Store.UpsertAsync(new() { SessionId = "s", Label = "stored" }, Token);
        foreach ((string query, Func<Task> call) in ((string, Func<Task>)[])
        [
            ("Released", async () => await Store.Released(new(0, 1)).ToListAsync(Token)),
            ("Labelled", async () => await Store.Labelled("\ud800").ToListAsync(Token)),
            ("CountOf", async () => await Store.CountOf((FragileKind)7)),
            ("DeleteOf", async () => await Store.DeleteOf((FragileKind)7)),
        ])
        {
            var exception = await Assert.ThrowsAsync<ArgumentException>(call);
            Assert.Contains(query, exception.Message);
            Assert.Contains("table 'fragile_sessions'", exception.Message);
            Assert.NotNull(exception.InnerException);
        }
        await AssertNothingWasStored();
    }

    private static JsonDocument Disposed()
    {
        JsonDocument document = JsonDocument.Parse("{}");
        document.Dispose();
        return document;
    }

    private async Task AssertNothingWasStored()
    {
        FragileSession stored = Assert.Single(await Store.ListAsync(cancellationToken: Token).ToListAsync(Token));
        Assert.Equal(("s", "stored"), (stored.SessionId, stored.Label));
    }
}
