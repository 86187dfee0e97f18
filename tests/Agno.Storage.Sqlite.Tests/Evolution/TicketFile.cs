extern alias V1;
extern alias V2;
extern alias V3;
using System.Text;
using Agno.Storage.Records;
using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests.Evolution;

/// <summary>A file of tickets, as a version of the program made it.</summary>
internal sealed class TicketFile : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public string Path => _directory.PathOf("shop.db");

    public string BackupDirectory => _directory.PathOf("copies");

    /// <summary>A file that version 1 wrote: titled tickets, the third without a price.</summary>
    public static TicketFile OfVersion1(int tickets = 3)
    {
        var file = new TicketFile();
        using SqliteStorage storage = file.Open();
        storage.Sessions<V1::Tickets.Ticket>().UpsertMany(Enumerable.Range(1, tickets).Select(i => new V1::Tickets.Ticket
        {
            SessionId = $"t{i}",
            UserId = "ada",
            WorkflowId = "w",
            CreatedAt = i,
            Title = $"it's {i}",
            Price = i % 3 == 0 ? null : 10 * i,
            Legacy = 0.5,
        }));
        return file;
    }

    /// <summary>A file of version 1 that version 2 has upgraded.</summary>
    public static TicketFile OfVersion2()
    {
        TicketFile file = OfVersion1();
        using SqliteStorage storage = file.Open();
        storage.Sessions<V2::Tickets.Ticket>().UpgradeSchema();
        return file;
    }

    /// <summary>What a file of version 1 is after its upgrade to version 3.</summary>
    public static (string Schema, string Content) Upgraded(int tickets = 3)
    {
        using TicketFile file = OfVersion1(tickets);
        using (SqliteStorage storage = file.Open())
            storage.Sessions<V3::Tickets.Ticket>().UpgradeSchema();
        return (file.Schema(), file.Content());
    }

    public SqliteStorage Open(bool backUp = false, bool readOnly = false, bool autoUpgrade = true) =>
        SqliteStorage.Open(Path, new() { BackupDirectory = backUp ? BackupDirectory : null, ReadOnly = readOnly, AutoUpgrade = autoUpgrade });

    public SqliteConnection Connect(string? path = null)
    {
        var connection = new SqliteConnection($"Data Source={path ?? Path};Pooling=False");
        connection.Open();
        return connection;
    }

    public void Execute(string sql)
    {
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The table's columns and indexes, whatever their order, and the versions that are recorded.</summary>
    public string Schema(string? path = null) => Table(path) + Query("SELECT * FROM agno_storage_versions", path);

    /// <summary>The table's columns and indexes, whatever their order.</summary>
    public string Table(string? path = null) =>
        Query("SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('tickets') ORDER BY name", path)
        + Query("SELECT l.name, i.seqno, i.name, i.\"desc\" FROM pragma_index_list('tickets') l, pragma_index_xinfo(l.name) i WHERE i.key ORDER BY l.name, i.seqno", path);

    /// <summary>Every value with its storage class.</summary>
    public string Content(string? path = null)
    {
        string[] columns = Query("SELECT name FROM pragma_table_info('tickets') WHERE name <> 'updated_at' ORDER BY name", path).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return Query($"SELECT {string.Join(", ", columns.Select(column => $"'{column}', typeof({column}), {column}"))} FROM tickets ORDER BY session_id", path);
    }

    public string Query(string sql, string? path = null)
    {
        using SqliteConnection connection = Connect(path);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        var text = new StringBuilder();
        while (reader.Read())
            text.AppendJoin('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "NULL" : reader.GetValue(i).ToString())).Append('\n');
        return text.ToString();
    }

    /// <summary>The sessions as a build of the program reads them.</summary>
    public string[] Read<TSession>(bool readOnly = false)
        where TSession : class, ISessionRecord<TSession>
    {
        using SqliteStorage storage = Open(readOnly: readOnly);
        return [.. storage.Sessions<TSession>().List().Select(ticket => ticket.ToString()!).Order()];
    }

    public void Dispose() => _directory.Dispose();
}
