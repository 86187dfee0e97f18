using System.Globalization;

namespace Agno.Storage.Sqlite.Connections;

/// <summary>
/// A write-ahead log that must not be applied to what stands at the database's path now, kept beside it: <c>agents.db.orphaned-{time}-wal</c>. SQLite applies it to a file of that name
/// without the end, <c>agents.db.orphaned-{time}</c>.
/// </summary>
internal static class OrphanedLog
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>Moves the log away. Gives the path that a database must have for the log to be applied to it.</summary>
    /// <exception cref="IOException">It can't be moved.</exception>
    /// <exception cref="UnauthorizedAccessException">There are no rights to move it.</exception>
    public static string Move(DatabaseFiles files, TimeProvider clock)
    {
        string target = NewPath(files, clock);
        File.Move(files.Log.Path, target + "-wal");
        return target;
    }

    /// <summary>Copies the log that a connection has open, whatever became of its name; otherwise like <see cref="Move"/>.</summary>
    /// <exception cref="IOException">It can't be copied.</exception>
    /// <exception cref="UnauthorizedAccessException">There are no rights to copy it.</exception>
    public static string Copy(NativeFile log, DatabaseFiles files, TimeProvider clock)
    {
        string target = NewPath(files, clock);
        WholeFile.Write(target + "-wal", path =>
        {
            using var copy = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            byte[] chunk = new byte[ChunkBytes];
            long length = log.Length;
            for (long offset = 0; offset < length; offset += chunk.Length)
            {
                Span<byte> part = chunk.AsSpan(0, (int)Math.Min(chunk.Length, length - offset));
                log.Read(part, offset);
                copy.Write(part);
            }
        });
        return target;
    }

    private static string NewPath(DatabaseFiles files, TimeProvider clock)
    {
        string first = $"{files.Database.Path}.orphaned-{clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture)}";
        string path = first;
        for (int i = 2; File.Exists(path) || File.Exists(path + "-wal"); i++)
            path = string.Create(CultureInfo.InvariantCulture, $"{first}-{i}");
        return path;
    }
}
