extern alias V3;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Evolution;

/// <summary>Upgrades while others use the file, and upgrades that end in the middle. Each program is a process of its own.</summary>
public sealed class UpgradeProcessTests
{
    [Theory]
    [InlineData("WAL")]
    [InlineData("DELETE")]
    public async Task AProcessThatIsKilledBeforeAnyStatementLeavesTheOldSchemaOrTheNew(string journal)
    {
        (string Schema, string Content) wanted = TicketFile.Upgraded();
        int number = 0;
        for (string? answer = null; answer is null;)
        {
            using TicketFile file = TicketFile.OfVersion1();
            file.Execute($"PRAGMA journal_mode = {journal}");
            answer = await AssertOldOrNewAsync(file, wanted, $"die statement {++number}");
        }
        // Creating the copy, filling it, dropping the table, renaming, the indexes, the backfills, the version, the commit: all were tried.
        Assert.True(number > 30, $"The upgrade has only {number} statements.");
    }

    [Fact]
    public Task AProcessThatIsKilledWithinAStatementLeavesTheOldSchemaOrTheNew() => RandomSeed.RunAsync(async seed =>
    {
        const int tickets = 500;
        const int rounds = 10;
        (string Schema, string Content) wanted = TicketFile.Upgraded(tickets);
        using (TicketFile whole = TicketFile.OfVersion1(tickets))
        {
            int steps = int.Parse((await AssertOldOrNewAsync(whole, wanted, "die step 0"))!);
            Assert.True(steps > rounds, $"The upgrade has only {steps} hundred steps.");
            var random = new Random(seed);
            for (int round = 0; round < rounds; round++)
            {
                using TicketFile file = TicketFile.OfVersion1(tickets);
                int step = random.Next(1, steps);
                Assert.True(await AssertOldOrNewAsync(file, wanted, $"die step {step}") is null, $"The process was not killed at step {step} of {steps}.");
            }
        }
    });

    // Gives what the process answered; null where it was killed.
    private static async Task<string?> AssertOldOrNewAsync(TicketFile file, (string Schema, string Content) wanted, string command)
    {
        (string Schema, string Content) old = (file.Schema(), file.Content());
        string? answer;
        await using (TicketProcess process = await TicketProcess.StartAsync(3))
            answer = await process.AskAsync($"{command} {file.Path}");

        // Before COMMIT nothing was done; a process that lived has done it all.
        Assert.Equal(answer is null ? old : wanted, (file.Schema(), file.Content()));
        Assert.Equal("ok\n", file.Query("PRAGMA integrity_check"));
        // The next one makes it whole.
        using SqliteStorage storage = file.Open();
        storage.Sessions<V3::Tickets.Ticket>().UpgradeSchema();
        Assert.Equal(wanted, (file.Schema(), file.Content()));
        return answer;
    }

    [Fact]
    public async Task ProcessesThatStartTogetherUpgradeOnce()
    {
        (string Schema, string Content) wanted = TicketFile.Upgraded();
        TicketProcess[] processes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TicketProcess.StartAsync(3)));
        for (int round = 0; round < 6; round++)
        {
            using TicketFile file = TicketFile.OfVersion1();
            foreach (TicketProcess process in processes)
                Assert.Equal("opened", await process.AskAsync($"open {file.Path}"));

            await Task.WhenAll(processes.Select(process => process.SendAsync("upgrade")));
            string?[] backfilled = await Task.WhenAll(processes.Select(process => process.AnswerAsync()));

            // One has run two backfills on three sessions, the others none.
            Assert.Equal(["0", "0", "6"], backfilled.Order());
            Assert.Equal(wanted, (file.Schema(), file.Content()));
        }
        foreach (TicketProcess process in processes)
            await process.DisposeAsync();
    }

    [Fact]
    public async Task AnOldProgramGoesOnAfterAnAdditiveUpgrade()
    {
        using TicketFile file = TicketFile.OfVersion1();
        await using TicketProcess old = await TicketProcess.StartAsync(1);
        Assert.Equal("opened", await old.AskAsync($"open {file.Path}"));
        Assert.Equal("a title=before price=", await old.AskAsync("write a before"));

        await using TicketProcess next = await TicketProcess.StartAsync(2);
        Assert.Equal("opened", await next.AskAsync($"open {file.Path}"));
        Assert.Equal("4", await next.AskAsync("upgrade"));
        Assert.Equal("b title=new price= priority=Urgent note=", await next.AskAsync("write b new"));

        // The process that was there before, and one that comes now.
        await using TicketProcess late = await TicketProcess.StartAsync(1);
        Assert.Equal("opened", await late.AskAsync($"open {file.Path}"));
        foreach (TicketProcess process in (TicketProcess[])[old, late])
        {
            Assert.Equal("a b t1 t2 t3", await process.AskAsync("list"));
            Assert.Equal("b title=new price=", await process.AskAsync("read b"));
            Assert.Equal("b title=new price=", await process.AskAsync("write b new"));
            Assert.Equal("c title=inserted price=", await process.AskAsync("write c inserted"));
            // What the old program does not know keeps its value, or gets its default.
            Assert.Equal("b title=new price= priority=Urgent note=", await next.AskAsync("read b"));
            Assert.Equal("c title=inserted price= priority=Normal note=", await next.AskAsync("read c"));
            Assert.Equal("True", await process.AskAsync("delete c"));
            Assert.Equal("0", await process.AskAsync("upgrade"));
        }
        Assert.Equal("a title=before price= priority=Normal note=was before", await next.AskAsync("read a"));
    }

    [Fact]
    public async Task AnOldProgramIsRefusedAfterAnotherUpgrade()
    {
        using TicketFile file = TicketFile.OfVersion1();
        await using TicketProcess first = await TicketProcess.StartAsync(1);
        Assert.Equal("opened", await first.AskAsync($"open {file.Path}"));
        Assert.Equal("a title=before price=", await first.AskAsync("write a before"));
        await using TicketProcess third = await TicketProcess.StartAsync(3);
        Assert.Equal("opened", await third.AskAsync($"open {file.Path}"));
        Assert.Equal("8", await third.AskAsync("upgrade"));
        string after = file.Content();

        await using TicketProcess second = await TicketProcess.StartAsync(2);
        Assert.Equal("opened", await second.AskAsync($"open {file.Path}"));
        foreach ((TicketProcess process, int version) in ((TicketProcess, int)[])[(first, 1), (second, 2)])
            foreach (string command in (string[])["read a", "write a after", "upgrade", "list"])
                Assert.Equal($"SchemaException: Table 'tickets' has schema version 3, and this program knows version {version}: use a newer build of the program.", await process.AskAsync(command));
        Assert.Equal(after, file.Content());
    }
}
