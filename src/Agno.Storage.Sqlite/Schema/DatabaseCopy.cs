using System.Globalization;
using Agno.Storage.Sqlite.Connections;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>The copy of the whole database that an upgrade leaves behind, where <see cref="SqliteStorageOptions.BackupDirectory"/> asks for one.</summary>
internal static class DatabaseCopy
{
    /// <summary>Copies what is committed, while <paramref name="writer"/> holds the lock: just what the upgrade finds. Gives the copy's path; null where none is made.</summary>
    /// <exception cref="StorageException">The copy can't be made; then there is none.</exception>
    public static string? Make(Connection writer, UpgradePlan plan)
    {
        if (writer.Options.BackupDirectory is not { } directory || writer.FileName is not { } file)
            return null;
        string version = plan.FromVersion is { } from ? $"v{from.ToString(CultureInfo.InvariantCulture)}" : "unversioned";
        string time = writer.Options.TimeProvider.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        string path = Path.Combine(directory, $"{Path.GetFileNameWithoutExtension(file)}-{plan.Table}-{version}-{time}.db");
        try
        {
            // The writer can't: it is within a transaction.
            using Connection reader = Connection.Open(file, writer.Options, isReader: true, writer.File?.Files);
            OnlineBackup.Write(reader, path, progress: null, CancellationToken.None);
        }
        catch (StorageException exception)
        {
            throw new StorageException($"Table '{plan.Table}' was not upgraded, and nothing was changed, because there is no copy of the database as it was. {exception.Message} The copy's place is SqliteStorageOptions.BackupDirectory.", exception)
            {
                Table = plan.Table,
            };
        }
        return path;
    }

    /// <summary>Removes a copy that is of no use, because the upgrade was undone.</summary>
    public static void Delete(string? path)
    {
        if (path is not null)
            WholeFile.TryDelete(path);
    }
}
