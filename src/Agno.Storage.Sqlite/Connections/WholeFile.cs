namespace Agno.Storage.Sqlite.Connections;

/// <summary>Files that are whole or absent: written under another name beside the real one, which they get once they are on the disk.</summary>
internal static class WholeFile
{
    /// <summary>What the name of a file that is not whole ends with. One stays behind only where the process is killed, and may be deleted.</summary>
    public const string Suffix = ".partial";

    /// <summary>Makes a file. Where that fails, nothing is left.</summary>
    /// <param name="path">The file, which must not exist.</param>
    /// <param name="write">Makes it at the path that it is given, where nothing is yet, and closes it.</param>
    /// <exception cref="IOException">The file exists, or can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">There are no rights to make it.</exception>
    public static void Write(string path, Action<string> write)
    {
        // No two calls write the same file, and none gives another's its name.
        string partial = $"{path}.{Guid.NewGuid():N}{Suffix}";
        try
        {
            write(partial);
            using (var file = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite))
                file.Flush(flushToDisk: true);
            File.Move(partial, path, overwrite: false);
        }
        catch
        {
            // SQLite may have begun a journal beside it.
            foreach (string end in (string[])["", "-journal", "-wal", "-shm"])
                TryDelete(partial + end);
            throw;
        }
        UnixFile.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Deletes a file that is of no use, where what failed before matters more than that this does.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
