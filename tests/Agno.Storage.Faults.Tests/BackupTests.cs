using Agno.Storage.Sqlite;
using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Faults.Tests;

/// <summary>Copies of a database that is in use: whole under their name, or absent.</summary>
public sealed class BackupTests : IDisposable
{
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("AGNO_TEST_ROUNDS"), out int given) ? given : 8;

    private readonly TemporaryDirectory _directory = new();

    private string Database => _directory.PathOf("agents.db");

    private string Copies => Directory.CreateDirectory(_directory.PathOf("copies")).FullName;

    private string Copy => Path.Combine(Copies, "copy.db");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task ACopyMadeWhileOthersWriteHoldsWhatWasAcknowledgedBefore()
    {
        await using SqliteStorage storage = OpenWithPages();
        using var end = new CancellationTokenSource();
        Task writing = Task.Run(() => WritePairs(storage, end.Token), Token);
        var sizes = new Reports();
        storage.Sessions<TrialSession>().Upsert(TrialSession.Of("acknowledged", 1));

        await storage.BackupAsync(Copy, sizes, Token);
        await end.CancelAsync();
        await writing;

        Assert.True(sizes.All.Count > 1);
        Assert.Single(sizes.All.Select(report => report.TotalBytes).Distinct());
        Assert.Equal(sizes.All.Select(report => report.CopiedBytes).Order(), sizes.All.Select(report => report.CopiedBytes));
        Assert.Equal((sizes.All[^1].TotalBytes, sizes.All[^1].TotalBytes), (sizes.All[^1].CopiedBytes, new FileInfo(Copy).Length));
        Assert.Equal([Copy], Directory.GetFiles(Copies));
        AssertWhole(Copy);
        using var copy = SqliteStorage.Open(Copy, new() { ReadOnly = true });
        SqliteSessionStore<TrialSession> copied = copy.Sessions<TrialSession>();
        Assert.NotNull(copied.Read("acknowledged"));
        Assert.Equal(copied.Read("pair-a")?.Sequence, copied.Read("pair-b")?.Sequence);
    }

    [Fact]
    public async Task ACopyWhoseProcessIsKilledIsWholeOrHasNotItsName()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        OpenWithPages().Dispose();
        for (int round = 0; round < Rounds; round++)
        {
            string directory = Directory.CreateDirectory(_directory.PathOf($"round-{round}")).FullName;
            using FaultProcess process = FaultProcess.Start("copy", Database, directory);
            for (int lines = random.Next(40); lines >= 0; lines--)
                Assert.True(await process.ReadLineAsync() is "copying" or ['c', 'o', 'p', 'i', 'e', 'd', ..]);
            process.Kill();
            string[] copied = [.. (await process.ReadToEndAsync()).Where(line => line.StartsWith("copied", StringComparison.Ordinal)).Select(line => line.Split(' ')[1])];

            string[] named = [.. Directory.GetFiles(directory, "*.db")];
            Assert.All(named, AssertWhole);
            Assert.All(copied, file => Assert.Contains(Path.Combine(directory, file), named));
            Assert.All(Directory.GetFiles(directory).Except(named), file => Assert.Contains(".partial", Path.GetFileName(file), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task ACopyWithoutRoomLeavesNothingAndNothingIsUpgraded()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no limit on the size of a process's files.");
        OpenWithPages().Dispose();
        using FaultProcess process = FaultProcess.Start("copy", Database, Copies, $"{2 << 20}");

        IReadOnlyList<string> said = await process.FinishAsync();

        Assert.Equal(2, said.Count);
        Assert.All(said, line => Assert.Contains(Copies, line, StringComparison.Ordinal));
        Assert.Contains("'trials' was not upgraded", said[1], StringComparison.Ordinal);
        Assert.Contains("BackupDirectory", said[1], StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Copies));
        using var storage = SqliteStorage.Open(Database);
        Assert.False(storage.Sessions<TrialSession>().CompareSchema()?.UnknownColumns.Contains("added"));
    }

    [Fact]
    public async Task ACopyThatIsCancelledLeavesNothing()
    {
        await using SqliteStorage storage = OpenWithPages();
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => storage.BackupAsync(Copy, new Cancelling(cancellation), cancellation.Token));

        Assert.Empty(Directory.GetFiles(Copies));
        storage.Backup(Copy, cancellationToken: Token);
        AssertWhole(Copy);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    [InlineData("-journal")]
    public void ACopyReplacesNoFileAndGetsNoLogOfAnother(string end)
    {
        using SqliteStorage storage = OpenWithPages();
        File.WriteAllText(Copy + end, "something else");

        StorageException exception = Assert.Throws<StorageException>(() => storage.Backup(Copy, cancellationToken: Token));

        Assert.Contains($"'{Copy + end}' exists", exception.Message, StringComparison.Ordinal);
        Assert.Equal("something else", File.ReadAllText(Copy + end));
        Assert.Equal([Copy + end], Directory.GetFiles(Copies));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    [InlineData("-shm")]
    [InlineData("-journal")]
    public void TheDatabasesOwnFilesAreNoPlaceForItsCopy(string end)
    {
        using SqliteStorage storage = OpenWithPages();
        Assert.Contains("own file", Assert.Throws<ArgumentException>("path", () => storage.Backup(Database + end, cancellationToken: Token)).Message, StringComparison.Ordinal);
        Assert.Contains("own file", Assert.Throws<ArgumentException>("path", () => { _ = storage.BackupAsync(Database + end, cancellationToken: Token); }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("path", () => storage.Backup(":memory:", cancellationToken: Token));
    }

    [Fact]
    public void ADatabaseInMemoryAndACallersConnectionAreCopiedToo()
    {
        using (var storage = SqliteStorage.OpenInMemory())
        {
            storage.Sessions<TrialSession>().Upsert(TrialSession.Of("in memory", 1));
            storage.Backup(Copy, cancellationToken: Token);
        }
        Assert.Equal(["in memory"], IdsOf(Copy));

        OpenWithPages().Dispose();
        string second = Path.Combine(Copies, "second.db");
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using (SqliteStorage storage = SqliteStorage.OpenConnection(connection))
        {
            storage.Backup(second, cancellationToken: Token);
            using SqliteTransaction transaction = connection.BeginTransaction();
            Assert.Contains("in a transaction", Assert.Throws<StorageException>(() => storage.Backup(second + "2", cancellationToken: Token)).Message, StringComparison.Ordinal);
        }
        Assert.Contains("page 0", IdsOf(second));
    }

    [Fact]
    public void AReadOnlyStorageIsCopiedToo()
    {
        OpenWithPages().Dispose();
        using (var storage = SqliteStorage.Open(Database, new() { ReadOnly = true }))
            storage.Backup(Copy, cancellationToken: Token);
        AssertWhole(Copy);
    }

    // Some steps long.
    private SqliteStorage OpenWithPages()
    {
        var storage = SqliteStorage.Open(Database, new() { Synchronous = SqliteSynchronous.Normal });
        storage.Sessions<TrialSession>().UpsertMany(Enumerable.Range(0, 120).Select(i => new TrialSession { SessionId = $"page {i}", Text = new string('p', 100_000) }));
        return storage;
    }

    private static void WritePairs(SqliteStorage storage, CancellationToken end)
    {
        for (int sequence = 0; !end.IsCancellationRequested; sequence++)
        {
            using SqliteStorageTransaction transaction = storage.Begin();
            transaction.Sessions<TrialSession>().Upsert(TrialSession.Of("pair-a", sequence));
            transaction.Sessions<TrialSession>().Upsert(TrialSession.Of("pair-b", sequence));
            transaction.Commit();
        }
    }

    private static void AssertWhole(string path)
    {
        Acknowledgements.AssertSound(path);
        Assert.True(IdsOf(path).Count(id => id.StartsWith("page", StringComparison.Ordinal)) == 120, $"{path} is not whole.");
    }

    private static List<string> IdsOf(string path)
    {
        using var storage = SqliteStorage.Open(path, new() { ReadOnly = true });
        return [.. storage.Sessions<TrialSession>().ListIds()];
    }

    private sealed class Reports : IProgress<SqliteBackupProgress>
    {
        public List<SqliteBackupProgress> All { get; } = [];

        public void Report(SqliteBackupProgress value) => All.Add(value);
    }

    private sealed class Cancelling(CancellationTokenSource cancellation) : IProgress<SqliteBackupProgress>
    {
        public void Report(SqliteBackupProgress value) => cancellation.Cancel();
    }
}
