using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Agno.Storage.Tests;
using Agno.Storage.Sqlite.Tests.Interop;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>A session whose runs have parts of several kinds.</summary>
[SessionRecord(StorageMode.Agent, Table = "parted")]
public sealed partial class PartedSession
{
    [SessionRuns]
    public List<PartedRun> Turns { get; set; } = [];
}

public sealed record PartedRun([property: JsonPropertyName("run_id")] string Id, Part? Part);

[JsonDerivedType(typeof(Note), "note")]
public abstract record Part;

public sealed record Note(string Text) : Part;

/// <summary>A run in the middle of a session that can't be read: of a kind that only a newer program knows, or damaged.</summary>
public sealed class UnreadableRunTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();
    private readonly string _file;
    private readonly SqliteStorage _storage;

    public UnreadableRunTests()
    {
        _file = _scratch.PathOf("runs.db");
        _storage = SqliteStorage.Open(_file);
    }

    /// <summary>What the run's data is.</summary>
    public static TheoryData<string> Data => ["""'{"run_id":"r2","Part":{"$type":"video"}}'""", """'{"run_id":"r2",'""", "'null'", "'[]'", "x'00FF'", "''"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ISessionStore<PartedSession> Store => _storage.Sessions<PartedSession>();

    public void Dispose()
    {
        _storage.Dispose();
        _scratch.Dispose();
    }

    [Theory]
    [MemberData(nameof(Data))]
    public async Task ReadingTheSessionThrowsAndNamesTheRun(string data)
    {
        await StoreAsync(data);
        foreach (Func<Task> read in (Func<Task>[])
        [
            async () => await Store.ReadAsync("s", cancellationToken: Token),
            async () => await Store.ReadAsync("s", RunWindow.Last(2), cancellationToken: Token),
            async () => await Store.UpdateAsync("s", session => session, cancellationToken: Token),
            async () => await Store.ListAsync(new() { Runs = RunWindow.All }, Token).CountAsync(Token),
            async () => await Store.ForkAsync("s", cancellationToken: Token),
        ])
        {
            StorageException exception = await Assert.ThrowsAsync<StorageException>(read);
            Assert.Equal(("parted_runs", "s", "r2"), (exception.Table, exception.SessionId, exception.RunId));
            Assert.Contains("'r2'", exception.Message, StringComparison.Ordinal);
        }
        // A fork that can't be read is not made.
        Assert.Equal(1, await Store.CountAsync(cancellationToken: Token));
    }

    [Theory]
    [MemberData(nameof(Data))]
    public async Task ItIsLeftOutAndReportedWhereThatIsAskedFor(string data)
    {
        await StoreAsync(data);
        var told = new List<string?>();
        RunWindow window = RunWindow.All with { OnUnreadable = exception => told.Add(exception.RunId) };

        Assert.Equal(["r1", "r3"], Ids((await Store.ReadAsync("s", window, cancellationToken: Token))!));
        Assert.Equal(["r3"], Ids((await Store.ReadAsync("s", RunWindow.Last(2) with { OnUnreadable = window.OnUnreadable }, cancellationToken: Token))!));
        Assert.Equal(["r2", "r2"], told);

        told.Clear();
        Assert.Equal(["r1", "r3"], Ids(await Store.ListAsync(new() { Runs = RunWindow.All, OnUnreadable = exception => told.Add(exception.RunId) }, Token).SingleAsync(Token)));
        Assert.Equal(["r1", "r3"], Ids(await Store.ListAsync(new() { Runs = window }, Token).SingleAsync(Token)));
        Assert.Equal(["r2", "r2"], told);

        told.Clear();
        Assert.Equal(["r1", "r3"], await Store.ReadRunsAsync<PartedRun>("s", new() { OnUnreadable = window.OnUnreadable }, Token).Select(run => run.Id).ToListAsync(Token));
        Assert.Equal(["r2"], told);
    }

    [Theory]
    [MemberData(nameof(Data))]
    public async Task AStreamThrowsAtItAndGoesOnBehindIt(string data)
    {
        await StoreAsync(data);
        var read = new List<string?>();
        await using IAsyncEnumerator<PartedRun> runs = Store.ReadRunsAsync<PartedRun>("s", cancellationToken: Token).GetAsyncEnumerator(Token);
        while (true)
        {
            try
            {
                if (!await runs.MoveNextAsync())
                    break;
                read.Add(runs.Current.Id);
            }
            catch (StorageException exception)
            {
                read.Add($"not {exception.RunId}");
            }
        }
        Assert.Equal(["r1", "not r2", "r3"], read);
        Assert.Equal(["r3"], await Store.ReadRunsAsync<PartedRun>("s", new() { After = "r2" }, Token).Select(run => run.Id).ToListAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Data))]
    public async Task StoringASessionThatWasReadWithoutItLeavesItAsItIs(string data)
    {
        await StoreAsync(data);
        PartedSession session = (await Store.ReadAsync("s", RunWindow.All with { OnUnreadable = static _ => { } }, cancellationToken: Token))!;
        session.Turns[0] = new("r1", new Note("changed"));
        session.Turns.Add(new("r4", null));
        await Store.UpsertAsync(session, Token);

        Assert.Equal(["r1", "r2", "r3", "r4"], await Store.ReadRunsAsync<RunRow>("s", cancellationToken: Token).Select(run => run.RunId).ToListAsync(Token));
        Assert.Equal("1", RawTable.Scalar(_file, $"SELECT count(*) FROM parted_runs WHERE run_id = 'r2' AND run_data IS {data}"));
        // It is repaired, or deleted, by its id.
        Assert.True(await Store.UpdateRunAsync("s", new PartedRun("r2", null), cancellationToken: Token));
        Assert.Equal(["r1", "r2", "r3", "r4"], Ids((await Store.ReadAsync("s", cancellationToken: Token))!));
    }

    [Theory]
    [InlineData("'null'")]
    [InlineData("'[]'")]
    public async Task AStreamOfObjectsNamesARunThatIsNone(string data)
    {
        await _storage.Sessions<AgentSessionV3>().UpsertAsync(new() { SessionId = "s", Runs = { new JsonObject { ["run_id"] = "r" } } }, Token);
        RawTable.Execute(_file, $"UPDATE agno_runs SET run_data = {data}");

        StorageException exception = await Assert.ThrowsAsync<StorageException>(async () => await _storage.Sessions<AgentSessionV3>().ReadRunsAsync<JsonObject>("s", cancellationToken: Token).ToListAsync(Token));
        Assert.Equal(("agno_runs", "s", "r"), (exception.Table, exception.SessionId, exception.RunId));
    }

    private async Task StoreAsync(string data)
    {
        await Store.UpsertAsync(new() { SessionId = "s", Turns = [new("r1", new Note("1")), new("r2", new Note("2")), new("r3", new Note("3"))] }, Token);
        RawTable.Execute(_file, $"UPDATE parted_runs SET run_data = {data} WHERE run_id = 'r2'");
    }

    private static IEnumerable<string> Ids(PartedSession session) => session.Turns.Select(run => run.Id);
}
