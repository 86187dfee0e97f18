// One build of the record as a process: it answers each line of its input with one line.
using System.Diagnostics;
using Agno.Storage;
using Agno.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Tickets;

SqliteStorage? storage = null;
Console.WriteLine("ready");
while (Console.ReadLine() is { } line)
{
    try
    {
        Console.WriteLine(Answer(line.Split(' ', 4)));
    }
    catch (StorageException exception)
    {
        Console.WriteLine($"{exception.GetType().Name}: {exception.Message}");
    }
}
storage?.Dispose();

string Answer(string[] words)
{
    switch (words)
    {
        case ["open", var path]:
            storage?.Dispose();
            storage = SqliteStorage.Open(path, new() { BusyTimeout = TimeSpan.FromMinutes(1) });
            return "opened";
        case ["upgrade"]:
            int before = Ticket.Backfilled;
            Tickets().UpgradeSchema();
            return $"{Ticket.Backfilled - before}";
        case ["write", var id, var text]:
            return Tickets().Upsert(Ticket.Make(id, text)).ToString();
        case ["read", var id]:
            return Tickets().Read(id)?.ToString() ?? "none";
        case ["list"]:
            return string.Join(" ", Tickets().ListIds().Order());
        case ["delete", var id]:
            return $"{Tickets().Delete(id)}";
        case ["die", "statement", var number, var path]:
            return UpgradeAndDie(path, int.Parse(number), ofSteps: false);
        case ["die", "step", var number, var path]:
            return UpgradeAndDie(path, int.Parse(number), ofSteps: true);
        default:
            throw new ArgumentException($"Not understood: {string.Join(' ', words)}");
    }
}

SqliteSessionStore<Ticket> Tickets() => storage!.Sessions<Ticket>();

// Ends this process, as kill -9 does, before the statement of that number is run, or within one after that many hundred steps of SQLite's machine. Where it
// lives, it says how far it came.
static string UpgradeAndDie(string path, int number, bool ofSteps)
{
    int count = 0;
    using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
    connection.Open();
    using (SqliteCommand command = connection.CreateCommand())
    {
        // So small that what is not committed yet reaches the file.
        command.CommandText = "PRAGMA cache_size = 10";
        command.ExecuteNonQuery();
    }
    if (ofSteps)
        raw.sqlite3_progress_handler(connection.Handle, 100, _ => { Count(); return 0; }, null);
    else
        raw.sqlite3_trace(connection.Handle, (strdelegate_trace)((_, _) => Count()), null);
    using (SqliteStorage storage = SqliteStorage.OpenConnection(connection))
        storage.Sessions<Ticket>().UpgradeSchema();
    return $"{count}";

    void Count()
    {
        if (++count == number)
            Process.GetCurrentProcess().Kill();
    }
}
