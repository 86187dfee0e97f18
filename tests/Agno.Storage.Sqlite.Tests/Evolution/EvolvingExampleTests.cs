extern alias V3;

namespace Agno.Storage.Sqlite.Tests.Evolution;

/// <summary>The example of docs/evolving.md: what its three versions make of stored tickets.</summary>
public sealed class EvolvingExampleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ATicketKeepsWhatItHasAndGetsWhatIsNew(int version)
    {
        using TicketFile file = version == 1 ? TicketFile.OfVersion1() : TicketFile.OfVersion2();

        using (SqliteStorage storage = file.Open())
            storage.Sessions<V3::Tickets.Ticket>().UpgradeSchema();

        // The title is the subject, a price of whole euros gets its cents, and one that was missing is zero. The note is version 2's, with version 3's mark.
        Assert.Equal(
            [
                "t1 subject=it's 1 price=10 priority=Normal note=was it's 1!",
                "t2 subject=it's 2 price=20 priority=Normal note=was it's 2!",
                "t3 subject=it's 3 price=0 priority=Normal note=was it's 3!",
            ],
            file.Read<V3::Tickets.Ticket>());
        Assert.DoesNotContain("legacy", file.Table(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "was it's 1!")]
    [InlineData(2, "a note of its own!")]
    public void ATableRunsTheBackfillsOfLaterVersionsAlone(int version, string note)
    {
        using TicketFile file = version == 1 ? TicketFile.OfVersion1() : TicketFile.OfVersion2();
        if (version == 2)
            file.Execute("UPDATE tickets SET note = 'a note of its own'");

        using SqliteStorage storage = file.Open();
        storage.Sessions<V3::Tickets.Ticket>().UpgradeSchema();

        Assert.Equal(note, storage.Sessions<V3::Tickets.Ticket>().Read("t1")!.Note);
    }
}
