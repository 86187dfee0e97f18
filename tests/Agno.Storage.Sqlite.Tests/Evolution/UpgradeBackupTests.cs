extern alias V1;
extern alias V2;
extern alias V3;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests.Evolution;

/// <summary>The copy that is made before an upgrade.</summary>
public sealed class UpgradeBackupTests
{
    [Fact]
    public async Task TheCopyIsTheDatabaseAsItWas()
    {
        using TicketFile file = TicketFile.OfVersion1();
        (string Schema, string Content) before = (file.Schema(), file.Content());
        using SqliteStorage storage = file.Open(backUp: true);
        ISessionStore<V3::Tickets.Ticket> tickets = storage.Sessions<V3::Tickets.Ticket>();

        await tickets.UpgradeSchemaAsync(TestContext.Current.CancellationToken);
        await tickets.UpgradeSchemaAsync(TestContext.Current.CancellationToken);

        string copy = Assert.Single(Directory.GetFiles(file.BackupDirectory));
        Assert.Matches("^shop-tickets-v1-\\d{8}T\\d{9}Z\\.db$", Path.GetFileName(copy));
        Assert.Equal(before, (file.Schema(copy), file.Content(copy)));
        Assert.NotEqual(before.Schema, file.Schema());
    }

    [Fact]
    public void AnAutomaticUpgradeIsCopiedToo()
    {
        using TicketFile file = TicketFile.OfVersion1();
        file.Execute("DROP TABLE agno_storage_versions");
        string before = file.Content();
        using SqliteStorage storage = file.Open(backUp: true);

        storage.Sessions<V2::Tickets.Ticket>().Upsert(new() { SessionId = "n" });

        string copy = Assert.Single(Directory.GetFiles(file.BackupDirectory));
        Assert.StartsWith("shop-tickets-unversioned-", Path.GetFileName(copy), StringComparison.Ordinal);
        Assert.Equal(before, file.Content(copy));
    }

    [Fact]
    public void WithinATransactionTheCopyIsWhatWasCommitted()
    {
        using TicketFile file = TicketFile.OfVersion1();
        (string Schema, string Content) before = (file.Schema(), file.Content());
        using (SqliteStorage storage = file.Open(backUp: true))
        using (SqliteStorageTransaction transaction = storage.Begin())
        {
            transaction.Sessions<V1::Tickets.Ticket>().Delete("t1");
            transaction.Sessions<V3::Tickets.Ticket>().Upsert(new() { SessionId = "n" });
            transaction.Commit();
        }

        string copy = Assert.Single(Directory.GetFiles(file.BackupDirectory));
        Assert.Equal(before, (file.Schema(copy), file.Content(copy)));
        Assert.Equal("n\nt2\nt3\n", file.Query("SELECT session_id FROM tickets ORDER BY 1"));
    }

    [Fact]
    public void ACallersConnectionIsCopiedToo()
    {
        using TicketFile file = TicketFile.OfVersion1();
        (string Schema, string Content) before = (file.Schema(), file.Content());
        using (SqliteConnection connection = file.Connect())
        using (SqliteStorage storage = SqliteStorage.OpenConnection(connection, new() { BackupDirectory = file.BackupDirectory }))
            storage.Sessions<V3::Tickets.Ticket>().UpgradeSchema();

        string copy = Assert.Single(Directory.GetFiles(file.BackupDirectory));
        Assert.Equal(before, (file.Schema(copy), file.Content(copy)));
    }

    [Fact]
    public void WhereNothingIsUpgradedNothingIsCopied()
    {
        using TicketFile file = TicketFile.OfVersion1();
        using SqliteStorage storage = file.Open(backUp: true);

        storage.Sessions<V1::Tickets.Ticket>().Upsert(new() { SessionId = "n" });
        storage.Sessions<V1::Tickets.Ticket>("others").Create();
        storage.Sessions<V3::Tickets.Ticket>("newest").Create();

        Assert.False(Directory.Exists(file.BackupDirectory));
    }

    [Fact]
    public void AnUpgradeThatFailsLeavesNoCopy()
    {
        using TicketFile file = TicketFile.OfVersion1();
        using SqliteStorage storage = file.Open(backUp: true);
        storage.Sessions<V1::Tickets.Ticket>().Upsert(new() { SessionId = "t9", Title = "poison" });

        Assert.ThrowsAny<StorageException>(storage.Sessions<V3::Tickets.Ticket>().UpgradeSchema);

        Assert.Empty(Directory.GetFiles(file.BackupDirectory));
    }

    [Fact]
    public void WithoutItsCopyNothingIsUpgraded()
    {
        using TicketFile file = TicketFile.OfVersion1();
        File.WriteAllText(file.BackupDirectory, "A file stands where the directory should be.");
        (string Schema, string Content) before = (file.Schema(), file.Content());
        using SqliteStorage storage = file.Open(backUp: true);

        StorageException exception = Assert.ThrowsAny<StorageException>(storage.Sessions<V3::Tickets.Ticket>().UpgradeSchema);

        Assert.Contains("BackupDirectory", exception.Message);
        Assert.Contains("'tickets'", exception.Message);
        Assert.Equal(before, (file.Schema(), file.Content()));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void AnEmptyDirectoryIsRefused(string directory) =>
        Assert.Throws<ArgumentException>("BackupDirectory", () => new SqliteStorageOptions { BackupDirectory = directory });
}
