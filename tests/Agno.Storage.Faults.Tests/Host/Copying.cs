using Agno.Storage.Sqlite;

namespace Agno.Storage.Faults.Host;

/// <summary>Copies of a database, until the process is killed or has no room for them.</summary>
internal static class Copying
{
    /// <summary>Copies to a directory again and again. Says each step of a copy (<c>copying</c>), and which copy is whole (<c>copied FILE</c>).</summary>
    public static int Run(string path, string directory)
    {
        using var storage = SqliteStorage.Open(path);
        for (int i = 0; ; i++)
        {
            string file = $"copy-{i}.db";
            storage.Backup(Path.Combine(directory, file), new Steps());
            Output.Write($"copied {file}");
        }
    }

    /// <summary>A copy, and an upgrade that makes one first, where no file may be longer than a limit: says how each was refused.</summary>
    public static int RunWithoutRoom(string path, string directory, IRoom room)
    {
        using var storage = SqliteStorage.Open(path, new() { BackupDirectory = directory });
        room.Bound();
        Refuse(() => storage.Backup(Path.Combine(directory, "copy.db")));
        Refuse(() => storage.Sessions<WiderTrialSession>().Upsert(new() { SessionId = "new" }));
        return 0;
    }

    private static void Refuse(Action copy)
    {
        try
        {
            copy();
        }
        catch (StorageException exception)
        {
            Output.Write($"refused {exception.Message.ReplaceLineEndings(" ")}");
            return;
        }
        throw new InvalidOperationException("There was room for the copy.");
    }

    private sealed class Steps : IProgress<SqliteBackupProgress>
    {
        public void Report(SqliteBackupProgress value) => Output.Write("copying");
    }
}

/// <summary>The trials' table with a column more.</summary>
[SessionRecord(StorageMode.Agent, Table = "trials")]
public sealed partial class WiderTrialSession
{
    public long Sequence { get; set; }

    public string? Text { get; set; }

    public string? Added { get; set; }
}
