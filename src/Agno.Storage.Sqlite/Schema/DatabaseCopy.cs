using System.Globalization;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Statements;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>The copy of the whole database that an upgrade leaves behind, where <see cref="SqliteStorageOptions.BackupDirectory"/> asks for one.</summary>
internal static class DatabaseCopy
{
    /// <summary>Copies what is committed, while <paramref name="writer"/> holds the lock: just what the upgrade finds. Gives the copy's path; null where none is made.</summary>
    /// <exception cref="StorageException">The copy can't be made.</exception>
    public static string? Make(Connection writer, UpgradePlan plan)
    {
        if (writer.Options.BackupDirectory is not { } directory || writer.FileName is not { } file)
            return null;
        string version = plan.FromVersion is { } from ? $"v{from.ToString(CultureInfo.InvariantCulture)}" : "unversioned";
        string time = writer.Options.TimeProvider.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        string path = Path.Combine(directory, $"{Path.GetFileNameWithoutExtension(file)}-{plan.Table}-{version}-{time}.db");
        try
        {
            Directory.CreateDirectory(directory);
            // The writer can't: it is within a transaction.
            using (Connection reader = Connection.Open(file, writer.Options, isReader: true))
            using (var vacuum = new Statement(reader, "VACUUM INTO ?1", $"Copying the database to '{path}' before table '{plan.Table}' is upgraded"))
            {
                vacuum.Bind(1, path);
                vacuum.Step();
            }
            // The upgrade is on the disk when it is acknowledged; so is what it came from.
            using var copy = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
            copy.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The database can't be copied to '{path}' before table '{plan.Table}' is upgraded, and nothing was changed: {exception.Message} Check SqliteStorageOptions.BackupDirectory.", exception)
            {
                Table = plan.Table,
            };
        }
        return path;
    }

    /// <summary>Removes a copy that is of no use, because the upgrade was undone.</summary>
    public static void Delete(string? path)
    {
        try
        {
            if (path is not null)
                File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What failed before matters more.
        }
    }
}
