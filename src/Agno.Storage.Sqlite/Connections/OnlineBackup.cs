using System.Globalization;
using Agno.Storage.Sqlite.Statements;
using SQLitePCL;

namespace Agno.Storage.Sqlite.Connections;

/// <summary>
/// Copies a database while others write to it, by SQLite's own backup: one snapshot, step by step, into a file that is verified and on the disk before it gets its name. SQLite begins
/// anew where somebody commits between two steps, but not within a snapshot: a copy ends, however much is written meanwhile.
/// </summary>
internal static class OnlineBackup
{
    // 4 MB of the usual size. After each step the copy can be cancelled, and says how far it is.
    private const int StepPages = 1024;

    // What SQLite would apply to a database of that name.
    private static readonly string[] Companions = ["-wal", "-shm", "-journal"];

    /// <summary>The path of a copy that is asked for.</summary>
    /// <param name="path">The path as the caller gave it.</param>
    /// <param name="database">The file that is copied; null for a database in memory.</param>
    /// <exception cref="ArgumentException">It is not a path, or one of the database's own.</exception>
    public static string TargetOf(string path, string? database)
    {
        DataSource.ThrowIfNotPath(path);
        string target = Path.GetFullPath(path);
        if (database is not null && target.StartsWith(database, StringComparison.Ordinal) && Companions.Prepend("").Contains(target[database.Length..]))
            throw new ArgumentException($"'{path}' is the database's own file: choose another path for its copy.", nameof(path));
        return target;
    }

    /// <summary>Copies what is committed.</summary>
    /// <param name="source">A connection that is entered, without a transaction.</param>
    /// <param name="path">The copy's path, where nothing may be. Its directory is created where it is missing.</param>
    /// <param name="progress">Told after each step; null for nobody.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <exception cref="StorageException">The copy can't be made; then there is none.</exception>
    public static void Write(Connection source, string path, IProgress<SqliteBackupProgress>? progress, CancellationToken cancellationToken)
    {
        string action = $"Copying the database to '{path}'";
        foreach (string file in Companions.Prepend("").Select(end => path + end))
            if (File.Exists(file))
                throw new StorageException($"{action} failed: '{file}' exists, and a backup replaces no file. Delete or move it, or choose another path.");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            WholeFile.Write(path, partial =>
            {
                Copy(source, partial, action, progress, cancellationToken);
                Verify(partial, action, source.Options);
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{action} failed: {exception.Message} Check the path, the rights on its directory and the room on the disk.", exception);
        }
    }

    private static void Copy(Connection source, string path, string action, IProgress<SqliteBackupProgress>? progress, CancellationToken cancellationToken)
    {
        source.Execute("BEGIN", action);
        try
        {
            // The first read of a transaction begins its snapshot.
            source.Ask("PRAGMA schema_version", action);
            long pageSize = long.Parse(source.Ask("PRAGMA page_size", action), CultureInfo.InvariantCulture);
            Use(path, action, source.Options, copy =>
            {
                sqlite3_backup backup = raw.sqlite3_backup_init(copy.Db, "main", source.Db, "main");
                if (backup is null || backup.IsInvalid)
                    throw copy.Failure(raw.sqlite3_errcode(copy.Db), action);
                int code;
                try
                {
                    do
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        code = raw.sqlite3_backup_step(backup, StepPages);
                        long total = raw.sqlite3_backup_pagecount(backup);
                        progress?.Report(new((total - raw.sqlite3_backup_remaining(backup)) * pageSize, total * pageSize));
                    }
                    while (code == raw.SQLITE_OK);
                }
                finally
                {
                    raw.sqlite3_backup_finish(backup);
                }
                if (code != raw.SQLITE_DONE)
                    throw copy.Failure(code, action);
            });
        }
        finally
        {
            source.RollBack();
        }
    }

    // Through another connection, which has nothing in its cache. The copy needs no log, so that it is one file, and can be read where nothing may be written.
    private static void Verify(string path, string action, SqliteStorageOptions options) => Use(path, action, options, copy =>
    {
        string found = copy.Ask("PRAGMA quick_check(1)", action);
        if (found != "ok")
            throw new StorageException($"{action} failed: the copy is damaged ({found}), and was removed. Most likely the database is damaged, too: check it with 'PRAGMA integrity_check'.");
        copy.Execute("PRAGMA journal_mode = DELETE", action);
    });

    // The file is synced as a whole in the end.
    private static void Use(string path, string action, SqliteStorageOptions options, Action<Connection> use)
    {
        int code = raw.sqlite3_open_v2(path, out sqlite3 db, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null);
        using (db)
        {
            if (code != raw.SQLITE_OK)
                throw SqliteError.Of(db, code, action, options);
            using Connection connection = Connection.Borrow(db, options);
            connection.Execute("PRAGMA synchronous = OFF", action);
            use(connection);
        }
    }
}
