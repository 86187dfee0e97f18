using Agno.Storage.Sqlite;
using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Faults.Tests;

/// <summary>A session with a JSON member that is read with it.</summary>
[SessionRecord(StorageMode.Agent, Table = "planned")]
public sealed partial class PlannedSession
{
    public Plan? Plan { get; set; }
}

public sealed record Plan(string Goal, int Step);

/// <summary>A row in the middle of a long list whose JSON is malformed.</summary>
public sealed class UnreadableRowTests : IDisposable
{
    private const int Rows = 1000;
    private const int Bad = 500;

    private readonly TemporaryDirectory _directory = new();
    private readonly SqliteStorage _storage;

    public UnreadableRowTests()
    {
        string path = _directory.PathOf("unreadable.db");
        _storage = SqliteStorage.Open(path, new() { Synchronous = SqliteSynchronous.Normal });
        _storage.Sessions<PlannedSession>().UpsertMany(Enumerable.Range(0, Rows).Select(i =>
            new PlannedSession { SessionId = $"{i:0000}", UserId = "ada", CreatedAt = Rows - i, Plan = new("ship", i) }));
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $$"""UPDATE planned SET plan = '{"Goal":"ship","Step":4x}' WHERE session_id = '{{Bad:0000}}'""";
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private ISessionStore<PlannedSession> All => _storage.Sessions<PlannedSession>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheListThrowsAtTheRowAndGoesOnBehindIt(bool isOneUsers)
    {
        ISessionStore<PlannedSession> store = isOneUsers ? All.ForUser("ada") : All;
        var read = new List<int>();
        StorageException? thrown = null;
        await using IAsyncEnumerator<PlannedSession> list = store.ListAsync(cancellationToken: Token).GetAsyncEnumerator(Token);
        while (true)
        {
            try
            {
                if (!await list.MoveNextAsync())
                    break;
                read.Add(list.Current.Plan!.Step);
            }
            catch (StorageException exception) when (thrown is null)
            {
                thrown = exception;
                Assert.Equal(Bad, read.Count);
            }
        }

        Assert.Equal(Enumerable.Range(0, Rows).Where(i => i != Bad), read);
        Assert.Equal(("planned", $"{Bad:0000}", "plan", 23L), (thrown!.Table, thrown.SessionId, thrown.Column, thrown.ByteOffset));
        Assert.All((string[])["planned", $"{Bad:0000}", "'plan'", "byte 23"], part => Assert.Contains(part, thrown.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheListLeavesTheRowOutAndReportsIt(bool isOneUsers)
    {
        ISessionStore<PlannedSession> store = isOneUsers ? All.ForUser("ada") : All;
        var reported = new List<StorageException>();
        var read = new List<int>();
        await foreach (PlannedSession session in store.ListAsync(new() { OnUnreadable = reported.Add }, Token))
            read.Add(session.Plan!.Step);

        Assert.Equal(Enumerable.Range(0, Rows).Where(i => i != Bad), read);
        StorageException exception = Assert.Single(reported);
        Assert.Equal(("planned", $"{Bad:0000}", "plan", 23L), (exception.Table, exception.SessionId, exception.Column, exception.ByteOffset));
    }

    [Fact]
    public async Task ItIsCountedNamedAndDeleted()
    {
        Assert.Equal(Rows, await All.CountAsync(cancellationToken: Token));
        Assert.Contains($"{Bad:0000}", await All.ListIdsAsync(cancellationToken: Token).ToListAsync(Token));
        await Assert.ThrowsAsync<StorageException>(async () => await All.UpdateAsync($"{Bad:0000}", session => session, cancellationToken: Token));
        Assert.True(await All.DeleteAsync($"{Bad:0000}", cancellationToken: Token));
        Assert.Equal(Rows - 1, await All.ListAsync(cancellationToken: Token).CountAsync(Token));
    }
}
